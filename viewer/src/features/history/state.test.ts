import { expect, test } from 'vitest';
import { jumped, stepped, type Trail } from './state.js';

const place = (page: number) => ({ page, x: 0, y: 0, zoom: { mode: 'auto' as const } });
const start: Trail = { entries: [], at: 0 };
const pages = ({ entries }: Trail) => entries.map(({ place }) => place.page);

test('what was left is returned to, and what was returned from is gone on to', () => {
  // From page 1, to which one had scrolled, to 5, and having read on to 7, to 9.
  const there = jumped(jumped(start, place(1), place(5)), place(7), place(9));
  expect([pages(there), there.at]).toEqual([[1, 7, 9], 2]);
  const back = stepped(there, -1, place(10))!;
  expect([back.to.page, back.trail.at, pages(back.trail)]).toEqual([7, 1, [1, 7, 10]]);
  expect(stepped(back.trail, 1, place(7))!.to.page).toBe(10);
  expect([stepped(start, -1, place(0)), stepped(there, 1, place(9))]).toEqual([null, null]);
});

test('a jump forgets what had been gone back from', () => {
  const back = stepped(jumped(jumped(start, place(1), place(5)), place(5), place(9)), -2, place(9))!.trail;
  expect(pages(jumped(back, place(2), place(3)))).toEqual([2, 3]);
});

test('jumps of one kind that follow one another are one entry', () => {
  const typed = jumped(jumped(start, place(1), place(5), 'find'), place(5), place(8), 'find');
  expect(pages(typed)).toEqual([1, 8]);
  expect(pages(jumped(typed, place(8), place(9)))).toEqual([1, 8, 9]);
});

test('no more than 200 places are kept', () => {
  let trail = start;
  for (let i = 0; i < 300; i++) trail = jumped(trail, place(i), place(i + 1));
  expect([trail.entries.length, trail.at, trail.entries[199]!.place.page]).toEqual([200, 199, 300]);
});
