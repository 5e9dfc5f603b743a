import { expect, test } from 'vitest';
import { Verb } from '../abi.js';
import { pathData } from './path-data.js';

test('paths go from point to point; upright and level lines have one number', () => {
  const square = pathData({
    // The last line is from where the subpath began.
    verbs: [Verb.Move, Verb.Line, Verb.Line, Verb.Line, Verb.Close, Verb.Line, Verb.Cubic],
    points: [10, 20, 15, 20, 15, 15.5, 10.25, 15, 10, 25, 11, 25, 12, 24, 12, 23],
  });
  expect(square).toBe('M10 20h5v-4.5l-4.75-.5zv5c1 0 2-1 2-2');
});

test('what is lost by rounding does not add up', () => {
  // A step of 0.0004 rounds to nothing each time; after five it is 0.002.
  const points = Array.from({ length: 6 }, (_, i) => [i * 0.0004, 0]).flat();
  const steps = pathData({ verbs: [Verb.Move, ...Array<Verb>(5).fill(Verb.Line)], points })
    .match(/h([\d.]+)/g)!
    .map((step) => Number(step.slice(1)));
  expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(0.002, 9);
});

test('numbers that cannot be are 0', () => {
  expect(pathData({ verbs: [Verb.Move], points: [NaN, Infinity] })).toBe('M0 0');
});

test('numbers have as many decimals as they need, and no zero before the point', () => {
  const at = (x: number) => pathData({ verbs: [Verb.Move], points: [x, 0] });
  expect([0.05, -0.5, 12.340004, 100, -1234.567, 2e7].map(at)).toEqual([
    'M.05 0',
    'M-.5 0',
    'M12.34 0',
    'M100 0',
    'M-1234.567 0',
    'M20000000 0',
  ]);
});
