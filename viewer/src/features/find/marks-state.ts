import type { FindHit } from '@ode/engine/browser';
import type { Rotation } from '../../core/store.js';
import type { Layout } from '../pages/layout.js';
import { positionOf, scrolledLength } from '../pages/scroll-space.js';
import { partOnPage } from '../pages/state.js';
import { boxOf } from './state.js';

/** Marks nearer than this are one, in CSS pixels. */
const APART = 2;

/**
 * Where hits stand along a scroll bar of some length, in CSS pixels from its start, each place once. Where pages follow one
 * another to the right, or are shown one at a time, that scroll bar says nothing of the document: all pages have as much of it.
 */
export function marksOf(hits: readonly FindHit[], layout: Layout, rotation: Rotation, length: number): number[] {
  const evenly = layout.axis === 'x' || layout.mode === 'page';
  const marks = new Set<number>();
  let last: FindHit | undefined;
  for (const hit of hits) {
    // Many are in one line, and a document may have many thousand.
    const same = rotation === 0 && last?.page === hit.page && last.quads[0]![1] === hit.quads[0]![1];
    last = hit;
    if (same && hit.quads.length === 1) continue;
    const { y } = partOnPage(layout, rotation, hit.page, boxOf(hit));
    const part = evenly
      ? (hit.page + y / layout.heights[hit.page]!) / layout.heights.length
      : positionOf(layout.tops[hit.page]! + y, layout.height) / scrolledLength(layout.height);
    marks.add(Math.round(part * (length / APART)) * APART);
  }
  return [...marks];
}
