import type { Rule, Word } from '../page-content.js';
import { findRows, findSegments, type Row, type Segment } from '../segments.js';
import { bordersOf } from './columns.js';
import { fillGrid, linesOf, slotOf, type Grid } from './grid.js';
import { isMostlyIn } from '../plots.js';
import { boxOfRules, covered, levels, touchingRules } from './rules.js';
import type { Box, Draft, TableBlock } from '../tree.js';

/** Tables whose cells are drawn: by rules that cross, or by filled boxes beside one another. */

/** A border that is drawn along less than this share of a cell's side does not separate. */
const DRAWN = 0.6;
/** Places with text, of all places of a grid, at least: a plot's grid has none. */
const FILLED = 0.25;
/** Borders of a table in one direction; a drawing may have thousands. */
const MOST_BORDERS = 400;
/** An empty column is wider than this, and an empty row higher, in points. */
const WIDE = 12;
const HIGH = 7;
/** A gap wider than this, in em, may separate columns that have no border. */
const SPLIT = 0.9;

/** The tables among the rules, and the words that are in none of them. `sides` are those of filled boxes. */
export function ruledTables(
  rules: readonly Rule[],
  words: readonly Word[],
  plots: readonly Box[],
  sides: readonly Rule[] = [],
): { tables: Draft<TableBlock>[]; rest: Word[] } {
  const tables: Draft<TableBlock>[] = [];
  let rest = [...words];
  for (const group of touchingRules(rules)) {
    const box = boxOfRules(group);
    // Most rules stand alone: they enclose nothing.
    if (levels([box[0], box[2]]).length < 2 || levels([box[1], box[3]]).length < 2) continue;
    const top = box[1] - 1;
    const bottom = box[3] + 1;
    // Most words are above or below it.
    const inside = rest.filter((w) => w.y1 > top && w.y0 < bottom && isIn(w, box));
    if (inside.length < 2 || plots.some((plot) => isMostlyIn(box, plot))) continue;
    const grid = gridOf([...group, ...stripes(sides, group, box)], box, inside);
    if (!grid) continue;
    tables.push(fillGrid(grid, inside));
    const taken = new Set(inside);
    rest = rest.filter((w) => !taken.has(w));
  }
  return { tables, rest };
}

/** Sides of stripes that tell the rows of a table apart: across all of it, from border to border. */
function stripes(sides: readonly Rule[], rules: readonly Rule[], [x0, y0, x1, y1]: Box): Rule[] {
  const inside = sides.filter((r) => r.horizontal && r.at > y0 && r.at < y1 && Math.abs(r.from - x0) < 5 && Math.abs(r.to - x1) < 5);
  return inside.filter((side) => !rules.some((r) => r.horizontal && Math.abs(r.at - side.at) < 6));
}

/** Whether a word's middle lies in a box, or hardly outside. */
function isIn(word: Word, [x0, y0, x1, y1]: Box): boolean {
  const x = (word.x0 + word.x1) / 2;
  const y = (word.y0 + word.y1) / 2;
  return x > x0 - 1 && x < x1 + 1 && y > y0 - 1 && y < y1 + 1;
}

function gridOf(rules: readonly Rule[], [x0, y0, x1, y1]: Box, words: readonly Word[]): Grid | null {
  const vertical = rules.filter((r) => !r.horizontal);
  const horizontal = rules.filter((r) => r.horizontal);
  // Rules that are much shorter than a line of text is high belong to a drawing.
  const xs = levels([x0, ...vertical.map((r) => r.at), x1]);
  let ys = levels([y0, ...horizontal.map((r) => r.at), y1]);
  if (xs.length > MOST_BORDERS || ys.length > MOST_BORDERS) return null;
  const columns = splitColumns(usedBorders(xs, Float64Array.from(words, middleX), WIDE), words);
  ys = usedBorders(ys, Float64Array.from(words, middleY), HIGH);
  if (columns.length < 3 || ys.length < 2) return null;
  const all = splitRows(columns, ys, words, rules);
  if (all.length < 3) return null;
  const cells = mergedCells(columns, all, rules, new Set(ys), words);
  if (cells.length < 4) return null;
  const filled = new Set(words.map((w) => `${slotOf(columns, (w.x0 + w.x1) / 2)} ${slotOf(all, (w.y0 + w.y1) / 2)}`)).size;
  if (filled < 3 || filled < FILLED * (columns.length - 1) * (all.length - 1)) return null;
  return { xs: columns, ys: all, cells, headerRows: 1, reason: 'cells drawn by rules' };
}

