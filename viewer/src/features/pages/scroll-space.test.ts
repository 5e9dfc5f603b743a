import { expect, test } from 'vitest';
import { isJump, LONGEST, placeOf, positionOf, scrolledLength } from './scroll-space.js';

const LENGTH = 200_000 * 1000;

test('what a browser can hold is scrolled as it is', () => {
  expect([scrolledLength(5000), positionOf(4321, 5000), placeOf(4321, 5000)]).toEqual([5000, 4321, 4321]);
});

test('every place of a longer document has a position, and the ends are exact', () => {
  expect(scrolledLength(LENGTH)).toBe(LONGEST);
  for (const place of [0, 700, 500_000, 100_000_000, LENGTH - 800, LENGTH])
    expect(placeOf(positionOf(place, LENGTH), LENGTH)).toBeCloseTo(place, 3);
  expect([positionOf(700, LENGTH), positionOf(LENGTH / 2, LENGTH), positionOf(LENGTH - 800, LENGTH)]).toEqual([
    700,
    LONGEST / 2,
    LONGEST - 800,
  ]);
});

test('a scroll by less than three windows moves pages, a longer one leads elsewhere', () => {
  expect([isJump(1700, 600), isJump(-1900, 600)]).toEqual([false, true]);
});
