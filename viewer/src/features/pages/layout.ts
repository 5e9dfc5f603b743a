import type { LayoutMode, Rotation } from '../../core/store.js';
import { runsOf, turned, type Run, type Size } from './page-sizes.js';

/** Room around pages, in CSS pixels. */
export const MARGIN = 16;

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

function laidOutAnew(sizes: readonly Size[], scale: number, options: Required<LayoutOptions>): Layout {
  const { mode, rotation } = options;
  const widths = new Float64Array(sizes.length);
  const heights = new Float64Array(sizes.length);
  const runs = runsOf(sizes);
  for (const { size, first, end } of runs) {
    const { width, height } = turned(size, rotation);
    widths.fill(width * scale, first, end);
    heights.fill(height * scale, first, end);
  }
  const isOneARow = mode === 'continuous' || mode === 'page' || mode === 'horizontal';
  const rows = isOneARow ? oneARow(runs, widths, heights, options) : severalARow(widths, heights, options);
  return { mode, axis: mode === 'horizontal' ? 'x' : 'y', scale, widths, heights, ...rows };
}

type Rows = Omit<Layout, 'mode' | 'axis' | 'scale' | 'widths' | 'heights'>;

/** All below one another, or side by side, or one alone. Little is done for each page: most are like the one before. */
function oneARow(
  runs: readonly Run[],
  widths: Float64Array,
  heights: Float64Array,
  { mode, page, viewport }: Required<LayoutOptions>,
): Rows {
  const count = widths.length;
  const rowFirst = new Int32Array(count + 1);
  for (let row = 0; row <= count; row++) rowFirst[row] = row;
  const shown = page < count ? page : 0;
  const [from, to] = mode === 'page' ? [shown, shown] : [0, count - 1];
  const horizontal = mode === 'horizontal';
  const [lengths, breadths] = horizontal ? [widths, heights] : [heights, widths];
  const rowStart = new Float64Array(count);
  let along = MARGIN;
  let across = 0;
  for (const { first, end } of runs) {
    const step = lengths[first]! + MARGIN;
    const stop = Math.min(end, to + 1);
    const start = Math.max(first, from);
    for (let row = start; row < stop; row++) {
      rowStart[row] = along;
      along += step;
    }
    if (start < stop) across = Math.max(across, breadths[first]!);
  }
  const room = Math.max(horizontal ? viewport.height : 0, across + 2 * MARGIN);
  const centred = new Float64Array(count);
  for (const { first, end } of runs) centred.fill((room - breadths[first]!) / 2, first, end);
  const [lefts, tops] = horizontal ? [rowStart, centred] : [centred, rowStart];
  const [width, height] = horizontal ? [along, room] : [room, along];
  return { lefts, tops, rowOf: rowFirst.subarray(0, count), rowFirst, rowStart, rows: [from, to], width, height };
}

/** Two in a row, or as many as there is room for. */
function severalARow(widths: Float64Array, heights: Float64Array, { mode, viewport }: Required<LayoutOptions>): Rows {
  const { rowOf, rowFirst } = rowsOf(mode, widths, viewport.width);
  const rowCount = rowFirst.length - 1;
  const rowStart = new Float64Array(rowCount);
  let along = MARGIN;
  let across = 0;
  for (let row = 0; row < rowCount; row++) {
    const first = rowFirst[row]!;
    const end = rowFirst[row + 1]!;
    rowStart[row] = along;
    let width = -MARGIN;
    let height = 0;
    for (let i = first; i < end; i++) {
      width += widths[i]! + MARGIN;
      height = Math.max(height, heights[i]!);
    }
    along += height + MARGIN;
    across = Math.max(across, rowWidth(mode, first, end, widths, width));
  }
  const width = across + 2 * MARGIN;
  const lefts = new Float64Array(widths.length);
  const tops = new Float64Array(widths.length);
  for (let row = 0; row < rowCount; row++) {
    const first = rowFirst[row]!;
    const end = rowFirst[row + 1]!;
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
  return { lefts, tops, rowOf, rowFirst, rowStart, rows: [0, rowCount - 1], width, height: along };
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
    const begins = mode === 'wrapped' ? left + widths[i]! + MARGIN > room : i % 2 === (mode === 'spreads' ? 0 : 1);
    if (i === 0 || begins) {
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
