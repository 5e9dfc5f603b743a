import type { FindHit } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { layOut } from '../pages/layout.js';
import { marksOf } from './marks-state.js';
import { boxOf, hitFrom, NOTHING, place, withHits } from './state.js';

const hit = (page: number, index: number, y = 0): FindHit => ({
  page,
  index,
  quads: [[10, y + 12, 40, y + 12, 40, y, 10, y]],
  before: '',
  match: `${page}.${index}`,
  after: '',
});
const names = (hits: readonly FindHit[] | undefined) => hits?.map(({ match }) => match);

test('hits stand in the order of the document, wherever the search began', () => {
  const fromSeven = [hit(7, 0), hit(7, 1), hit(9, 0)];
  let found = withHits(NOTHING, fromSeven.slice(0, 2));
  found = withHits(found, [fromSeven[2]!, hit(0, 0)]);
  found = withHits(found, [hit(3, 0), hit(3, 1)]);
  expect(names(found.hits)).toEqual(['0.0', '3.0', '3.1', '7.0', '7.1', '9.0']);
  expect(names(found.byPage.get(3))).toEqual(['3.0', '3.1']);
  // The first that was found is the one that the reader is at.
  expect(found.current?.match).toBe('7.0');
  expect(place(found)).toBe(4);
});

test('behind the last hit comes the first', () => {
  const found = withHits(NOTHING, [hit(1, 0), hit(1, 1), hit(4, 0)]);
  expect([1, 2, 3, -1].map((steps) => hitFrom(found, steps)?.match)).toEqual(['1.1', '4.0', '1.0', '4.0']);
  expect(hitFrom(NOTHING, 1)).toBeNull();
});

test('the box of a hit that a line’s end divides has both pieces', () => {
  expect(
    boxOf({
      quads: [
        [90, 22, 120, 22, 120, 10, 90, 10],
        [20, 42, 50, 42, 50, 30, 20, 30],
      ],
    }),
  ).toEqual({ x: 20, y: 10, width: 100, height: 32 });
});

test('marks stand along the scroll bar as their pages do, near ones together', () => {
  // Ten pages of 84 px and 16 px of room each, 16 px at the start: page 5 begins at 516 of 1016 px.
  const sizes = Array.from({ length: 10 }, () => ({ width: 100, height: 84 }));
  const marks = marksOf([hit(0, 0), hit(0, 1, 1), hit(5, 0)], layOut(sizes, 1), 0, 508);
  expect(marks).toEqual([8, 258]);
  expect(marksOf([hit(0, 0)], layOut(sizes, 1, { mode: 'horizontal' }), 0, 508)).toEqual([0]);
});
