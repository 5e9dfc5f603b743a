import { boxAround, findRows, makeSegment, type Segment } from '../segments.js';
import { lineOf } from '../spans.js';
import type { Word } from '../page-content.js';
import type { Box, Cell, Draft, TableBlock } from '../tree.js';

/** A table's lines: borders of its columns from left to right and of its rows from top to bottom, and which places are one cell. */
export interface Grid {
  xs: number[];
  ys: number[];
  /** Cells as the places they take: first row, first column, rows, columns. Every place is in just one. */
  cells: { row: number; column: number; rowSpan: number; columnSpan: number }[];
  headerRows: number;
  reason: string;
  /** The columns of words that do not stand in their own. */
  columns?: ReadonlyMap<Word, number>;
}

/** Every place a cell of its own. */
export function plainCells(rows: number, columns: number): Grid['cells'] {
  const cells: Grid['cells'] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) cells.push({ row, column, rowSpan: 1, columnSpan: 1 });
  return cells;
}

/** Puts words into the cells that they stand in. */
export function fillGrid(grid: Grid, words: readonly Word[]): Draft<TableBlock> {
  const { xs, ys } = grid;
  const place = new Map<number, number>();
  grid.cells.forEach((c, i) => {
    for (let r = c.row; r < c.row + c.rowSpan; r++)
      for (let k = c.column; k < c.column + c.columnSpan; k++) place.set(r * xs.length + k, i);
  });
  const held: Word[][] = grid.cells.map(() => []);
  for (const word of words) {
    const row = slotOf(ys, (word.y0 + word.y1) / 2);
    const column = grid.columns?.get(word) ?? slotOf(xs, (word.x0 + word.x1) / 2);
    held[place.get(row * xs.length + column)!]!.push(word);
  }
  const cells = grid.cells.map((c, i): Cell => {
    const box: Box = [xs[c.column]!, ys[c.row]!, xs[c.column + c.columnSpan]!, ys[c.row + c.rowSpan]!];
    return { ...c, header: c.row < grid.headerRows, box, lines: linesOf(held[i]!).map(lineOf) };
  });
  return {
    kind: 'table',
    rows: ys.length - 1,
    columns: xs.length - 1,
    cells,
    box: boxAround([[xs[0]!, ys[0]!, xs.at(-1)!, ys.at(-1)!], ...words.map((w): Box => [w.x0, w.y0, w.x1, w.y1])]),
    reason: grid.reason,
  };
}

/** Between which two borders a place lies: the index of the first; what is outside counts to the nearest. */
export function slotOf(borders: readonly number[], at: number): number {
  let i = 0;
  while (i < borders.length - 2 && at >= borders[i + 1]!) i++;
  return i;
}

/** The lines of a cell, whatever order they were written in. */
export function linesOf(words: readonly Word[]): Segment[] {
  if (!words.length) return [];
  // A word that is glued to the one before stays with it: superscripts have baselines of their own.
  const runs: Word[][] = [];
  for (const word of words) {
    const open = runs.at(-1);
    const last = open?.at(-1);
    const goesOn =
      last && !word.startsLine && word.x0 >= open![0]!.x0 - 1 && Math.abs(word.y - last.y) < 0.6 * Math.max(word.size, last.size);
    if (goesOn) open!.push(word);
    else runs.push([word]);
  }
  const pieces = runs.map((run, i) => makeSegment(run, i));
  if (pieces.length === 1) return pieces;
  return findRows(pieces).map(({ segments }, i) =>
    segments.length === 1
      ? segments[0]!
      : makeSegment(
          segments.flatMap((s) => s.words),
          i,
        ),
  );
}
