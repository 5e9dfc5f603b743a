import { boxAround, type Row } from '../segments.js';
import type { Box } from '../tree.js';
import { median } from './columns.js';
import { slotOf } from './grid.js';
import type { SortedRules } from './sorted-rules.js';

/** What speaks for rows being a table, and what against it: a list, a table of contents, an axis, running text in columns. */

/** Letters of a cell on average, fewer than this: between rules, beside one rule, and without any. */
const LONGEST = { ruled: 60, plain: 30, words: 22 };
const NUMERIC = /^[\d\s.,:%()+\-–−$€£¥<>=*/~±]+$/;
const LEADER = /\.{4,}|(\. ){4,}/;
const LIST_MARK = /^([•·▪◦‣*–—-]|\(?[0-9a-zA-Z]{1,3}[.)]|\d{1,2})$/;
const PAGE_NUMBER = /^(\d{1,4}|[ivxl]+)$/;

/** What a row says, with its text put into columns. */
interface RowCells {
  cells: string[];
  /** Cells with text in them, those with numbers only, and the letters of all. */
  filled: number;
  numeric: number;
  letters: number;
  hasLeader: boolean;
}

export class TableEvidence {
  private borders: readonly number[] = [];
  private readonly read = new Map<Row, RowCells>();

  constructor(private readonly rules: SortedRules) {}

  /** Whether rows from `first` to `last` may be a table at all, by the letters of their pieces: what is cheap to know comes first. */
  isPossible(first: Row, last: Row, meanLength: number): boolean {
    if (meanLength < LONGEST.plain) return true;
    return meanLength < LONGEST.ruled && this.rules.between(first.y - 3 * first.size, last.y + 3 * last.size).length >= 2;
  }

  isTable(rows: readonly Row[], borders: readonly number[]): boolean {
    const columns = borders.length - 1;
    const all = rows.map((row) => this.cellsOf(row, borders));
    const full = all.filter((row) => row.filled >= 2);
    if (full.length < 2) return false;
    const sum = (of: 'filled' | 'numeric' | 'letters') => full.reduce((total, row) => total + row[of], 0);
    const filled = sum('filled');
    const mean = sum('letters') / filled;
    const numeric = sum('numeric') / filled;
    const density = filled / (full.length * columns);
    const ruled = this.rulesOf(rows);
    if (isOther(rows, all, full, { columns, numeric, density, ruled })) return false;
    if (ruled >= 2) return density > 0.4 && mean < LONGEST.ruled;
    if (columns === 2) {
      const second = full.map((row) => row.cells[1]!).filter(Boolean);
      const numbers = second.filter((c) => NUMERIC.test(c)).length / second.length;
      return full.length >= 3 && full.length >= 0.7 * rows.length && (numbers > 0.6 || (ruled >= 1 && mean < LONGEST.plain));
    }
    if (rows.length === 2 && full.length === 2) return columns > 3 && density > 0.9 && numeric > 0.3;
    if (full.length < 3 || density < 0.55) return false;
    return numeric > 0.3 ? mean < LONGEST.plain : mean < LONGEST.words && full.length >= 4 && density > 0.65;
  }

  /** Rules that go along most of the rows' width, inside of them or next to them. */
  private rulesOf(rows: readonly Row[]): number {
    const [x0, y0, x1, y1] = boxAround(rows.flatMap((r) => r.segments.map((s): Box => s.box)));
    const size = median(rows.map((r) => r.size));
    return this.rules.between(y0 - 1.5 * size, y1 + 1.5 * size).filter((r) => Math.min(r.to, x1) - Math.max(r.from, x0) > 0.5 * (x1 - x0))
      .length;
  }

  /** Remembered as long as the columns are the same: runs that are tried differ by their last rows. */
  private cellsOf(row: Row, borders: readonly number[]): RowCells {
    if (borders.length !== this.borders.length || borders.some((x, i) => x !== this.borders[i])) {
      this.borders = borders;
      this.read.clear();
    }
    let read = this.read.get(row);
    if (!read) this.read.set(row, (read = readCells(row, borders)));
    return read;
  }
}

function readCells(row: Row, borders: readonly number[]): RowCells {
  const cells = Array.from({ length: borders.length - 1 }, () => '');
  for (const { words } of row.segments) for (const w of words) cells[slotOf(borders, (w.x0 + w.x1) / 2)] += w.text;
  const filled = cells.filter(Boolean);
  return {
    cells,
    filled: filled.length,
    numeric: filled.filter((c) => /\d/.test(c) && NUMERIC.test(c)).length,
    letters: filled.reduce((sum, c) => sum + c.length, 0),
    hasLeader: LEADER.test(cells.join(' ')),
  };
}

/** Whether the rows are something else than a table. */
function isOther(
  rows: readonly Row[],
  all: readonly RowCells[],
  full: readonly RowCells[],
  { columns, numeric, density, ruled }: Record<'columns' | 'numeric' | 'density' | 'ruled', number>,
): boolean {
  // Contents: titles and page numbers with leaders between them, or page numbers that go up.
  if (all.filter((row) => row.hasLeader).length * 2 > full.length) return true;
  const pages = full.map((row) => row.cells.at(-1)!);
  const goUp = (p: string, i: number) => !i || Number.isNaN(+p) || Number.isNaN(+pages[i - 1]!) || +p >= +pages[i - 1]!;
  if (columns === 2 && pages.every((p) => PAGE_NUMBER.test(p)) && pages.every(goUp)) return true;
  // Numbers at even steps with little beside them are the axis of a plot.
  if (density < 0.7 && [0, columns - 1].some((k) => isAxis(all.map((row) => row.cells[k]!).filter(Boolean)))) return true;
  const sizes = rows.flatMap((r) => r.segments.map((s) => s.size));
  if (Math.max(...sizes) > 1.7 * Math.min(...sizes) && ruled < 3) return true;
  // A list's marks are no column.
  const firsts = full.map((row) => row.cells[0]!).filter(Boolean);
  const marks = firsts.filter((c) => LIST_MARK.test(c)).length;
  return columns === 2 && marks >= 0.7 * firsts.length && numeric < 0.6 && ruled < 2;
}

function isAxis(cells: readonly string[]): boolean {
  const values = cells.map((c) => Number(c.replace(/[%,$€£]/g, '')));
  if (values.length < 4 || values.some(Number.isNaN)) return false;
  const step = values[1]! - values[0]!;
  return step !== 0 && values.every((v, i) => !i || Math.abs(v - values[i - 1]! - step) < 0.01 * Math.abs(step));
}
