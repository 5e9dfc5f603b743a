import { boxOfRows, type Row } from '../segments.js';
import { medianSize } from './columns.js';
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
  /** Cells with text in them, those with numbers only, and the letters of all. */
  filled: number;
  numeric: number;
  letters: number;
  /** What its second cell has. */
  second: Content;
}

/** Of a cell or a word: whether it is empty, consists of signs that numbers are written with, has a digit. */
const enum Content {
  Empty = 0,
  Text = 1,
  Signs = 2,
  Number = 3,
}

export class TableEvidence {
  private borders: readonly number[] = [];
  private readonly read = new Map<Row, RowCells>();
  private readonly contents = new Map<string, Content>();
  /** Of the cells of the row that is read: their letters, and what they have. */
  private lengths = new Int32Array(64);
  private kinds = new Uint8Array(64);

  constructor(private readonly rules: SortedRules) {}

  /** Whether rows from `first` to `last` may be a table at all, by the letters of their pieces: what is cheap to know comes first. */
  isPossible(first: Row, last: Row, meanLength: number): boolean {
    if (meanLength < LONGEST.plain) return true;
    return (
      meanLength < LONGEST.ruled && !this.rules.isEmpty && this.rules.between(first.y - 3 * first.size, last.y + 3 * last.size).length >= 2
    );
  }

  /** Most runs that are tried are none by what is counted: only of the others the cells' texts are looked at. */
  isTable(rows: readonly Row[], borders: readonly number[]): boolean {
    const columns = borders.length - 1;
    if (!this.isSame(borders)) {
      this.borders = borders;
      this.read.clear();
    }
    const full: Row[] = [];
    let filled = 0;
    let letters = 0;
    let numbers = 0;
    let second = 0;
    let secondNumbers = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const cells = this.cellsOf(row, borders);
      if (cells.filled < 2) continue;
      full.push(row);
      filled += cells.filled;
      letters += cells.letters;
      numbers += cells.numeric;
      if (cells.second !== Content.Empty) second++;
      if (cells.second >= Content.Signs) secondNumbers++;
    }
    if (full.length < 2) return false;
    const mean = letters / filled;
    const numeric = numbers / filled;
    const density = filled / (full.length * columns);
    const ruled = this.rulesOf(rows);
    const isLike = (): boolean => {
      if (ruled >= 2) return density > 0.4 && mean < LONGEST.ruled;
      if (columns === 2)
        return (
          full.length >= 3 && full.length >= 0.7 * rows.length && (secondNumbers / second > 0.6 || (ruled >= 1 && mean < LONGEST.plain))
        );
      if (rows.length === 2 && full.length === 2) return columns > 3 && density > 0.9 && numeric > 0.3;
      if (full.length < 3 || density < 0.55) return false;
      return numeric > 0.3 ? mean < LONGEST.plain : mean < LONGEST.words && full.length >= 4 && density > 0.65;
    };
    return isLike() && !isOther(rows, full, borders, { columns, numeric, density, ruled });
  }

  /** Rules that go along most of the rows' width, inside of them or next to them. */
  private rulesOf(rows: readonly Row[]): number {
    if (this.rules.isEmpty) return 0;
    const [x0, y0, x1, y1] = boxOfRows(rows);
    const size = medianSize(rows);
    return this.rules.between(y0 - 1.5 * size, y1 + 1.5 * size).filter((r) => Math.min(r.to, x1) - Math.max(r.from, x0) > 0.5 * (x1 - x0))
      .length;
  }

  private isSame(borders: readonly number[]): boolean {
    if (borders.length !== this.borders.length) return false;
    for (let i = 0; i < borders.length; i++) if (borders[i] !== this.borders[i]) return false;
    return true;
  }

  /** Remembered as long as the columns are the same: runs that are tried differ by their last rows. */
  private cellsOf(row: Row, borders: readonly number[]): RowCells {
    let read = this.read.get(row);
    if (!read) this.read.set(row, (read = this.readCells(row, borders)));
    return read;
  }

  private readCells(row: Row, borders: readonly number[]): RowCells {
    const columns = borders.length - 1;
    if (columns > this.lengths.length) {
      this.lengths = new Int32Array(2 * columns);
      this.kinds = new Uint8Array(2 * columns);
    }
    const { lengths, kinds } = this;
    lengths.fill(0, 0, columns);
    kinds.fill(Content.Empty, 0, columns);
    for (let i = 0; i < row.segments.length; i++) {
      const { words } = row.segments[i]!;
      for (let k = 0; k < words.length; k++) {
        const word = words[k]!;
        const at = slotOf(borders, (word.x0 + word.x1) / 2);
        const before = kinds[at]!;
        lengths[at]! += word.text.length;
        // What has text in it stays text.
        if (before === Content.Text) continue;
        const content = this.contentOf(word.text);
        kinds[at] = content === Content.Text ? Content.Text : Math.max(before, content);
      }
    }
    const cells: RowCells = { filled: 0, numeric: 0, letters: 0, second: columns > 1 ? kinds[1]! : Content.Empty };
    for (let i = 0; i < columns; i++) {
      if (!lengths[i]) continue;
      cells.filled++;
      cells.letters += lengths[i]!;
      if (kinds[i] === Content.Number) cells.numeric++;
    }
    return cells;
  }

  private contentOf(text: string): Content {
    let content = this.contents.get(text);
    if (content === undefined) {
      if (!text) content = Content.Empty;
      else if (!NUMERIC.test(text)) content = Content.Text;
      else content = /\d/.test(text) ? Content.Number : Content.Signs;
      this.contents.set(text, content);
    }
    return content;
  }
}

