import type { Rule, Word } from '../page-content.js';
import { boxAround, findRows, makeSegment, type Row, type Segment } from '../segments.js';
import { isMostlyIn } from '../plots.js';
import { bordersOf, median } from './columns.js';
import { fillGrid, plainCells, slotOf, type Grid } from './grid.js';
import type { Box, TableBlock } from '../tree.js';

/**
 * Tables without drawn cells: rows whose pieces stand below one another, with white space between their columns. Rules
 * above and below, where a table has them, say where it begins and ends.
 */

/** Rows further apart than this, in em, are not in one table. */
const LEADING = 3.2;
/** A row whose text is this long in one piece, in letters, is a line of running text. */
const LONG = 60;

interface Candidate {
  rows: Row[];
  borders: number[];
}

/** A piece of a row, and the columns that it stands in. */
interface Piece extends Segment {
  from: number;
  to: number;
}

interface PlacedRow extends Row {
  segments: Piece[];
}

/** The tables among the segments, and the segments that are in none of them. */
export function alignedTables(
  segments: readonly Segment[],
  rules: readonly Rule[],
  plots: readonly Box[],
): { tables: TableBlock[]; rest: Segment[] } {
  const tables: TableBlock[] = [];
  const taken = new Set<Segment>();
  const horizontal = rules.filter((r) => r.horizontal && r.to - r.from > 30);
  const free = segments.filter((s) => !plots.some((plot) => isMostlyIn(s.box, plot)));
  for (const band of ruleBands(horizontal)) {
    const inside = free.filter((s) => !taken.has(s) && isInBand(s.box, band));
    const candidate = candidateOf(inside, band, horizontal);
    if (!candidate) continue;
    const words = inside.flatMap((s) => s.words);
    tables.push(fillGrid(gridOf(candidate, words, horizontal, 'rows between rules of one width'), words));
    for (const segment of inside) taken.add(segment);
  }
  const rows = findRows(free.filter((s) => !taken.has(s)));
  for (let i = 0; i < rows.length;) {
    const candidate = candidateFrom(rows, i, horizontal);
    if (!candidate) {
      i++;
      continue;
    }
    const words = candidate.rows.flatMap((r) => r.segments.flatMap((s) => s.words));
    tables.push(fillGrid(gridOf(candidate, words, horizontal, 'pieces of lines below one another'), words));
    for (const row of candidate.rows) for (const segment of row.segments) taken.add(segment);
    i += candidate.rows.length;
  }
  return { tables, rest: segments.filter((s) => !taken.has(s)) };
}

/** What lies between horizontal rules of one width: `rules` from top to bottom. */
interface Band {
  box: Box;
  rules: number[];
}

/** Between rules a gap of this width, in em, is enough to separate cells. */
const APART = 0.9;
/** Rules whose ends differ by less than this, in points, have one width. */
const SAME_WIDTH = 4;

/** Runs of rules of one width, two of them at least. */
function ruleBands(rules: readonly Rule[]): Band[] {
  const left = [...rules].filter((r) => r.to - r.from > 60).sort((a, b) => a.at - b.at);
  const bands: Band[] = [];
  while (left.length) {
    const first = left.shift()!;
    const same = [first, ...left.filter((r) => Math.abs(r.from - first.from) < SAME_WIDTH && Math.abs(r.to - first.to) < SAME_WIDTH)];
    for (const r of same) if (left.includes(r)) left.splice(left.indexOf(r), 1);
    if (same.length < 2) continue;
    bands.push({ box: [first.from, first.at, first.to, same.at(-1)!.at], rules: same.map((r) => r.at) });
  }
  return bands;
}

function isInBand([x0, y0, x1, y1]: Box, { box }: Band): boolean {
  const y = (y0 + y1) / 2;
  return y > box[1] && y < box[3] && x1 > box[0] && x0 < box[2];
}

