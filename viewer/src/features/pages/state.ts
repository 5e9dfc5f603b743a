import type { Box } from '../../core/place.js';
import type { PageSize } from '@ode/engine/browser';
import type { Rotation } from '../../core/store.js';
import { pageAt, rowAt, type Layout } from './layout.js';

/**
 * The pages that touch a window, and those that are near it: as far again before and after, and further by `lead`, in CSS pixels, where
 * it moves to; below zero it moves towards the start.
 */
export function nearPages(layout: Layout, { x, y, width, height }: Box, lead = 0): [first: number, last: number] {
  const [start, length] = layout.axis === 'x' ? [x, width] : [y, height];
  const last = rowAt(layout, start + 2 * length + Math.max(lead, 0));
  return [layout.rowFirst[rowAt(layout, start - length + Math.min(lead, 0))]!, layout.rowFirst[last + 1]! - 1];
}

/** Pages are there so many ms before they come into sight, as long as that is no more than so many windows. */
const LEAD = 400;
const MOST_WINDOWS = 5;
/** A lead that has come stays, or pages would come and go with every frame that takes longer than others: so much of it a frame. */
const KEPT = 0.95;

/** How far ahead of a window of a `length` pages are to be there after it has `moved` in so many ms: see `nearPages`. */
export function leadAfter(before: number, moved: number, ms: number, length: number): number {
  const most = MOST_WINDOWS * length;
  const lead = Math.max(-most, Math.min((moved / ms) * LEAD, most));
  const kept = before * KEPT;
  return lead * before > 0 && Math.abs(kept) > Math.abs(lead) ? kept : lead;
}

/** Whether with such a lead nothing can be read: the window passes by in half a second. */
export function isFlight(lead: number, length: number): boolean {
  return Math.abs(lead) > length * (LEAD / 500);
}

/** The pages of a range, and some others, in order, each once. */
export function pagesIn([first, last]: readonly [number, number], others: readonly number[]): number[] {
  const pages = new Set<number>(others);
  for (let i = first; i <= last; i++) pages.add(i);
  return [...pages].sort((a, b) => a - b);
}

/** The page that is looked at: the first one in the window, until it has half gone, and where it is long the one a third on. */
export function currentPage(layout: Layout, view: Box): number {
  const [start, length, whole] = layout.axis === 'x' ? [view.x, view.width, layout.width] : [view.y, view.height, layout.height];
  const extents = layout.axis === 'x' ? layout.widths : layout.heights;
  const [, lastRow] = layout.rows;
  if (start + length >= whole - 1 && start > 0) return layout.rowFirst[lastRow]!;
  const row = rowAt(layout, start);
  const half = (row: number) => (row <= lastRow ? extents[layout.rowFirst[row]!]! / 2 : Infinity);
  return layout.rowFirst[rowAt(layout, start + Math.min(length / 3, half(row), half(row + 1)))]!;
}

/** How far the layout stands from the left of the area, in which it is centred. */
export function indent(layout: Layout, view: Pick<Box, 'width'>): number {
  return Math.max(0, (view.width - layout.width) / 2);
}

/** The part of a page that a window over the area shows, from the page's own corner; null: none. */
export function visiblePart(layout: Layout, page: number, view: Box): Box | null {
  const row = layout.rowOf[page]!;
  if (row < layout.rows[0] || row > layout.rows[1]) return null;
  const [width, height] = [layout.widths[page]!, layout.heights[page]!];
  const left = indent(layout, view) + layout.lefts[page]!;
  const top = layout.tops[page]!;
  const x = Math.max(0, view.x - left);
  const y = Math.max(0, view.y - top);
  const right = Math.min(width, view.x + view.width - left);
  const bottom = Math.min(height, view.y + view.height - top);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

/** A part of a page as the reader sees it, on the page as it was before he turned it; `width` and `height` are those of the seen page. */
export function unturned(part: Box, rotation: Rotation, width: number, height: number): Box {
  const { x, y } = part;
  switch (rotation) {
    case 0:
      return part;
    case 90:
      return { x: y, y: width - x - part.width, width: part.height, height: part.width };
    case 180:
      return { x: width - x - part.width, y: height - y - part.height, width: part.width, height: part.height };
    case 270:
      return { x: height - y - part.height, y: x, width: part.height, height: part.width };
  }
}

/** The reverse of `unturned`, for a part in page points: where the layout shows it, in CSS pixels from the page's corner. */
export function partOnPage(layout: Layout, rotation: Rotation, page: number, part: Box): Box {
  const { scale } = layout;
  const scaled = { x: part.x * scale, y: part.y * scale, width: part.width * scale, height: part.height * scale };
  const [width, height] = [layout.widths[page]!, layout.heights[page]!];
  const [own, back] = [rotation % 180 ? [height, width] : [width, height], ((360 - rotation) % 360) as Rotation];
  return unturned(scaled, back, own[0]!, own[1]!);
}

/** Where a window of some length has to begin so that a part of the area is in it, with room around: where it does, or with the part a third on. */
export function revealed(start: number, length: number, from: number, to: number, room: number): number {
  const near = Math.min(room, Math.max(0, (length - (to - from)) / 2));
  return from - near >= start && to + near <= start + length ? start : from - Math.max(near, (length - (to - from)) / 3);
}

/** A page's own picture has at most so many pixels; a page that would have more gets its visible part drawn sharply on top. */
const MOST_PIXELS = 12_000_000;
/** The longest side of a canvas that every browser allows. */
const LONGEST_SIDE = 16_384;

/** The scale, in device pixels a point, at which a page is drawn as a whole: the one wanted, where memory allows it. */
export function pictureScale({ width, height }: PageSize, wanted: number): number {
  return Math.min(wanted, Math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / Math.max(width, height));
}

/** A place in the document that stays what it is at every scale and in every layout. */
export interface Anchor {
  page: number;
  /** Parts of the page's width and height, as it is seen. */
  x: number;
  y: number;
}

/** The place at a point of the area. */
export function anchorAt(layout: Layout, view: Pick<Box, 'width'>, x: number, y: number): Anchor {
  const left = x - indent(layout, view);
  const page = pageAt(layout, left, y);
  return { page, x: (left - layout.lefts[page]!) / layout.widths[page]!, y: (y - layout.tops[page]!) / layout.heights[page]! };
}

/** The point of the area at which a place now is. */
export function pointOf(layout: Layout, view: Pick<Box, 'width'>, anchor: Anchor): { x: number; y: number } {
  const { page } = anchor;
  return {
    x: indent(layout, view) + layout.lefts[page]! + anchor.x * layout.widths[page]!,
    y: layout.tops[page]! + anchor.y * layout.heights[page]!,
  };
}
