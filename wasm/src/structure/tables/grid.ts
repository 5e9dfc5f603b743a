import { addBox, boxOfWords, findRows, makeSegment, type Segment } from '../segments.js';
import { lineOf } from '../spans.js';
import type { Word } from '../page-content.js';
import type { Box, Cell, Draft, TableBlock } from '../tree.js';
import { headerRowsOf } from './headers.js';

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
  const width = xs.length;
  const place = new Int32Array(width * ys.length);
  grid.cells.forEach(({ row, column, rowSpan, columnSpan }, i) => {
    for (let r = row; r < row + rowSpan; r++) for (let k = column; k < column + columnSpan; k++) place[r * width + k] = i;
  });
  const held: Word[][] = grid.cells.map(() => []);
  for (const word of words) {
    const row = slotOf(ys, (word.y0 + word.y1) / 2);
    const column = grid.columns?.get(word) ?? slotOf(xs, (word.x0 + word.x1) / 2);
    held[place[row * width + column]!]!.push(word);
  }
  const cells = grid.cells.map(({ row, column, rowSpan, columnSpan }, i): Cell => {
    const box: Box = [xs[column]!, ys[row]!, xs[column + columnSpan]!, ys[row + rowSpan]!];
    return { row, column, rowSpan, columnSpan, header: false, box, lines: linesOf(held[i]!).map(lineOf) };
  });
  const headerRows = headerRowsOf(cells, ys.length - 1, width - 1, grid.headerRows);
  for (const cell of cells) cell.header = cell.row < headerRows;
  const box = boxOfWords(words);
  addBox(box, [xs[0]!, ys[0]!, xs.at(-1)!, ys.at(-1)!]);
  return { kind: 'table', rows: ys.length - 1, columns: width - 1, cells, box, reason: grid.reason };
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
  if (words.length === 1) return [makeSegment([words[0]!], 0)];
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