/** The table that a band of rules holds; null where it is running text, or nothing. */
function candidateOf(segments: readonly Segment[], band: Band, rules: readonly Rule[]): Candidate | null {
  const rows = findRows(segments.flatMap((s) => cut(s, (left, right) => right - left >= APART * s.size)));
  if (rows.length < 2 || rows.length > 200) return null;
  if (segments.some((s) => s.box[0] < band.box[0] - 20 || s.box[2] > band.box[2] + 20)) return null;
  const long = rows.filter((r) => r.segments.length === 1 && r.segments[0]!.length > LONG).length;
  const pieces = rows.filter((r) => r.segments.length >= 2).length;
  // Two rules alone may be those of a head and a foot, unless what they hold begins like a table and has but short lines.
  const isForm =
    rows[0]!.segments.length >= 2 &&
    rows.every((r) => r.segments.every((s) => s.length < 45)) &&
    band.box[3] - band.box[1] < 40 * rows[0]!.size;
  if (long > 0.25 * rows.length || pieces < (band.rules.length > 2 || isForm ? 1 : 2)) return null;
  const borders = bordersOf(
    rows.filter((row) => !row.segments.some((s) => isUnderlined(s, row, rules))),
    1,
  );
  if (!borders || borders.length > 40) return null;
  return { rows, borders };
}

/** Whether a piece is a heading over several columns: a rule below it, longer than itself, has no other piece above it. */
function isUnderlined(piece: Segment, row: Row, rules: readonly Rule[]): boolean {
  return rules.some((r) => {
    if (r.at < piece.y || r.at > piece.y + piece.size || r.from > piece.box[0] + 1 || r.to < piece.box[2] - 1) return false;
    if (r.to - r.from < 1.3 * (piece.box[2] - piece.box[0])) return false;
    return row.segments.every((s) => s === piece || s.box[2] < r.from + 1 || s.box[0] > r.to - 1);
  });
}

function candidateFrom(rows: readonly Row[], from: number, rules: readonly Rule[]): Candidate | null {
  const first = rows[from]!;
  if (first.segments.length < 2 && !ruleAbove(rules, first)) return null;
  // As far as rows have pieces beside one another, with single pieces between them that do not bridge the columns.
  let to = from;
  let last = from;
  for (let i = from + 1; i < rows.length; i++) {
    const row = rows[i]!;
    const gap = row.y - rows[i - 1]!.y;
    const between = rules.some((r) => r.at > rows[i - 1]!.y && r.at < row.y && overlaps(r, row));
    if (gap > LEADING * row.size && !(between && gap < 2 * LEADING * row.size)) break;
    if (row.segments.length === 1 && row.segments[0]!.length > LONG && !between) break;
    if (row.segments.length >= 2) last = i;
    if (i - last > 3) break;
    to = i;
  }
  for (let end = Math.max(last, from); end > from; end--) {
    const taken = rows.slice(from, end + 1);
    const borders = bordersOf(taken);
    if (borders && isTable(taken, borders, rules)) return { rows: extend(rows, from, end, to, borders), borders };
    if (taken.length > 40) end -= 3;
  }
  return null;
}

/** Rows of a single piece behind the last one belong to the table when they stand in one of its columns and go on with its text. */
function extend(rows: readonly Row[], from: number, end: number, to: number, borders: readonly number[]): Row[] {
  let last = end;
  while (last < to) {
    const row = rows[last + 1]!;
    const tight = row.y - rows[last]!.y < 1.35 * row.size;
    const inside = row.segments.every((s) => slotOf(borders, s.box[0] + 1) === slotOf(borders, s.box[2] - 1));
    if (!tight || !inside || row.segments.some((s) => s.box[0] < borders[1]!)) break;
    last++;
  }
  return rows.slice(from, last + 1);
}

function overlaps(rule: Rule, row: Row): boolean {
  return row.segments.some((s) => rule.from < s.box[2] && s.box[0] < rule.to);
}

function ruleAbove(rules: readonly Rule[], row: Row): boolean {
  return rules.some((r) => r.at < row.y && row.y - r.at < 2.5 * row.size && overlaps(r, row));
}