const middleX = (word: Word) => (word.x0 + word.x1) / 2;
const middleY = (word: Word) => (word.y0 + word.y1) / 2;

/**
 * Leaves out borders that enclose nothing: double rules, and the space between neighbouring boxes. `middles`: those of the words;
 * what is wider than `empty` may be an empty row or column.
 */
function usedBorders(borders: readonly number[], middles: Float64Array, empty: number): number[] {
  const out = [borders[0]!];
  middles.sort();
  let next = 0;
  for (let i = 1; i < borders.length; i++) {
    while (next < middles.length && middles[next]! <= borders[i - 1]!) next++;
    const used = next < middles.length && middles[next]! < borders[i]!;
    const wide = borders[i]! - out.at(-1)! > empty;
    if (used || wide) out.push(borders[i]!);
    else if (i === borders.length - 1) out[out.length - 1] = borders[i]!;
  }
  return out;
}

/** Cuts columns that hold two or more below one another, without a border between them. */
function splitColumns(xs: readonly number[], words: readonly Word[]): number[] {
  const out = [xs[0]!];
  for (let i = 1; i < xs.length; i++) {
    const inside = words.filter((w) => (w.x0 + w.x1) / 2 > xs[i - 1]! && (w.x0 + w.x1) / 2 <= xs[i]!);
    const all = findRows(findSegments(inside, SPLIT));
    const rows = all.filter((r) => r.segments.length >= 2);
    if (rows.length >= 3 && rows.length >= 0.6 * all.length) out.push(...(bordersOf(rows)?.slice(1, -1) ?? []));
    out.push(xs[i]!);
  }
  return out;
}

/** A row of the grid that holds several rows of text, none of them drawn: body of a table whose rules are few. */
function splitRows(xs: readonly number[], ys: readonly number[], words: readonly Word[], rules: readonly Rule[]): number[] {
  if (ys.length > 4) return [...ys];
  const out = [ys[0]!];
  for (let i = 1; i < ys.length; i++) {
    const inside = words.filter((w) => (w.y0 + w.y1) / 2 > ys[i - 1]! && (w.y0 + w.y1) / 2 <= ys[i]!);
    const lines = linesOfColumns(xs, inside);
    const rows = findRows(lines);
    const columns = xs.length - 1;
    const full = rows.filter((r) => r.segments.length * 2 > columns || r.segments.length >= 3).length;
    const withFirst = rows.filter((r) => r.segments.some((s) => s.box[0] < xs[1]!)).length;
    const isList = full >= 0.8 * rows.length && withFirst >= 0.8 * rows.length;
    if (
      rows.length >= 3 &&
      (isList || isStacked(rows, xs)) &&
      !rules.some((r) => r.horizontal && r.at > ys[i - 1]! + 4 && r.at < ys[i]! - 4)
    ) {
      for (let k = 1; k < rows.length; k++) out.push((bottom(rows[k - 1]!.segments) + top(rows[k]!.segments)) / 2);
    }
    out.push(ys[i]!);
  }
  return out;
}

