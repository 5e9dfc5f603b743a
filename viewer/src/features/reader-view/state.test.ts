import { expect, test } from 'vitest';
import { batchAbove, batchAround, batchBelow, placeAt, stepped, widthAfter } from './state.js';

test('the first pages that are read have the one that was looked at among them, and its neighbours', () => {
  expect(batchAround(0, 3)).toEqual([0, 3]);
  expect(batchAround(40, 100)).toEqual([39, 47]);
  expect(batchAround(99, 100)).toEqual([92, 100]);
  expect(batchBelow(47, 50)).toEqual([47, 50]);
  expect(batchAbove(5)).toEqual([0, 5]);
});

test('lines grow wider, and narrow again after the widest', () => {
  expect([widthAfter(45), widthAfter(68), widthAfter(95)]).toEqual([68, 95, 45]);
});

test('letters grow and shrink by steps, to an end', () => {
  expect([stepped(18, 1), stepped(18, -1), stepped(32, 1), stepped(14, -1)]).toEqual([20, 16, 32, 14]);
});

test('a place is the page that the top of the window is in, and how far down', () => {
  const pages = [
    { page: 4, top: 0, height: 400 },
    { page: 5, top: 400, height: 200 },
  ];
  expect(placeAt(pages, 450)).toEqual({ page: 5, down: 0.25 });
  expect(placeAt(pages, 5000)).toEqual({ page: 5, down: 1 });
  expect(placeAt([], 0)).toBeNull();
});
