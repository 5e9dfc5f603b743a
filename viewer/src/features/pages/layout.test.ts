import { expect, test } from 'vitest';
import { layOut, pageAt } from './layout.js';
import { typicalWidth } from './page-sizes.js';

const sizes = Array.from({ length: 100 }, () => ({ width: 100, height: 184 }));

test('pages stand below one another', () => {
  const layout = layOut(sizes, 1); // a page each 200 pixels, the first at 16
  expect([...layout.tops.slice(0, 3)]).toEqual([16, 216, 416]);
  expect([layout.width, layout.height]).toEqual([132, 16 + 100 * 200]);
  expect([0, 16, 215, 216, 1e9].map((y) => pageAt(layout, 0, y))).toEqual([0, 0, 0, 1, 99]);
});

test('pages of several sizes are centred, each below the one before, or beside it', () => {
  const small = { width: 50, height: 50 };
  const mixed = [sizes[0]!, small, small, sizes[1]!];
  const below = layOut(mixed, 1);
  expect([[...below.lefts], [...below.tops]]).toEqual([
    [16, 41, 41, 16],
    [16, 216, 282, 348],
  ]);
  expect([below.width, below.height]).toEqual([132, 548]);
  const beside = layOut(mixed, 1, { mode: 'horizontal' });
  expect([[...beside.lefts], [...beside.tops]]).toEqual([
    [16, 132, 198, 264],
    [16, 83, 83, 16],
  ]);
  expect([beside.width, beside.height]).toEqual([380, 216]);
});

test('two pages have the fold between them, and a cover stands on the right', () => {
  const spreads = layOut(sizes.slice(0, 3), 1, { mode: 'spreads' });
  expect([[...spreads.lefts], [...spreads.tops]]).toEqual([
    [16, 132, 16],
    [16, 16, 216],
  ]);
  const cover = layOut(sizes.slice(0, 4), 1, { mode: 'spreads-cover' });
  expect([[...cover.lefts], [...cover.tops]]).toEqual([
    [132, 16, 132, 16],
    [16, 216, 216, 416],
  ]);
  expect(pageAt(cover, 140, 250)).toBe(2);
});

test('page by page only one has a place; side by side they follow to the right, in the middle of the height', () => {
  const one = layOut(sizes, 1, { mode: 'page', page: 40 });
  expect([one.tops[40], one.height, pageAt(one, 0, 1e9)]).toEqual([16, 216, 40]);
  expect(pageAt(layOut(sizes, 1, { mode: 'page', page: 100 }), 0, 0)).toBe(0); // which there is not
  const side = layOut(sizes, 1, { mode: 'horizontal', viewport: { width: 500, height: 384 } });
  expect([side.lefts[1], side.tops[1], side.width]).toEqual([132, 100, 16 + 100 * 116]);
  expect(pageAt(side, 140, 0)).toBe(1);
});

test('wrapped, as many stand in a row as the window has room for, and a row is as high as its highest', () => {
  const layout = layOut([...sizes.slice(0, 3), { width: 100, height: 50 }], 1, { mode: 'wrapped', viewport: { width: 370, height: 0 } });
  expect([...layout.rowOf]).toEqual([0, 0, 0, 1]);
  expect(layout.tops[3]).toBe(216);
});

test('turned pages are as wide as they were high', () => {
  const layout = layOut(sizes, 2, { rotation: 90 });
  expect([layout.widths[0], layout.heights[0], layout.tops[1]]).toEqual([368, 200, 232]);
});

test('one wide page is not what most are like; 200,000 pages are laid out', () => {
  const many = Array.from({ length: 200_000 }, (_, i) => ({ width: i === 7 ? 14_400 : 595, height: 842 }));
  expect(typicalWidth(many, 0)).toBe(595);
  expect(layOut(many, 1).tops[199_999]).toBe(16 + 199_999 * 858);
});