function isTable(rows: readonly Row[], borders: readonly number[], rules: readonly Rule[]): boolean {
  const columns = borders.length - 1;
  const grid = rows.map((row) => {
    const cells = Array.from({ length: columns }, () => '');
    for (const s of row.segments) for (const w of s.words) cells[slotOf(borders, (w.x0 + w.x1) / 2)] += w.text;
    return cells;
  });
  const full = grid.filter((cells) => cells.filter(Boolean).length >= 2);
  if (full.length < 2) return false;
  const box = boxAround(rows.flatMap((r) => r.segments.map((s) => s.box)));
  const size = median(rows.map((r) => r.size));
  const ruled = rules.filter(
    (r) =>
      r.at > box[1] - 1.5 * size &&
      r.at < box[3] + 1.5 * size &&
      Math.min(r.to, box[2]) - Math.max(r.from, box[0]) > 0.5 * (box[2] - box[0]),
  ).length;
  const cells = full.flatMap((c) => c.filter(Boolean));
  const numeric = cells.filter((c) => /\d/.test(c) && /^[\d\s.,:%()+\-–−$€£¥<>=*/~±]+$/.test(c)).length / cells.length;
  const mean = cells.reduce((sum, c) => sum + c.length, 0) / cells.length;
  const density = full.reduce((sum, c) => sum + c.filter(Boolean).length, 0) / (full.length * columns);
  // Contents: titles and page numbers with leaders between them.
  if (grid.filter((c) => /\.{4,}|(\. ){4,}/.test(c.join(' '))).length * 2 > full.length) return false;
  // So are titles and page numbers that go up.
  const pages = full.map((c) => c.at(-1)!);
  if (
    columns === 2 &&
    pages.every((p) => /^(\d{1,4}|[ivxl]+)$/.test(p)) &&
    pages.every((p, i) => !i || Number.isNaN(+p) || Number.isNaN(+pages[i - 1]!) || +p >= +pages[i - 1]!)
  )
    return false;
  // Numbers at even steps with little beside them are the axis of a plot.
  if (density < 0.7 && [0, columns - 1].some((k) => isAxis(grid.map((c) => c[k]!).filter(Boolean)))) return false;
  const sizes = rows.flatMap((r) => r.segments.map((s) => s.size));
  if (Math.max(...sizes) > 1.7 * Math.min(...sizes) && ruled < 3) return false;
  const firsts = full.map((c) => c[0]!).filter(Boolean);
  // A list's marks are no column.
  const marks = firsts.filter((c) => /^([•·▪◦‣*–—-]|\(?[0-9a-zA-Z]{1,3}[.)]|\d{1,2})$/.test(c)).length;
  if (columns === 2 && marks >= 0.7 * firsts.length && numeric < 0.6 && ruled < 2) return false;
  if (ruled >= 2 && full.length >= 2) return density > 0.4 && mean < 60;
  if (columns === 2) {
    const second = full.map((c) => c[1]!).filter(Boolean);
    const numbers = second.filter((c) => /^[\d\s.,:%()+\-–−$€£¥<>=*/~±]+$/.test(c)).length / second.length;
    return full.length >= 3 && full.length >= 0.7 * rows.length && (numbers > 0.6 || (ruled >= 1 && mean < 30));
  }
  if (rows.length === 2 && full.length === 2) return columns > 3 && density > 0.9 && numeric > 0.3;
  if (full.length < 3 || density < 0.55) return false;
  return numeric > 0.3 ? mean < 30 : mean < 22 && full.length >= 4 && density > 0.65;
}

function isAxis(cells: readonly string[]): boolean {
  const values = cells.map((c) => Number(c.replace(/[%,$€£]/g, '')));
  if (values.length < 4 || values.some(Number.isNaN)) return false;
  const step = values[1]! - values[0]!;
  return step !== 0 && values.every((v, i) => !i || Math.abs(v - values[i - 1]! - step) < 0.01 * Math.abs(step));
}

function gridOf(candidate: Candidate, words: readonly Word[], rules: readonly Rule[], reason: string): Grid {
  const ys: number[] = [];
  let { borders } = candidate;
  borders = withoutHalves(
    candidate.rows.map((row) => placeRow(row, borders)),
    borders,
  );
  const rows = candidate.rows.map((row) => placeRow(row, borders));
  const groups = recordRows(rows, borders, rules);
  for (const [i, group] of groups.entries()) {
    const box = boxAround(group.flatMap((r) => r.segments.map((s) => s.box)));
    if (!i) ys.push(box[1] - 1);
    else {
      const before = boxAround(groups[i - 1]!.flatMap((r) => r.segments.map((s) => s.box)));
      ys.push(Math.max((before[3] + box[1]) / 2, middleOf(groups[i - 1]!) + 0.1));
    }
  }
  ys.push(boxAround(words.map((w): Box => [w.x0, w.y0, w.x1, w.y1]))[3] + 1);
  const headerRows = headerRowsOf(groups, rules);
  const spans = spanningCells(plainCells(groups.length, borders.length - 1), groups, borders, rules, headerRows);
  const columns = new Map(rows.flatMap((row) => row.segments.flatMap((piece) => piece.words.map((w): [Word, number] => [w, piece.from]))));
  return { xs: [...borders], ys, cells: tallHeaders(spans, groups, borders, headerRows), headerRows, reason, columns };
}

