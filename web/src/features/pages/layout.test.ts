import { expect, test } from 'vitest';
import { anchorAt, currentPage, layOut, nearPages, pageAt, pointOf } from './layout.js';

const sizes = Array.from({ length: 100 }, () => ({ width: 100, height: 184, rotation: 0 }));
const layout = layOut(sizes, 1); // a page each 200 pixels, the first at 16

test('pages stand below one another', () => {
  expect(layout.tops.slice(0, 3)).toEqual([16, 216, 416]);
  expect(layout.height).toBe(16 + 100 * 200);
});

test('finds the page at a height, also above the first and below the last', () => {
  expect([0, 16, 215, 216, 1e9].map((y) => pageAt(layout, y))).toEqual([0, 0, 0, 1, 99]);
});

test('holds only pages near the window', () => {
  expect(nearPages(layout, 2016, 400)).toEqual([8, 14]);
  expect(currentPage(layout, 2016, 600)).toBe(11);
});

test('a place keeps its point when it is zoomed around it', () => {
  const anchor = anchorAt(layout, sizes, 500, 250, 308); // the middle of page 1
  expect(anchor).toEqual({ page: 1, x: 0.5, y: 0.5 });
  const doubled = layOut(sizes, 2);
  expect(pointOf(doubled, sizes, 500, anchor)).toEqual({ x: 250, y: 16 + 368 + 16 + 184 });
});
