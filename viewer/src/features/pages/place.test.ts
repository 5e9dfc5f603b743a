import { expect, test } from 'vitest';
import { layOut } from './layout.js';
import { cornerOf, cornerOfDestination, isSamePlace, placeIn, zoomOf } from './place.js';

const sizes = Array.from({ length: 10 }, () => ({ width: 100, height: 200 }));
const zoom = { mode: 'width' } as const;

test('a place is told in points of its page, and found again, at any scale and turned', () => {
  const layout = layOut(sizes, 2); // pages of 200 × 400 pixels, the second at 16, 432
  const view = { x: 30, y: 532, width: 200 };
  expect(placeIn(layout, 0, 1, view, zoom)).toEqual({ page: 1, x: 7, y: 50, zoom });
  for (const rotation of [0, 90, 180, 270] as const) {
    const turned = layOut(sizes, 2, { rotation });
    expect(cornerOf(turned, rotation, view, placeIn(turned, rotation, 1, view, zoom))).toEqual({ x: 30, y: 532 });
  }
  // At half the scale the same point of the paper: pages of 100 × 200 pixels, the second at 16, 232.
  expect(cornerOf(layOut(sizes, 1), 0, { width: 100 }, { page: 1, x: 7, y: 50, zoom })).toEqual({ x: 23, y: 282 });
});

test('a destination is shown with a little of what is above it, or exactly', () => {
  const layout = layOut(sizes, 2); // pages of 200 × 400 pixels, the second at 16, 432, in an area 232 wide
  const corner = (destination: object, exact: boolean, height = 300) =>
    cornerOfDestination(layout, 0, { x: 0, y: 0, width: 332, height }, { page: 1, ...destination }, exact);
  // The page stands 50 pixels further to the right in the wider window, whose middle is that of the page.
  expect(corner({ y: 50 }, false)).toEqual({ x: 0, y: 432 + 100 - 24 });
  expect(corner({ y: 50 }, true)).toEqual({ x: 0, y: 532 });
  expect(corner({}, true)).toEqual({ x: 0, y: 424 });
  expect(corner({ y: 50 }, true, 432)).toEqual({ x: 0, y: 424 }); // all of the page is seen
});

test('places are the same to a point, and at one zoom', () => {
  const place = { page: 1, x: 0, y: 50, zoom };
  expect(isSamePlace(place, { ...place, y: 50.4 })).toBe(true);
  expect([{ y: 52 }, { page: 2 }, { zoom: { mode: 'page' } as const }].map((other) => isSamePlace(place, { ...place, ...other }))).toEqual([
    false,
    false,
    false,
  ]);
});

test('a destination asks for a zoom, or for what is to be fitted', () => {
  const [size, viewport] = [
    { width: 100, height: 200 },
    { width: 432, height: 232 },
  ]; // 400 × 200 without the margins
  const asked = (destination: object) => zoomOf({ page: 0, ...destination }, size, 0, viewport);
  expect(asked({ x: 1, y: 2 })).toBeNull();
  expect(asked({ zoom: 1.5 })).toEqual({ mode: 'custom', scale: 2 }); // 1.5 × 96/72
  expect([asked({ fit: 'Fit' }), asked({ fit: 'FitBH' })]).toEqual([{ mode: 'page' }, { mode: 'width' }]);
  expect(asked({ fit: 'FitV' })).toEqual({ mode: 'custom', scale: 1 });
  // 50 × 100 points: by its height twice as large, by its width eight times.
  expect(asked({ fit: 'FitR', x: 10, y: 20, to: { x: 60, y: 120 } })).toEqual({ mode: 'custom', scale: 2 });
});
