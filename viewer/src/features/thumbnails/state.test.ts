import { describe, expect, test } from 'vitest';
import { thumbnailAt, thumbnailSize } from './state.js';

test('a picture fits its square, upright or turned', () => {
  expect(thumbnailSize({ width: 200, height: 400 }, 0, 100)).toEqual({ width: 50, height: 100, scale: 0.25 });
  expect(thumbnailSize({ width: 200, height: 400 }, 90, 100)).toEqual({ width: 100, height: 50, scale: 0.25 });
});

describe('keys', () => {
  test('move by one, by a row of two, and to the ends', () => {
    expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End'].map((key) => thumbnailAt(key, 4, 9, false))).toEqual([
      5, 3, 6, 2, 0, 8,
    ]);
  });
  test('stay within the document, and run from the right where the language does', () => {
    expect(thumbnailAt('ArrowDown', 8, 9, false)).toBe(8);
    expect(thumbnailAt('ArrowRight', 4, 9, true)).toBe(3);
    expect(thumbnailAt('a', 4, 9, false)).toBeNull();
  });
});
