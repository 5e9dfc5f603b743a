import type { Rule, Word } from '../page-content.js';
import { boxAround, boxOfRows, boxOfWords, makeSegment, type Row, type Segment } from '../segments.js';
import type { Box } from '../tree.js';
import { median } from './columns.js';
import { plainCells, slotOf, type Grid } from './grid.js';
import { covered } from './rules.js';
import type { Candidate } from './runs.js';

/** Rows with their pieces put into columns: which lines make up a row of the table, which cells span, which are headers. */

/** A piece of a row, and the columns that it stands in. */
interface Piece extends Segment {
  from: number;
  to: number;
}

interface PlacedRow extends Row {
  segments: Piece[];
}

export function gridOf(candidate: Candidate, words: readonly Word[], rules: readonly Rule[], reason: string): Grid {
  const ys: number[] = [];
  const all = candidate.rows.map((row) => placeRow(row, candidate.borders, candidate.isDrawn));
  const borders = withoutHalves(all, candidate.borders);
  const isSame = borders.length === candidate.borders.length;
  const rows = isSame ? all : candidate.rows.map((row) => placeRow(row, borders, candidate.isDrawn));
  const groups = recordRows(rows, borders, rules);
  let before: Box | null = null;
  for (const [i, group] of groups.entries()) {
    const box = boxOfRows(group);
    ys.push(before ? Math.max((before[3] + box[1]) / 2, middleOf(groups[i - 1]!) + 0.1) : box[1] - 1);
    before = box;
  }
  ys.push(boxOfWords(words)[3] + 1);
  const headerRows = headerRowsOf(groups, rules);
  const spans = spanningCells(plainCells(groups.length, borders.length - 1), groups, borders, rules, headerRows);
  const columns = new Map<Word, number>();
  for (const row of rows) for (const piece of row.segments) for (const word of piece.words) columns.set(word, piece.from);
  return { xs: [...borders], ys, cells: tallHeaders(spans, groups, borders, headerRows), headerRows, reason, columns };
}

/** The narrowest gap in a row that may lie between columns, in em. */
const CUT = 0.4;
/** And at a border that is drawn. */
const CUT_AT_RULE = 0.1;

/** Cuts the pieces of a row at the borders between columns. */
function placeRow(row: Row, borders: readonly number[], isDrawn = false): PlacedRow {
  const inner = borders.slice(1, -1);
  const narrow = isDrawn ? CUT_AT_RULE : CUT;
  const pieces = row.segments.flatMap((s) =>
    cut(s, (left, right) => right - left >= narrow * row.size && inner.some((x) => left <= x + 1 && right >= x - 1)),
  );
  const placed = pieces.map((piece) => ({ ...piece, from: slotOf(borders, piece.box[0] + 1), to: slotOf(borders, piece.box[2] - 1) }));
  if (placed.some((p) => p.to > p.from)) {
    // Headings may be wider than their columns: then each goes to the one that its middle is in, or that is nearest, if no two go to one.
    const finer = row.segments.flatMap((s) => cut(s, (left, right) => right - left >= CUT * row.size));
    const isShared = placed.some((p, i) => i > 0 && p.from <= placed[i - 1]!.to);
    if (finer.length > 2 && (isShared || finer.length > placed.length))
      for (const columnOf of [columnAt, nearestColumn]) {
        const columns = finer.map((piece) => columnOf(borders, piece.box));
        if (columns.every((c, i) => !i || c > columns[i - 1]!))
          return { ...row, segments: finer.map((piece, i) => ({ ...piece, from: columns[i]!, to: columns[i]! })) };
      }
  }
  return { ...row, segments: placed };
}

export function cut(segment: Segment, between: (left: number, right: number) => boolean): Segment[] {
  const parts: Word[][] = [[segment.words[0]!]];
  for (let i = 1; i < segment.words.length; i++) {
    const right = segment.words[i]!;
    if (between(segment.words[i - 1]!.x1, right.x0)) parts.push([]);
    parts.at(-1)!.push(right);
  }
  return parts.length > 1 ? parts.map((words) => makeSegment(words, segment.order)) : [segment];
}