/** The texts of a row's cells. */
function textsOf(row: Row, borders: readonly number[]): string[] {
  const cells = Array.from({ length: borders.length - 1 }, () => '');
  for (const { words } of row.segments) for (const w of words) cells[slotOf(borders, (w.x0 + w.x1) / 2)] += w.text;
  return cells;
}

/** Whether rows are something else than a table. `full`: those with several cells. */
function isOther(
  rows: readonly Row[],
  full: readonly Row[],
  borders: readonly number[],
  { columns, numeric, density, ruled }: Record<'columns' | 'numeric' | 'density' | 'ruled', number>,
): boolean {
  const all = new Map(rows.map((row) => [row, textsOf(row, borders)]));
  const column = (of: readonly Row[], k: number) => of.map((row) => all.get(row)!.at(k)!);
  // Contents: titles and page numbers with leaders between them, or page numbers that go up.
  if (rows.filter((row) => LEADER.test(all.get(row)!.join(' '))).length * 2 > full.length) return true;
  const pages = column(full, -1);
  const goUp = (p: string, i: number) => !i || Number.isNaN(+p) || Number.isNaN(+pages[i - 1]!) || +p >= +pages[i - 1]!;
  if (columns === 2 && pages.every((p) => PAGE_NUMBER.test(p)) && pages.every(goUp)) return true;
  // Numbers at even steps with little beside them are the axis of a plot.
  if (density < 0.7 && [0, columns - 1].some((k) => isAxis(column(rows, k).filter(Boolean)))) return true;
  const sizes = rows.flatMap((r) => r.segments.map((s) => s.size));
  if (Math.max(...sizes) > 1.7 * Math.min(...sizes) && ruled < 3) return true;
  // A list's marks are no column.
  const firsts = column(full, 0).filter(Boolean);
  const marks = firsts.filter((c) => LIST_MARK.test(c)).length;
  return columns === 2 && marks >= 0.7 * firsts.length && numeric < 0.6 && ruled < 2;
}

function isAxis(cells: readonly string[]): boolean {
  const values = cells.map((c) => Number(c.replace(/[%,$€£]/g, '')));
  if (values.length < 4 || values.some(Number.isNaN)) return false;
  const step = values[1]! - values[0]!;
  return step !== 0 && values.every((v, i) => !i || Math.abs(v - values[i - 1]! - step) < 0.01 * Math.abs(step));
}
