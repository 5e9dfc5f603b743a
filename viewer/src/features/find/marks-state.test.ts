import type { FindHit } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { layOut } from '../pages/layout.js';
import { marksOf } from './marks-state.js';

const sizes = Array.from({ length: 4 }, () => ({ width: 100, height: 184 })); // at scale 1 a page each 200 pixels, the first at 16
const hit = (page: number, y: number) => ({ page, quads: [[10, y + 10, 20, y + 10, 20, y, 10, y]] }) as unknown as FindHit;
const hits = [hit(0, 0), hit(2, 92), hit(2, 92.2)];

test('marks stand where the scroll bar has to be for their hits', () => {
  expect(marksOf(hits, layOut(sizes, 1), 0, 408)).toEqual([8, 254]); // of 816 pixels 16 and 508
});

test('where pages are shown one at a time, each has as much of the bar', () => {
  expect(marksOf(hits, layOut(sizes, 1, { mode: 'page', page: 3 }), 0, 400)).toEqual([0, 250]); // 0 and 2.5 of 4 pages
});
