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

/** The page that is looked at: the one a third down the window. */
export function currentPage(layout: Layout, top: number, height: number): number {
  return pageAt(layout, top + height / 3);
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
