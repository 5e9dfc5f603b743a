import type { FindHit } from '@ode/engine/browser';
import type { Rotation } from '../../core/store.js';
import type { Layout } from '../pages/layout.js';
import { positionOf, scrolledLength } from '../pages/scroll-space.js';
import { partOnPage } from '../pages/state.js';
import { boxOf } from './state.js';

/** Marks nearer than this are one, in CSS pixels. */
const APART = 2;

/**
 * Where hits stand along a scroll bar of some length, in CSS pixels from its start, each place once. None where pages follow
 * one another to the right, or are shown one at a time: there the scroll bar says nothing of the document.
 */
export function marksOf(hits: readonly FindHit[], layout: Layout, rotation: Rotation, length: number): number[] {
  if (layout.axis === 'x' || layout.mode === 'page' || !(layout.height > 0)) return [];
  const marks = new Set<number>();
  for (const hit of hits) {
    const place = layout.tops[hit.page]! + partOnPage(layout, rotation, hit.page, boxOf(hit)).y;
    marks.add(Math.round((positionOf(place, layout.height) / scrolledLength(layout.height)) * (length / APART)) * APART);
  }
  return [...marks];
}
