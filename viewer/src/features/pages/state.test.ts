import { expect, test } from 'vitest';
import { layOut } from './layout.js';
import {
  anchorAt,
  currentPage,
  isFlight,
  leadAfter,
  nearPages,
  pagesIn,
  partOnPage,
  pictureScale,
  pointOf,
  revealed,
  unturned,
  visiblePart,
} from './state.js';

const sizes = Array.from({ length: 100 }, () => ({ width: 100, height: 184, rotation: 0 }));
const layout = layOut(sizes, 1); // a page each 200 pixels, the first at 16

test('holds only pages near the window', () => {
  const view = { x: 0, y: 2016, width: 500, height: 400 };
  expect(nearPages(layout, view)).toEqual([8, 14]);
  expect([nearPages(layout, view, 1000), nearPages(layout, view, -1000)]).toEqual([
    [8, 19],
    [3, 14],
  ]);
});

test('who scrolls has pages ahead: what comes into sight within 400 ms, five windows at most', () => {
  expect(leadAfter(0, 50, 10, 1000)).toBe(2000); // 5 pixels a ms
  expect([leadAfter(0, 200, 10, 1000), leadAfter(0, -200, 10, 1000)]).toEqual([5000, -5000]);
  // A slow frame does not take away what is there; a turn does.
  expect(leadAfter(2000, 10, 10, 1000)).toBe(1900);
  expect(leadAfter(2000, -10, 10, 1000)).toBe(-400);
  // A window of 1000 pixels in half a second: 2 pixels a ms.
  expect([isFlight(799, 1000), isFlight(-801, 1000)]).toEqual([false, true]);
});

test('a place keeps its point when it is zoomed around it', () => {
  const anchor = anchorAt(layout, { width: 500 }, 250, 308); // the middle of page 1
  expect(anchor).toEqual({ page: 1, x: 0.5, y: 0.5 });
  const doubled = layOut(sizes, 2);
  expect(pointOf(doubled, { width: 500 }, anchor)).toEqual({ x: 250, y: 16 + 368 + 16 + 184 });
});

test('the page that is looked at is the upper one until it has half gone', () => {
  const at = (top: number, height = 600) => currentPage(layout, { x: 0, y: top, width: 500, height });
  // Page 11 begins at 2216; half a page is 92.
  expect([0, 2008, 2016, 2123, 2124].map((top) => at(top))).toEqual([0, 10, 10, 10, 11]);
  // The last one can never be the upper one in a high window.
  expect(at(layout.height - 600)).toBe(99);
});

test("the part of a page that a window shows is told from the page's corner", () => {
  // The window is 500 wide, so the page stands from 200 to 300; page 1 from 216 to 400.
  expect(visiblePart(layout, 1, { x: 0, y: 300, width: 500, height: 400 })).toEqual({ x: 0, y: 84, width: 100, height: 100 });
  expect(visiblePart(layout, 1, { x: 0, y: 400, width: 500, height: 400 })).toBeNull();
});

test('pages are drawn as large as wanted, up to what a canvas and the memory hold', () => {
  expect(pictureScale({ width: 600, height: 800, rotation: 0 }, 2)).toBe(2);
  expect(pictureScale({ width: 600, height: 800, rotation: 0 }, 20)).toBe(5); // 3000 × 4000
  expect(pictureScale({ width: 16384, height: 1, rotation: 0 }, 20)).toBe(1);
});

test('pages that are near, and those on which something is selected, are there in order', () => {
  expect(pagesIn([7, 9], [])).toEqual([7, 8, 9]);
  expect(pagesIn([7, 9], [1, 400])).toEqual([1, 7, 8, 9, 400]);
  expect(pagesIn([7, 9], [8, 9])).toEqual([7, 8, 9]);
});

test('a part of a turned page is found on the page as it is drawn', () => {
  // A page of 100 × 200, seen turned by 90° as 200 × 100: its upper right corner is the drawn page's upper left one.
  expect(unturned({ x: 150, y: 0, width: 50, height: 20 }, 90, 200, 100)).toEqual({ x: 0, y: 0, width: 20, height: 50 });
  expect(unturned({ x: 0, y: 0, width: 50, height: 20 }, 180, 100, 200)).toEqual({ x: 50, y: 180, width: 50, height: 20 });
  expect(unturned({ x: 0, y: 80, width: 50, height: 20 }, 270, 200, 100)).toEqual({ x: 0, y: 0, width: 20, height: 50 });
});

test('what is revealed stays where it is while it is in the window, and comes a third on otherwise', () => {
  expect(revealed(100, 300, 160, 180, 48)).toBe(100);
  expect(revealed(100, 300, 110, 140, 48)).toBe(20); // a third of the 270 that are left, before it
  expect(revealed(0, 300, 1000, 2000, 48)).toBe(1000); // longer than the window: its beginning
});

test('a part of a page stands where the turned page shows it', () => {
  const turnedLayout = layOut(sizes, 2, { rotation: 90 });
  // The upper left corner of an upright page is the upper right one of a page that is turned to the right: 368 px wide.
  expect(partOnPage(turnedLayout, 90, 0, { x: 0, y: 0, width: 10, height: 5 })).toEqual({ x: 358, y: 0, width: 10, height: 20 });
});
