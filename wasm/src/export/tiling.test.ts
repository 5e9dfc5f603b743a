import { expect, test } from 'vitest';
import type { Pattern } from './display-list.js';
import { tilesOf } from './tiling.js';

const pattern: Pattern = {
  address: 0,
  tiling: true,
  cell: 0,
  shading: 0,
  matrix: [1, 0, 0, -1, 0, 100],
  box: [0, 0, 10, 10],
  xStep: 20,
  yStep: 25,
  uncolored: false,
};

function tiles(box: [number, number, number, number], over: Partial<Pattern> = {}): string | null {
  let ids = 0;
  return tilesOf({ ...pattern, ...over }, box, '<b/>', () => `i${ids++}`);
}

test('a pattern is as many copies of its cell as reach into the box', () => {
  // In pattern space, y upwards, the box is 15…45 across and 40…90 up: the cells at 20 and 40, and at 50 and 75.
  expect(tiles([15, 10, 45, 60])).toBe(
    '<defs><g id="i0"><b/></g><g id="i1"><use href="#i0" x="20"/><use href="#i0" x="40"/></g></defs>' +
      '<g transform="matrix(1 0 0 -1 0 100)"><use href="#i1" y="50"/><use href="#i1" y="75"/></g>',
  );
});

test('none are where no cell reaches into the box', () => {
  expect(tiles([12, 82, 18, 85])).toBe('');
});

test('too many, and those of a matrix that has no inverse, are left to others', () => {
  expect(tiles([0, 0, 600, 800], { xStep: 1, yStep: 1 })).toBeNull();
  expect(tiles([0, 0, 50, 50], { matrix: [1, 0, 1, 0, 0, 0] })).toBeNull();
});
