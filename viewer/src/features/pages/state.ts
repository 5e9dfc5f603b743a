import type { PageSize } from '@ode/engine/browser';
import { MARGIN } from '../zoom/state.js';

/** Where every page stands in the scrolled area, in CSS pixels. */
export interface Layout {
  tops: number[];
  width: number;
  height: number;
  scale: number;
}

/** Pages below one another. */
export function layOut(sizes: readonly PageSize[], scale: number): Layout {
  const tops: number[] = [];
  let top = MARGIN;
  let widest = 0;
  for (const { width, height } of sizes) {
    tops.push(top);
    top += height * scale + MARGIN;
    widest = Math.max(widest, width * scale);
  }
  return { tops, width: widest + 2 * MARGIN, height: top, scale };
}

/** The page at a height: the last one that begins at or above it. */
export function pageAt({ tops }: Layout, y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The pages that touch a window, and those that are near it: as far again above and below. */
export function nearPages(layout: Layout, top: number, height: number): [first: number, last: number] {
  return [pageAt(layout, top - height), pageAt(layout, top + 2 * height)];
}

/** The pages of two ranges, in order, each once. */
export function pagesIn(near: readonly [number, number], selected: readonly [number, number] | null): number[] {
  const pages = new Set<number>();
  for (const [first, last] of selected ? [near, selected] : [near]) for (let i = first; i <= last; i++) pages.add(i);
  return [...pages].sort((a, b) => a - b);
}

/** The page that is looked at: the upper one in the window, until it has half gone, and where it is tall the one a third down. */
export function currentPage(layout: Layout, sizes: readonly PageSize[], top: number, height: number): number {
  const upper = pageAt(layout, top);
  if (top + height >= layout.height - 1 && top > 0) return layout.tops.length - 1;
  const half = (page: number) => (sizes[page] ? (sizes[page].height * layout.scale) / 2 : Infinity);
  return pageAt(layout, top + Math.min(height / 3, half(upper), half(upper + 1)));
}

/** A rectangle in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part of a page that a window over the scrolled area shows, from the page's own corner; null: none. */
export function visiblePart(layout: Layout, sizes: readonly PageSize[], page: number, view: Box): Box | null {
  const width = sizes[page]!.width * layout.scale;
  const height = sizes[page]!.height * layout.scale;
  const left = (Math.max(layout.width, view.width) - width) / 2;
  const top = layout.tops[page]!;
  const x = Math.max(0, view.x - left);
  const y = Math.max(0, view.y - top);
  const right = Math.min(width, view.x + view.width - left);
  const bottom = Math.min(height, view.y + view.height - top);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

/** A page's own picture has at most so many pixels; a page that would have more gets its visible part drawn sharply on top. */
const MOST_PIXELS = 12_000_000;
/** The longest side of a canvas that every browser allows. */
const LONGEST_SIDE = 16_384;

/** The scale, in device pixels a point, at which a page is drawn as a whole: the one wanted, where memory allows it. */
export function pictureScale({ width, height }: PageSize, wanted: number): number {
  return Math.min(wanted, Math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / Math.max(width, height));
}

/** A place in the document that stays what it is at every scale. */
export interface Anchor {
  page: number;
  /** Parts of the page's width and height. */
  x: number;
  y: number;
}

/** The place at a point of the scrolled area. */
export function anchorAt(layout: Layout, sizes: readonly PageSize[], areaWidth: number, x: number, y: number): Anchor {
  const page = pageAt(layout, y);
  const { width, height } = sizes[page]!;
  const left = (areaWidth - width * layout.scale) / 2;
  return { page, x: (x - left) / (width * layout.scale), y: (y - layout.tops[page]!) / (height * layout.scale) };
}

/** The point of the scrolled area at which a place now is. */
export function pointOf(layout: Layout, sizes: readonly PageSize[], areaWidth: number, anchor: Anchor): { x: number; y: number } {
  const { width, height } = sizes[anchor.page]!;
  const left = (areaWidth - width * layout.scale) / 2;
  return { x: left + anchor.x * width * layout.scale, y: layout.tops[anchor.page]! + anchor.y * height * layout.scale };
}
