import { expect, test } from 'vitest';
import { heldPages, place } from './state.js';

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

test('pages stay from one end of the selection to the other, whichever came first', () => {
  expect(heldPages(3, 6)).toEqual([3, 6]);
  expect(heldPages(6, 3)).toEqual([3, 6]);
  expect(heldPages(2, 2)).toEqual([2, 2]);
  expect(heldPages(null, 4)).toBeNull();
  expect(heldPages(0, 400)).toBeNull();
});
