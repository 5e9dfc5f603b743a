import { expect, test } from 'vitest';
import { contoursOf } from './bitmap-outline.js';

/** The outlines of a picture in which # is set. */
function outlines(...rows: string[]) {
  const mask = Uint8Array.from(rows.join(''), (c) => (c === '#' ? 255 : 0));
  return contoursOf(mask, rows[0]!.length, rows.length);
}

test('a block has four corners, clockwise as it is seen', () => {
  expect(outlines('....', '.##.', '.##.')).toEqual([[1, 1, 3, 1, 3, 3, 1, 3]]);
});

test('a hole goes round the other way', () => {
  expect(outlines('###', '#.#', '###')).toEqual([
    [0, 0, 3, 0, 3, 3, 0, 3],
    [1, 2, 2, 2, 2, 1, 1, 1],
  ]);
});

test('pixels that touch at a corner are two outlines', () => {
  expect(outlines('#.', '.#')).toEqual([
    [0, 0, 1, 0, 1, 1, 0, 1],
    [1, 1, 2, 1, 2, 2, 1, 2],
  ]);
});

test('steps are followed from corner to corner', () => {
  expect(outlines('##.', '.##')).toEqual([[0, 0, 2, 0, 2, 1, 3, 1, 3, 2, 1, 2, 1, 1, 0, 1]]);
});

test('what has shades, or is intricate, stays a picture', () => {
  expect(contoursOf(Uint8Array.of(255, 128), 2, 1)).toBeNull();
  expect(
    contoursOf(
      new Uint8Array(128 * 128).map((_, i) => ((i + (i >> 7)) & 1) * 255),
      128,
      128,
    ),
  ).toBeNull();
});
