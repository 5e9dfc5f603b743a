import { expect, test } from 'vitest';
import { anchorAt, currentPage, layOut, nearPages, pageAt, pagesIn, pictureScale, pointOf, visiblePart } from './state.js';

const sizes = Array.from({ length: 100 }, () => ({ width: 100, height: 184, rotation: 0 }));
const layout = layOut(sizes, 1); // a page each 200 pixels, the first at 16

test('pages stand below one another', () => {
  expect(layout.tops.slice(0, 3)).toEqual([16, 216, 416]);
  expect(layout.height).toBe(16 + 100 * 200);
});

test('finds the page at a height, also above the first and below the last', () => {
  expect([0, 16, 215, 216, 1e9].map((y) => pageAt(layout, y))).toEqual([0, 0, 0, 1, 99]);
});

test('holds only pages near the window', () => {
  expect(nearPages(layout, 2016, 400)).toEqual([8, 14]);
});

test('a place keeps its point when it is zoomed around it', () => {
  const anchor = anchorAt(layout, sizes, 500, 250, 308); // the middle of page 1
  expect(anchor).toEqual({ page: 1, x: 0.5, y: 0.5 });
  const doubled = layOut(sizes, 2);
  expect(pointOf(doubled, sizes, 500, anchor)).toEqual({ x: 250, y: 16 + 368 + 16 + 184 });
});

test('the page that is looked at is the upper one until it has half gone', () => {
  const at = (top: number, height = 600) => currentPage(layout, sizes, top, height);
  // Page 11 begins at 2216; half a page is 92.
  expect([0, 2008, 2016, 2123, 2124].map((top) => at(top))).toEqual([0, 10, 10, 10, 11]);
  // The last one can never be the upper one in a high window.
  expect(at(layout.height - 600)).toBe(99);
});

test("the part of a page that a window shows is told from the page's corner", () => {
  // The window is 500 wide, so the page stands from 200 to 300; page 1 from 216 to 400.
  expect(visiblePart(layout, sizes, 1, { x: 0, y: 300, width: 500, height: 400 })).toEqual({ x: 0, y: 84, width: 100, height: 100 });
  expect(visiblePart(layout, sizes, 1, { x: 0, y: 400, width: 500, height: 400 })).toBeNull();
});

test('pages are drawn as large as wanted, up to what a canvas and the memory hold', () => {
  expect(pictureScale({ width: 600, height: 800, rotation: 0 }, 2)).toBe(2);
  expect(pictureScale({ width: 600, height: 800, rotation: 0 }, 20)).toBe(5); // 3000 × 4000
  expect(pictureScale({ width: 16384, height: 1, rotation: 0 }, 20)).toBe(1);
});

test('pages that are near, and those on which something is selected, are there in order', () => {
  expect(pagesIn([7, 9], null)).toEqual([7, 8, 9]);
  expect(pagesIn([7, 9], [1, 2])).toEqual([1, 2, 7, 8, 9]);
  expect(pagesIn([7, 9], [8, 11])).toEqual([7, 8, 9, 10, 11]);
});
