import type { PageSize } from '@ode/engine/browser';
import type { LayoutMode, Rotation } from '../../core/store.js';

/** Room around pages, in CSS pixels. */
export const MARGIN = 16;

type Size = Pick<PageSize, 'width' | 'height'>;

/**
 * Where every page stands in the scrolled area, in CSS pixels from its upper left corner. Pages stand in rows, which follow
 * one another downwards, or to the right where `axis` is `x`. Typed arrays: a document may have 200,000 pages.
 */
export interface Layout {
  readonly mode: LayoutMode;
  readonly axis: 'x' | 'y';
  /** CSS pixels a point. */
  readonly scale: number;
  readonly lefts: Float64Array;
  readonly tops: Float64Array;
  readonly widths: Float64Array;
  readonly heights: Float64Array;
  /** The row of each page; each row's first page, and one more; where each row begins along the axis. */
  readonly rowOf: Int32Array;
  readonly rowFirst: Int32Array;
  readonly rowStart: Float64Array;
  /** The rows that are laid out: all, or the one that is shown page by page. */
  readonly rows: readonly [first: number, last: number];
  readonly width: number;
  readonly height: number;
}

export interface LayoutOptions {
  mode?: LayoutMode;
  rotation?: Rotation;
  /** The page that is shown page by page. */
  page?: number;
  /** The window's size: rows are wrapped and centred by it. */
  viewport?: Size;
}

/** A page's size when the reader has turned it. */
export function turned({ width, height }: Size, rotation: Rotation): Size {
  return rotation % 180 ? { width: height, height: width } : { width, height };
}

/** How many pages stand side by side when a page is fitted to the width. */
export function pagesAbreast(mode: LayoutMode): number {
  return mode === 'spreads' || mode === 'spreads-cover' ? 2 : 1;
}

const laidOut = new WeakMap<readonly Size[], { key: string; layout: Layout }>();

/** Lays all pages out; the layout that was made last of them where it is the same. Linear in their number. */
export function layOut(sizes: readonly Size[], scale: number, options: LayoutOptions = {}): Layout {
  const { mode = 'continuous', rotation = 0, page = 0, viewport = { width: 0, height: 0 } } = options;
  // What changes nothing in a mode is not asked for.
  const room = mode === 'page' ? page : mode === 'wrapped' ? viewport.width : mode === 'horizontal' ? viewport.height : 0;
  const key = [scale, mode, rotation, room].join();
  let known = laidOut.get(sizes);
  if (known?.key !== key) laidOut.set(sizes, (known = { key, layout: laidOutAnew(sizes, scale, { mode, rotation, page, viewport }) }));
  return known.layout;
}

// Without arrays that are made to be taken apart: the first documents of many pages are laid out before the browser has compiled this.
function laidOutAnew(sizes: readonly Size[], scale: number, { mode, rotation, page, viewport }: Required<LayoutOptions>): Layout {
  const count = sizes.length;
  const [lefts, tops] = [new Float64Array(count), new Float64Array(count)];
  const [widths, heights] = [new Float64Array(count), new Float64Array(count)];
  const isTurned = rotation % 180 !== 0;
  for (let i = 0; i < count; i++) {
    const size = sizes[i]!;
    widths[i] = (isTurned ? size.height : size.width) * scale;
    heights[i] = (isTurned ? size.width : size.height) * scale;
  }
  const { rowOf, rowFirst } = rowsOf(mode, widths, viewport.width);
  const rowCount = rowFirst.length - 1;
  const rows: [number, number] = mode === 'page' ? [rowOf[page] ?? 0, rowOf[page] ?? 0] : [0, rowCount - 1];
  const rowStart = new Float64Array(rowCount);
  const horizontal = mode === 'horizontal';

  let along = MARGIN;
  let across = 0;
  for (let row = rows[0]; row <= rows[1]; row++) {
    const first = rowFirst[row]!;
    const end = rowFirst[row + 1]!;
    rowStart[row] = along;
    let width = -MARGIN;
    let height = 0;
    for (let i = first; i < end; i++) {
      width += widths[i]! + MARGIN;
      height = Math.max(height, heights[i]!);
    }
    along += (horizontal ? width : height) + MARGIN;
    across = Math.max(across, horizontal ? height : rowWidth(mode, first, end, widths, width));
  }
  const width = horizontal ? along : across + 2 * MARGIN;
  const height = horizontal ? Math.max(viewport.height, across + 2 * MARGIN) : along;

  for (let row = rows[0]; row <= rows[1]; row++) {
    const first = rowFirst[row]!;
    const end = rowFirst[row + 1]!;
    if (horizontal) {
      lefts[first] = rowStart[row]!;
      tops[first] = (height - heights[first]!) / 2;
      continue;
    }
    let total = -MARGIN;
    for (let i = first; i < end; i++) total += widths[i]! + MARGIN;
    let left = (width - total) / 2;
    // In a spread the fold is in the middle; a cover, and a last page alone, keep their sides.
    if (pagesAbreast(mode) === 2)
      left = alone(mode, row, first, end) === 'right' ? width / 2 + MARGIN / 2 : width / 2 - MARGIN / 2 - widths[first]!;
    for (let i = first; i < end; i++) {
      lefts[i] = left;
      tops[i] = rowStart[row]!;
      left += widths[i]! + MARGIN;
    }
  }
  return { mode, axis: horizontal ? 'x' : 'y', scale, lefts, tops, widths, heights, rowOf, rowFirst, rowStart, rows, width, height };
}

