import { expect, test } from 'vitest';
import { ACTUAL_SIZE, parseFragment, percent, scaleOf, step, zoomBy, type Zoom } from './state.js';

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

test('an address may ask for a page and a zoom', () => {
  expect(parseFragment('#page=3&zoom=150')).toEqual({ page: 3, zoom: { mode: 'custom', scale: 2 } });
  expect(parseFragment('#zoom=page')).toEqual({ zoom: { mode: 'page' } });
  expect(parseFragment('#search=two%20words&page=2')).toEqual({ page: 2, search: 'two words' });
  expect(parseFragment('#page=-1&zoom=abc')).toEqual({});
});