/** The narrowest gap in a row that may lie between columns, in em. */
const CUT = 0.4;

/** Cuts the pieces of a row at the borders between columns. */
function placeRow(row: Row, borders: readonly number[]): PlacedRow {
  const inner = borders.slice(1, -1);
  const pieces = row.segments.flatMap((s) =>
    cut(s, (left, right) => right - left >= CUT * row.size && inner.some((x) => left <= x + 1 && right >= x - 1)),
  );
  const placed = pieces.map((piece) => ({ ...piece, from: slotOf(borders, piece.box[0] + 1), to: slotOf(borders, piece.box[2] - 1) }));
  if (placed.some((p) => p.to > p.from)) {
    // Headings may be wider than their columns: then each goes to the nearest one, if no two go to one.
    const finer = row.segments.flatMap((s) => cut(s, (left, right) => right - left >= CUT * row.size));
    const nearest = finer.map((piece) => nearestColumn(borders, piece.box));
    if (finer.length > 2 && finer.length > placed.length && nearest.every((c, i) => !i || c > nearest[i - 1]!))
      return { ...row, segments: finer.map((piece, i) => ({ ...piece, from: nearest[i]!, to: nearest[i]! })) };
  }
  return { ...row, segments: placed };
}

function cut(segment: Segment, between: (left: number, right: number) => boolean): Segment[] {
  const parts: Word[][] = [[segment.words[0]!]];
  for (let i = 1; i < segment.words.length; i++) {
    const right = segment.words[i]!;
    if (between(segment.words[i - 1]!.x1, right.x0)) parts.push([]);
    parts.at(-1)!.push(right);
  }
  return parts.length > 1 ? parts.map((words) => makeSegment(words, segment.order)) : [segment];
}

function nearestColumn(borders: readonly number[], [x0, , x1]: Box): number {
  let best = 0;
  for (let c = 1; c < borders.length - 1; c++) if (distance(borders, c, (x0 + x1) / 2) < distance(borders, best, (x0 + x1) / 2)) best = c;
  return best;
}

const distance = (borders: readonly number[], column: number, x: number) => Math.abs((borders[column]! + borders[column + 1]!) / 2 - x);

/** Leaves out borders between two columns of which no row has both: a heading beside its column. */
function withoutHalves(rows: readonly PlacedRow[], borders: readonly number[]): number[] {
  let out = [...borders];
  for (let k = 1; k < out.length - 1;) {
    const both = rows.some((row) => {
      const slots = new Set(row.segments.map((s) => slotOf(out, (s.box[0] + s.box[2]) / 2)));
      return slots.has(k - 1) && slots.has(k);
    });
    if (both || out.length < 4) k++;
    else out = out.filter((_, i) => i !== k);
  }
  return out;
}

/** Rows above the first rule that goes (nearly) all across; else the first. */
function headerRowsOf(groups: readonly Row[][], rules: readonly Rule[]): number {
  const box = boxAround(groups.flatMap((g) => g.flatMap((r) => r.segments.map((s) => s.box))));
  for (let i = 1; i < Math.min(groups.length, 5); i++) {
    const above = middleOf(groups[i - 1]!);
    const below = Math.min(...groups[i]!.flatMap((r) => r.segments.map((s) => (s.box[1] + s.box[3]) / 2)));
    if (rules.some((r) => r.at > above && r.at < below && Math.min(r.to, box[2]) - Math.max(r.from, box[0]) > 0.85 * (box[2] - box[0])))
      return i;
  }
  return 1;
}

/** A header's cell with nothing above or below it in the header takes the header's whole height. */
function tallHeaders(cells: Grid['cells'], groups: readonly PlacedRow[][], borders: readonly number[], headerRows: number): Grid['cells'] {
  if (headerRows < 2) return cells;
  const gone = new Set<Grid['cells'][number]>();
  for (let column = 0; column < borders.length - 1; column++) {
    const own = cells.filter((c) => c.row < headerRows && c.column === column && c.columnSpan === 1);
    if (own.length !== headerRows || own.filter((c) => hasText(groups[c.row]!, column)).length !== 1) continue;
    own[0]!.rowSpan = headerRows;
    for (const cell of own.slice(1)) gone.add(cell);
  }
  return cells.filter((c) => !gone.has(c));
}

