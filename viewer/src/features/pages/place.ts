import type { Destination } from '@ode/engine/browser';
import type { Box, Place, Zoom } from '../../core/place.js';
import type { Rotation } from '../../core/store.js';
import { ACTUAL_SIZE, clampScale } from '../zoom/state.js';
import { MARGIN, type Layout } from './layout.js';
import { turned } from './page-sizes.js';
import { indent, partOnPage, unturned } from './state.js';

/** A page's points are told to so many parts of one. */
const PARTS = 100;

/** The place of a window over the area, told by one of the pages in it. */
export function placeIn(layout: Layout, rotation: Rotation, page: number, view: Pick<Box, 'x' | 'y' | 'width'>, zoom: Zoom): Place {
  const [width, height] = [layout.widths[page]!, layout.heights[page]!];
  const corner = { x: view.x - indent(layout, view) - layout.lefts[page]!, y: view.y - layout.tops[page]!, width: 0, height: 0 };
  const { x, y } = unturned(corner, rotation, width, height);
  const points = (length: number) => Math.round((length / layout.scale) * PARTS) / PARTS;
  return { page, x: points(x), y: points(y), zoom };
}

/** Where the window's corner has to be to show a place: the reverse of `placeIn`. */
export function cornerOf(layout: Layout, rotation: Rotation, view: Pick<Box, 'width'>, { page, x, y }: Place): { x: number; y: number } {
  const part = partOnPage(layout, rotation, page, { x, y, width: 0, height: 0 });
  return { x: indent(layout, view) + layout.lefts[page]! + part.x, y: layout.tops[page]! + part.y };
}

/** A window over the pages: what it shows is told by its upper left corner. */
type Window = Pick<Box, 'x' | 'y' | 'width' | 'height'>;

/**
 * Where the window's corner has to be to show a destination: `seen` is what it shows now, a little of what is above the point
 * is seen too, unless it is to be `exact`ly in the corner.
 */
export function cornerOfDestination(
  layout: Layout,
  rotation: Rotation,
  seen: Window,
  { page, x, y }: Destination,
  exact: boolean,
): { x: number; y: number } {
  const room = seen.width;
  const [left, width] = [indent(layout, seen) + layout.lefts[page]!, layout.widths[page]!];
  const part = partOnPage(layout, rotation, page, { x: x ?? 0, y: y ?? 0, width: 0, height: 0 });
  // Of a page that is wider than the window the place is seen, or its beginning, or what is seen now.
  const [from, to] = [left - 8, left + width - room + 8];
  const across = width <= room ? left + width / 2 - room / 2 : Math.min(Math.max(x === undefined ? seen.x : left + part.x - 8, from), to);
  if (layout.axis === 'x')
    return { x: width <= room || x === undefined ? from : across, y: y === undefined ? seen.y : layout.tops[page]! + part.y - 24 };
  const fits = layout.heights[page]! + 2 * MARGIN <= seen.height;
  const above = y === undefined || fits ? -8 : part.y - (exact ? 0 : 24);
  return { x: across, y: layout.tops[page]! + above };
}

/** Whether two places show the same, to a point. */
export function isSamePlace(a: Place, b: Place): boolean {
  const near = (c: number, d: number) => Math.abs(c - d) < 1;
  return a.page === b.page && near(a.x, b.x) && near(a.y, b.y) && isSameZoom(a.zoom, b.zoom);
}

export function isSameZoom(a: Zoom, b: Zoom): boolean {
  return a.mode === b.mode && (a.mode !== 'custom' || (b.mode === 'custom' && Math.abs(a.scale - b.scale) < 1e-3 * a.scale));
}

/** The zoom that a destination asks for (ISO 32000-2, table 149); null: the one that there is. */
export function zoomOf(
  { x = 0, y = 0, zoom, fit, to }: Destination,
  size: { width: number; height: number },
  rotation: Rotation,
  viewport: { width: number; height: number },
): Zoom | null {
  if (zoom) return { mode: 'custom', scale: clampScale(zoom * ACTUAL_SIZE) };
  const [width, height] = [viewport.width - 2 * MARGIN, viewport.height - 2 * MARGIN];
  switch (fit) {
    case 'Fit':
    case 'FitB':
      return { mode: 'page' };
    case 'FitH':
    case 'FitBH':
      return { mode: 'width' };
    case 'FitV':
    case 'FitBV':
      return { mode: 'custom', scale: clampScale(height / turned(size, rotation).height) };
    case 'FitR': {
      const part = turned({ width: Math.abs((to?.x ?? size.width) - x), height: Math.abs((to?.y ?? size.height) - y) }, rotation);
      return { mode: 'custom', scale: clampScale(Math.min(width / Math.max(part.width, 1), height / Math.max(part.height, 1))) };
    }
    default:
      return null;
  }
}