/** Of a spread with one page only, the side on which it is. */
function alone(mode: LayoutMode, row: number, first: number, end: number): 'left' | 'right' | null {
  if (end - first === 2) return null;
  return mode === 'spreads-cover' && row === 0 ? 'right' : 'left';
}

/** Of a spread, twice its wider half: the fold is in the middle. */
function rowWidth(mode: LayoutMode, first: number, end: number, widths: Float64Array, width: number): number {
  if (pagesAbreast(mode) !== 2) return width;
  let half = 0;
  for (let i = first; i < end; i++) half = Math.max(half, widths[i]!);
  return 2 * half + MARGIN;
}

function rowsOf(mode: LayoutMode, widths: Float64Array, room: number): { rowOf: Int32Array; rowFirst: Int32Array } {
  const count = widths.length;
  const rowOf = new Int32Array(count);
  const rowFirst = new Int32Array(count + 1);
  let rows = 0;
  let left = 0;
  for (let i = 0; i < count; i++) {
    const begins =
      i === 0 ||
      (mode === 'spreads'
        ? i % 2 === 0
        : mode === 'spreads-cover'
          ? i % 2 === 1
          : mode === 'wrapped'
            ? left + widths[i]! + MARGIN > room
            : true);
    if (begins) {
      rowFirst[rows++] = i;
      left = MARGIN;
    }
    left += widths[i]! + MARGIN;
    rowOf[i] = rows - 1;
  }
  rowFirst[rows] = count;
  return { rowOf, rowFirst: rowFirst.subarray(0, rows + 1) };
}

/** The row at a place along the axis: the last one that begins at or before it. */
export function rowAt({ rows, rowStart }: Layout, along: number): number {
  let [low, high] = rows;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rowStart[middle]! <= along) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The page at a point of the area: in the row there, the last one that begins at or before it, else the row's first. */
export function pageAt(layout: Layout, x: number, y: number): number {
  const row = rowAt(layout, layout.axis === 'x' ? x : y);
  const [first, end] = [layout.rowFirst[row]!, layout.rowFirst[row + 1]!];
  let page = first;
  while (page + 1 < end && layout.lefts[page + 1]! <= x) page++;
  return page;
}

const typical = new WeakMap<readonly Size[], number[]>();

/** The width, to a point, that more pages have than any other: one wide page does not shrink the rest. */
export function typicalWidth(sizes: readonly Size[], rotation: Rotation): number {
  let known = typical.get(sizes);
  if (!known) typical.set(sizes, (known = [mostFrequent(sizes, ({ width }) => width), mostFrequent(sizes, ({ height }) => height)]));
  return known[rotation % 180 ? 1 : 0]!;
}

/** As `typicalWidth`. */
export function typicalHeight(sizes: readonly Size[], rotation: Rotation): number {
  return typicalWidth(sizes, rotation % 180 ? 0 : 90);
}

/** Of two lengths that are as frequent the greater one, so that neither is cut off. */
function mostFrequent(sizes: readonly Size[], lengthOf: (size: Size) => number): number {
  const counts = new Map<number, number>();
  const count = (size: Size, times: number) => {
    const length = Math.max(1, Math.round(lengthOf(size)));
    counts.set(length, (counts.get(length) ?? 0) + times);
  };
  // Many pages in a row have one size.
  let since = 0;
  sizes.forEach((size, i) => {
    if (size === sizes[i + 1]) return;
    count(size, i + 1 - since);
    since = i + 1;
  });
  let length = 1;
  let most = 0;
  for (const [candidate, times] of counts) {
    if (times < most || (times === most && candidate < length)) continue;
    length = candidate;
    most = times;
  }
  return length;
}