const columnAt = (borders: readonly number[], [x0, , x1]: Box) => slotOf(borders, (x0 + x1) / 2);

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
  const box = boxAround(groups.map(boxOfRows));
  for (let i = 1; i < Math.min(groups.length, 5); i++) {
    const above = middleOf(groups[i - 1]!);
    const below = Math.min(...groups[i]!.flatMap((r) => r.segments.map((s) => (s.box[1] + s.box[3]) / 2)));
    const between = rules.filter((r) => r.at > above && r.at < below);
    if (between.some((r) => covered(between, true, r.at, box[0], box[2]) > 0.85)) return i;
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
  const full = rows.filter((r) => r.segments.length > 1);
  const rowPitch = median(full.slice(1).map((r, i) => r.y - full[i]!.y));
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
    // The first lines of a name that ends beside its numbers.
    const ends = open?.every((r) => r.segments.every((s) => s.to === 0)) && slots.has(0) && slots.size > 1 && pitch < 0.7 * rowPitch;
    if (open && !ruled && (continues || apart || ends)) open.push(row);
    else groups.push([row]);
  }
  return groups;
}

function overlaps(rule: Rule, row: Row): boolean {
  return row.segments.some((s) => rule.from < s.box[2] && s.box[0] < rule.to);
}

const lettersOf = (row: Row) => row.segments.reduce((sum, s) => sum + s.length, 0);

function hasText(group: readonly PlacedRow[], column: number): boolean {
  return group.some((r) => r.segments.some((s) => s.from <= column && column <= s.to));
}

function ruleBelow(rules: readonly Rule[], [x0, , x1, y1]: Box, next: readonly Row[]): Rule | undefined {
  const below = Math.min(...next.flatMap((row) => row.segments.map((s) => s.y)));
  return rules.find((r) => r.at > y1 - 4 && r.at < below && r.from < (x0 + x1) / 2 && r.to > (x0 + x1) / 2);
}

type Extent = [x0: number, x1: number];

/** From where to where the text of each column stands, but for what spans. */
function textExtents(groups: readonly PlacedRow[][], columns: number): Extent[] {
  const extents = Array.from({ length: columns }, (): Extent => [Infinity, -Infinity]);
  for (const { box, from, to } of groups.flatMap((group) => group.flatMap((row) => row.segments))) {
    if (from !== to) continue;
    extents[from]![0] = Math.min(extents[from]![0], box[0]);
    extents[from]![1] = Math.max(extents[from]![1], box[2]);
  }
  return extents;
}

/** Columns that a header is centred over, as many as are free beside it; its own where it is centred over that. */
function columnsUnder(piece: Piece, group: readonly PlacedRow[], extents: readonly Extent[]): [from: number, to: number] {
  const others = group.flatMap((row) => row.segments.filter((s) => s !== piece));
  const isFree = (c: number) => c > 0 && c < extents.length && !others.some((s) => s.from <= c && c <= s.to);
  let [first, last] = [piece.from, piece.to];
  while (isFree(first - 1)) first--;
  while (isFree(last + 1)) last++;
  const centre = (piece.box[0] + piece.box[2]) / 2;
  let best: [number, number] = [piece.from, piece.to];
  for (let from = first; from <= piece.from; from++)
    for (let to = last; to >= piece.to; to--) {
      const [left, right] = [extents[from]![0], extents[to]![1]];
      const isCentred = Math.abs((left + right) / 2 - centre) < 0.06 * (right - left);
      if (isCentred && to - from > best[1] - best[0] && to - from >= 2) best = [from, to];
    }
  return best;
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
  const extents = textExtents(groups, columns);
  groups.forEach((group, r) => {
    // Columns that are one with the next.
    const open = new Uint8Array(columns);
    for (const piece of group.flatMap((row) => row.segments)) {
      const { box } = piece;
      let { from, to } = piece;
      // A header over several columns has a rule below it that is as wide as they are.
      const rule = r < headerRows - 1 ? ruleBelow(rules, box, groups[r + 1]!) : undefined;
      if (rule) {
        const under = borders.slice(1).flatMap((x, k) => ((borders[k]! + x) / 2 > rule.from && (borders[k]! + x) / 2 < rule.to ? [k] : []));
        from = Math.min(from, under[0] ?? from);
        to = Math.max(to, under.at(-1) ?? to);
      } else if (r < headerRows - 1) [from, to] = columnsUnder(piece, group, extents);
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
