import { expect, test } from 'vitest';
import { sizeGroups } from './state.js';

test('sizes are counted, the most frequent first, by their names where they have one', () => {
  const a4 = { width: 595.28, height: 841.89 };
  const groups = sizeGroups([{ width: 1224, height: 792 }, a4, a4, { width: 595, height: 842 }, { width: 100, height: 100 }]);
  expect(groups.map(({ name, pages }) => [name, pages])).toEqual([
    ['A4', 3],
    ['Tabloid', 1],
    [null, 1],
  ]);
  expect(groups[0]!.width).toBeCloseTo(210, 0);
});