const middleOf = (group: readonly Row[]) => Math.max(...group.flatMap((r) => r.segments.map((s) => (s.box[1] + s.box[3]) / 2)));

/** Lines that make up one row of the table: those behind the first of a cell with several lines join it. */
function recordRows(rows: readonly PlacedRow[], borders: readonly number[], rules: readonly Rule[]): PlacedRow[][] {
  const groups: PlacedRow[][] = [];
  const pitches = rows.slice(1).map((r, i) => r.y - rows[i]!.y);
  const tight = Math.min(...pitches, Infinity);
  const loose = Math.max(...pitches, 0);
  for (const [i, row] of rows.entries()) {
    const open = groups.at(-1);
    const slots = new Set(row.segments.map((s) => s.from));
    const before = rows[i - 1];
    const ruled = before && rules.some((r) => r.at > before.y + 1 && r.at < row.y - 0.3 * row.size && overlaps(r, row));
    const pitch = before ? row.y - before.y : Infinity;
    // Rows stand apart, lines of a cell do not: told by the pitch where there are two kinds of it.
    const near = pitch < 1.45 * row.size && (loose < 1.3 * tight || pitch < (tight + loose) / 2);
    const continues =
      open && !ruled && near && !slots.has(0) && slots.size < borders.length - 1 && [...slots].every((k) => hasText(open, k));
    // What has numbers is a row of its own, and so is what has text in most columns, unless that is prose.
    const isOwn =
      row.segments.some((s) => /^[\d.,%$€£()+−–-]*\d[\d.,%$€£()+−–-]*$/.test(s.words[0]!.text)) ||
      (slots.size * 2 > borders.length - 1 && lettersOf(row) < 14 * slots.size);
    const apart = loose > 1.5 * tight && pitch < 1.25 * tight && pitch < 1.4 * row.size && !isOwn;
    if (open && !ruled && (continues || apart)) open.push(row);
    else groups.push([row]);
  }
  return groups;
}

const lettersOf = (row: Row) => row.segments.reduce((sum, s) => sum + s.length, 0);

function hasText(group: readonly PlacedRow[], column: number): boolean {
  return group.some((r) => r.segments.some((s) => s.from <= column && column <= s.to));
}

function ruleBelow(rules: readonly Rule[], [x0, , x1, y1]: Box, next: readonly Row[]): Rule | undefined {
  const below = Math.min(...next.flatMap((row) => row.segments.map((s) => s.y)));
  return rules.find((r) => r.at > y1 - 4 && r.at < below && r.from < (x0 + x1) / 2 && r.to > (x0 + x1) / 2);
}

/** Pieces that stand over several columns take them all. */
function spanningCells(
  cells: Grid['cells'],
  groups: readonly PlacedRow[][],
  borders: readonly number[],
  rules: readonly Rule[],
  headerRows: number,
): Grid['cells'] {
  const columns = borders.length - 1;
  const gone = new Set<number>();
  groups.forEach((group, r) => {
    // Columns that are one with the next.
    const open = new Uint8Array(columns);
    for (const piece of group.flatMap((row) => row.segments)) {
      const { box } = piece;
      let { from, to } = piece;
      // A header over several columns has a rule below it that is as wide as they are.
      const rule = r < headerRows - 1 ? ruleBelow(rules, box, groups[r + 1]!) : undefined;
      if (rule) {
        const columnsUnder = borders
          .slice(1)
          .flatMap((x, k) => ((borders[k]! + x) / 2 > rule.from && (borders[k]! + x) / 2 < rule.to ? [k] : []));
        from = Math.min(from, columnsUnder[0] ?? from);
        to = Math.max(to, columnsUnder.at(-1) ?? to);
      }
      for (let c = from; c < to; c++) open[c] = 1;
    }
    for (let c = 0; c < columns; c++) {
      if (!open[c]) continue;
      const first = cells[r * columns + c]!;
      while (open[c]) {
        first.columnSpan++;
        gone.add(r * columns + ++c);
      }
    }
  });
  return cells.filter((_, i) => !gone.has(i));
}