/** Whether rows of numbers, each with a name, stand below one another, with names alone between them: those of groups. */
function isStacked(rows: readonly Row[], xs: readonly number[]): boolean {
  const named = rows.filter((r) => r.segments.some((s) => s.box[0] < xs[1]!));
  const numbers = rows.filter((r) => r.segments.length > 1);
  const isNumber = (s: Segment) => /^[\d.,%$€£()+−–-]*\d[\d.,%$€£()+−–-]*$/.test(s.words.map((w) => w.text).join(''));
  return (
    named.length === rows.length &&
    numbers.length >= 3 &&
    numbers.every((r) => r.segments.length === xs.length - 1 && r.segments.slice(1).every(isNumber)) &&
    rows.every((r, i) => !i || r.segments.length > 1 || !/^[\p{Ll}(]/u.test(r.segments[0]!.words[0]!.text))
  );
}

const bottom = (segments: Segment[]) => Math.max(...segments.map((s) => s.box[3]));
const top = (segments: Segment[]) => Math.min(...segments.map((s) => s.box[1]));

function linesOfColumns(xs: readonly number[], words: readonly Word[]): Segment[] {
  return xs.slice(1).flatMap((x, i) => linesOf(words.filter((w) => (w.x0 + w.x1) / 2 > xs[i]! && (w.x0 + w.x1) / 2 <= x)));
}

/** Joins places that no border separates, to rectangles. */
function mergedCells(
  xs: readonly number[],
  ys: readonly number[],
  rules: readonly Rule[],
  drawn: ReadonlySet<number>,
  words: readonly Word[],
): Grid['cells'] {
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  const taken = new Uint8Array(rows * columns);
  const inRow = ys.slice(1).map((y, r) => words.filter((w) => (w.y0 + w.y1) / 2 > ys[r]! && (w.y0 + w.y1) / 2 <= y));
  const borders = ys.slice(1).map((y, r) => xs.slice(1, -1).map((x) => covered(rules, false, x, ys[r]!, y) >= DRAWN));
  const isDrawn = xs.slice(1, -1).map((_, c) => borders.some((row) => row[c]));
  const isOnePiece = inRow.map((row) => findRows(findSegments(row, SPLIT)).every((line) => line.segments.length === 1));
  const isOpenRight = (r: number, c: number): boolean => {
    if (bridges(inRow[r]!, xs[c + 1]!)) return true;
    if (borders[r]![c]) return false;
    const left = inRow[r]!.some((w) => w.x1 <= xs[c + 1]! + 2 && w.x0 >= xs[c]! - 2);
    const right = inRow[r]!.some((w) => w.x0 >= xs[c + 1]! - 2 && w.x1 <= xs[c + 2]! + 2);
    if (left && right) return false;
    // Columns that are told by their text alone are so in each row.
    if (!isDrawn[c] && columns > 2 && !isOnePiece[r]) return false;
    // A row without any border inside is like the others, unless all that it holds is one heading.
    return borders[r]!.some(Boolean) || columns < 3 || isOnePiece[r]! || !borders.some((b) => b.some(Boolean));
  };
  // Asked again for each cell above or beside.
  const told = new Map<number, boolean>();
  const openRight = (r: number, c: number): boolean => {
    const place = r * columns + c;
    let isOpen = told.get(place);
    if (isOpen === undefined) told.set(place, (isOpen = isOpenRight(r, c)));
    return isOpen;
  };
  const openBelow = (r: number, c: number) => drawn.has(ys[r + 1]!) && covered(rules, true, ys[r + 1]!, xs[c]!, xs[c + 1]!) < DRAWN;
  const cells: Grid['cells'] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (taken[row * columns + column]) continue;
      let columnSpan = 1;
      while (column + columnSpan < columns && !taken[row * columns + column + columnSpan] && openRight(row, column + columnSpan - 1))
        columnSpan++;
      let rowSpan = 1;
      const goesOn = (r: number) => {
        for (let c = column; c < column + columnSpan; c++) if (taken[(r + 1) * columns + c] || !openBelow(r, c)) return false;
        for (let c = column; c < column + columnSpan - 1; c++) if (!openRight(r + 1, c)) return false;
        return true;
      };
      while (row + rowSpan < rows && goesOn(row + rowSpan - 1)) rowSpan++;
      for (let r = row; r < row + rowSpan; r++) for (let c = column; c < column + columnSpan; c++) taken[r * columns + c] = 1;
      cells.push({ row, column, rowSpan, columnSpan });
    }
  }
  return cells;
}

/** Whether a line of text goes past a border: a word of it, or two with no more than a space between them. */
function bridges(words: readonly Word[], x: number): boolean {
  return words.some((w, i) => {
    if (w.x0 < x - 2 && w.x1 > x + 2) return true;
    const next = words[i + 1];
    return next !== undefined && Math.abs(next.y - w.y) < 1 && w.x1 <= x && next.x0 >= x && next.x0 - w.x1 < 0.4 * w.size;
  });
}
