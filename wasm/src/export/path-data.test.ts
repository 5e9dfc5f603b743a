import { expect, test } from 'vitest';
import { pathData } from './path-data.js';

test('paths go from point to point; upright and level lines have one number', () => {
  const square = pathData([
    { verb: 'M', points: [10, 20] },
    { verb: 'L', points: [15, 20] },
    { verb: 'L', points: [15, 15.5] },
    { verb: 'L', points: [10.25, 15] },
    { verb: 'Z', points: [] },
    // From where the subpath began.
    { verb: 'L', points: [10, 25] },
    { verb: 'C', points: [11, 25, 12, 24, 12, 23] },
  ]);
  expect(square).toBe('M10 20h5v-4.5l-4.75-.5zv5c1 0 2-1 2-2');
});

test('what is lost by rounding does not add up', () => {
  // A step of 0.0004 rounds to nothing each time; after five it is 0.002.
  const points = Array.from({ length: 6 }, (_, i) => ({ verb: i ? ('L' as const) : ('M' as const), points: [i * 0.0004, 0] }));
  const steps = pathData(points)
    .match(/h([\d.]+)/g)!
    .map((step) => Number(step.slice(1)));
  expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(0.002, 9);
});

test('numbers that cannot be are 0', () => {
  expect(pathData([{ verb: 'M', points: [NaN, Infinity] }])).toBe('M0 0');
});
