import { expect, test } from 'vitest';
import { heldPages, ordered, place, spacingOf } from './state.js';

test('a run lies over its quad: from the upper left corner, as high, and stretched to its width', () => {
  // 60 points wide and 10 high; the layer's font would make it 4 em, 40 points.
  const run = { quad: [100, 210, 160, 210, 160, 200, 100, 200] as const };
  expect(place({ quad: [...run.quad] }, 4)).toEqual({ left: 100, top: 200, fontSize: 10, angle: 0, stretch: 1.5 });
});

test('text that runs downwards is turned clockwise by a quarter', () => {
  // The baseline goes down from (50, 100) to (50, 140); the letters' tops are on its right, at x = 60.
  const placed = place({ quad: [50, 100, 50, 140, 60, 140, 60, 100] }, 2);
  expect(placed).toEqual({ left: 60, top: 100, fontSize: 10, angle: Math.PI / 2, stretch: 2 });
});

test('a run without width or height still has a finite place', () => {
  expect(place({ quad: [5, 5, 5, 5, 5, 5, 5, 5] }, 0)).toEqual({ left: 5, top: 5, fontSize: 1, angle: 0, stretch: 1 });
});

test('a text is as wide as its run by the distance of its letters, but where they join, combine or would overlap', () => {
  // 4 em of 8 letters that are to be 5 em: an eighth more for each.
  expect(spacingOf('stretched'.slice(0, 8), 4, 1.25)).toBe(0.125);
  expect(spacingOf('Ünd, “ja”', 4.5, 1)).toBe(0);
  expect(spacingOf('narrowed', 4, 0.5)).toBeNull(); // a quarter of an em less for each: an i is no wider
  for (const text of ['سلام', 'e\u0301', 'नमस्ते']) expect(spacingOf(text, 4, 1.25)).toBeNull();
});

const at = (page: number, run = 0, offset = 0) => ({ page, run, offset });

test('the pages of both ends stay, whichever came first', () => {
  const held = (anchor: number, focus: number) => heldPages({ selection: { anchor: at(anchor), focus: at(focus) }, all: false });
  expect([held(3, 600), held(600, 3), held(2, 2)]).toEqual([[3, 600], [3, 600], [2]]);
  expect(heldPages({ selection: null, all: false })).toEqual([]);
});

test('what is selected has an order, however it was drawn', () => {
  const points = [at(0, 5, 9), at(1, 0, 3), at(1, 2, 0), at(1, 2, 4)];
  for (let i = 0; i + 1 < points.length; i++) {
    const ends = { from: points[i], to: points[i + 1] };
    expect(ordered({ anchor: points[i]!, focus: points[i + 1]! })).toEqual(ends);
    expect(ordered({ anchor: points[i + 1]!, focus: points[i]! })).toEqual(ends);
  }
  expect(ordered({ anchor: at(1, 2, 3), focus: at(1, 2, 3) })).toBeNull();
});
