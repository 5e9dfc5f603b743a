import { expect, test } from 'vitest';
import { boxesShown, distinctFonts, sizeGroups } from './state.js';

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

test('fonts are told once, those that are missing first', () => {
  const font = (id: number, name: string, embedded: boolean) => ({ id, name, type: 'Type1', embedded, subset: false });
  const fonts = [font(1, 'B', true), font(2, 'A', true), font(3, 'B', true), font(4, 'C', false)];
  expect(distinctFonts(fonts).map(({ name }) => name)).toEqual(['C', 'A', 'B']);
});

test('boxes are told in millimetres, unless they are the media box again', () => {
  const shown = boxesShown({ media: [0, 0, 72, 144], crop: [0, 0, 72, 144], trim: [36, 36, 72, 72] });
  expect(shown.map(({ kind, x, width, height }) => [kind, x, width, height])).toEqual([
    ['media', 0, 25.4, 50.8],
    ['trim', 12.7, 12.7, 12.7],
  ]);
});
