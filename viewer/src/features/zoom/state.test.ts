import { expect, test } from 'vitest';
import type { Zoom } from '../../core/place.js';
import { ACTUAL_SIZE, percent, scaleOf, step, zoomBy } from './state.js';

const a4 = { width: 595, height: 842, rotation: 0 };
const wide = { width: 1190, height: 842, rotation: 0 };

test('fitting the width goes by what most pages have, fitting the page by the one that is looked at', () => {
  const viewport = { width: 627, height: 453 }; // 595 × 421 without the margins
  expect(scaleOf({ mode: 'width' }, [a4], 0, viewport)).toBeCloseTo(1);
  expect(scaleOf({ mode: 'width' }, [a4, wide, a4], 0, viewport)).toBeCloseTo(1);
  expect(scaleOf({ mode: 'width' }, [a4, a4], 0, { width: 1238, height: 453 }, { layout: 'spreads' })).toBeCloseTo(1);
  expect(scaleOf({ mode: 'width' }, [a4], 0, { width: 874, height: 453 }, { rotation: 90 })).toBeCloseTo(1);
  expect(scaleOf({ mode: 'page' }, [a4, wide], 0, viewport)).toBeCloseTo(0.5);
});

test('steps go up and down through the same sizes, from between them too, and end', () => {
  expect(step(ACTUAL_SIZE, 1)).toBeCloseTo(1.1 * ACTUAL_SIZE);
  expect(step(1.05 * ACTUAL_SIZE, -1)).toBeCloseTo(ACTUAL_SIZE);
  expect(step(64 * ACTUAL_SIZE, 1)).toBeCloseTo(64 * ACTUAL_SIZE);
});

test('factors multiply, beginning with the size at which a page was fitted', () => {
  const shownAt = (zoom: Zoom) => (zoom.mode === 'custom' ? zoom.scale : 0.5);
  const once = zoomBy({ mode: 'width' }, 1.2, shownAt);
  expect(once).toEqual({ mode: 'custom', scale: 0.6 });
  expect(zoomBy(once, 2, shownAt)).toEqual({ mode: 'custom', scale: 1.2 });
  expect(zoomBy(once, 1e9, shownAt)).toEqual({ mode: 'custom', scale: 64 * ACTUAL_SIZE });
});

test('a size is told in percent of paper', () => {
  expect(percent(ACTUAL_SIZE * 1.5)).toBe('150 %');
});

test('automatic shows a readable line and half a page, and all of a slide', () => {
  const auto = (size: { width: number; height: number }, width: number, height: number) =>
    scaleOf({ mode: 'auto' }, [{ ...size, rotation: 0 }], 0, { width, height }) / ACTUAL_SIZE;
  expect(auto(a4, 1280, 747)).toBeCloseTo(1.25);
  // Of 842 points the half is seen in 500 px at 89 %: on paper it is larger.
  expect(auto(a4, 1280, 500)).toBeCloseTo(1);
  expect(auto(a4, 1280, 590)).toBeCloseTo((2 * 590) / 842 / ACTUAL_SIZE);
  expect(auto(a4, 390, 700)).toBeCloseTo(358 / 595 / ACTUAL_SIZE); // as wide as a phone, without the margins
  expect(auto({ width: 720, height: 405 }, 1280, 437)).toBeCloseTo(405 / 405 / ACTUAL_SIZE);
});
