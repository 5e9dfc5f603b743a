import type { PageSize } from '@ode/engine/browser';
import type { LayoutMode, Rotation } from '../../core/store.js';
import type { Zoom } from '../../core/place.js';
import { MARGIN, pagesAbreast } from '../pages/layout.js';
import { turned, typicalHeight, typicalWidth } from '../pages/page-sizes.js';

/** CSS pixels a point at the size on paper. */
export const ACTUAL_SIZE = 96 / 72;
const STEPS = [0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64].map(
  (z) => z * ACTUAL_SIZE,
);
const MIN = STEPS[0]!;
const MAX = STEPS[STEPS.length - 1]!;
/** Pages that are fitted to the width are not made larger than this: a slide on a wide screen is not a billboard. */
const WIDEST = 2 * ACTUAL_SIZE;

/** What is made readable is not made larger than this, as in pdf.js: letters of 10 points are 17 px high then. */
const READABLE = 1.25 * ACTUAL_SIZE;

export function clampScale(scale: number): number {
  return Math.min(MAX, Math.max(MIN, scale));
}

/** The next step up or down from a scale, wherever between steps it is. */
export function step(scale: number, direction: 1 | -1): number {
  const next = direction > 0 ? STEPS.find((s) => s > scale * 1.01) : STEPS.findLast((s) => s < scale * 0.99);
  return next ?? clampScale(scale);
}

/** The scale of a zoom in a viewport: fitting means the width that most pages have, or the page that is looked at. */
export function scaleOf(
  zoom: Zoom,
  sizes: readonly PageSize[],
  current: number,
  viewport: { width: number; height: number },
  { layout = 'continuous', rotation = 0 }: { layout?: LayoutMode; rotation?: Rotation } = {},
): number {
  if (zoom.mode === 'custom') return zoom.scale;
  const abreast = pagesAbreast(layout);
  const room = Math.max(50, viewport.width - (abreast + 1) * MARGIN) / abreast;
  const [width, height] = [typicalWidth(sizes, rotation), typicalHeight(sizes, rotation)];
  if (zoom.mode === 'width') return clampScale(Math.min(WIDEST, room / width));
  if (zoom.mode === 'auto') return clampScale(automatic(width, height, room, viewport.height));
  const page = turned(sizes[current] ?? sizes[0]!, rotation);
  return clampScale(Math.min(room / page.width, Math.max(50, viewport.height - 2 * MARGIN) / page.height));
}

/**
 * A whole line of text is readable, and half of a page is seen, as far as both can be: a page as wide as the window, but no
 * larger than it is read easily, nor, on a wide screen, so large that not even its half is seen, unless it were smaller then
 * than on paper. Of slides, which are wider than high, all is seen.
 */
function automatic(width: number, height: number, room: number, windowHeight: number): number {
  const fitted = Math.min(READABLE, room / width);
  if (width > height) return Math.min(fitted, Math.max(50, windowHeight - 2 * MARGIN) / height);
  return Math.min(fitted, Math.max(ACTUAL_SIZE, (2 * windowHeight) / height));
}

/** A zoom changed by a factor, from whatever size it comes to now. */
export function zoomBy(zoom: Zoom, factor: number, shownAt: (zoom: Zoom) => number): Zoom {
  return { mode: 'custom', scale: clampScale(shownAt(zoom) * factor) };
}

/** `133 %` */
export function percent(scale: number): string {
  return `${Math.round((scale / ACTUAL_SIZE) * 100)} %`;
}
