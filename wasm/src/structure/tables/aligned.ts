import type { Rule } from '../page-content.js';
import { boxAround, findRows, type Row, type Segment } from '../segments.js';
import { isMostlyIn } from '../plots.js';
import { isInBand, jointsOf, LONG, ruleBands, withHeader, withoutProse, type Band } from './bands.js';
import { bordersOf } from './columns.js';
import { fillGrid } from './grid.js';
import { cut, gridOf } from './placed-rows.js';
import { findRuns, type Candidate } from './runs.js';
import { SortedRules } from './sorted-rules.js';
import type { Box, Draft, TableBlock } from '../tree.js';

/**
 * Tables without drawn cells: rows whose pieces stand below one another, with white space between their columns. Rules
 * above and below, where a table has them, say where it begins and ends.
 */

/** What is drawn on a page: rules, those in one line joined; plots; and `pieces`, the rules as they were drawn. */
interface Drawn {
  rules: readonly Rule[];
  plots: readonly Box[];
  pieces: readonly Rule[];
}

/** The tables among the segments, and the segments that are in none of them. `rows` are those of the segments. */
export function alignedTables(
  segments: readonly Segment[],
  rows: readonly Row[],
  { rules, plots, pieces }: Drawn,
): { tables: Draft<TableBlock>[]; rest: readonly Segment[] } {
  const tables: Draft<TableBlock>[] = [];
  const taken = new Set<Segment>();
  const horizontal = rules.filter((r) => r.horizontal && r.to - r.from > 30);
  const free = plots.length ? segments.filter((s) => !plots.some((plot) => isMostlyIn(s.box, plot))) : segments;
  const sorted = new SortedRules(horizontal);
  const drawn = pieces.filter((r) => r.horizontal);
  for (const part of ruleBands(horizontal).flatMap((band) => withoutProse(band, free))) {
    const band = withHeader(part, free, sorted);
    const inside = free.filter((s) => !taken.has(s) && isInBand(s.box, band));
    const candidate = candidateOf(inside, band, horizontal, drawn);
    if (!candidate) continue;
    const words = inside.flatMap((s) => s.words);
    tables.push(fillGrid(gridOf(candidate, words, horizontal, 'rows between rules of one width'), words));
    for (const segment of inside) taken.add(segment);
  }
  const left = taken.size ? free.filter((s) => !taken.has(s)) : free;
  for (const candidate of findRuns(left.length === segments.length ? rows : findRows(left), horizontal)) {
    const words = candidate.rows.flatMap((r) => r.segments.flatMap((s) => s.words));
    tables.push(fillGrid(gridOf(candidate, words, horizontal, 'pieces of lines below one another'), words));
    for (const row of candidate.rows) for (const segment of row.segments) taken.add(segment);
  }
  return { tables, rest: taken.size ? segments.filter((s) => !taken.has(s)) : segments };
}

/** Between rules a gap of this width, in em, is enough to separate cells. */
const APART = 0.8;
/** The table that a band of rules holds; null where it is running text, or nothing. */
function candidateOf(segments: readonly Segment[], band: Band, rules: readonly Rule[], drawn: readonly Rule[]): Candidate | null {
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
  const joints = jointsOf(band, drawn);
  if (joints.length >= Math.max(1, (borders?.length ?? 0) - 2) && fits(joints, rows)) {
    const box = boxAround(segments.map((s) => s.box));
    return { rows, borders: [Math.min(box[0], band.box[0]) - 1, ...joints, Math.max(box[2], band.box[2]) + 1], isDrawn: true };
  }
  if (!borders || borders.length > 40) return null;
  return { rows, borders };
}

/** Whether borders go through the text of hardly any row. */
function fits(borders: readonly number[], rows: readonly Row[]): boolean {
  const cut = rows.filter((row) => row.segments.some((s) => s.words.some((w) => borders.some((x) => w.x0 < x - 2 && w.x1 > x + 2))));
  return borders.length < 40 && cut.length <= 0.25 * rows.length;
}

/** Whether a piece is a heading over several columns: a rule below it, longer than itself, has no other piece above it. */
function isUnderlined(piece: Segment, row: Row, rules: readonly Rule[]): boolean {
  return rules.some((r) => {
    if (r.at < piece.y || r.at > piece.y + piece.size || r.from > piece.box[0] + 1 || r.to < piece.box[2] - 1) return false;
    if (r.to - r.from < 1.3 * (piece.box[2] - piece.box[0])) return false;
    return row.segments.every((s) => s === piece || s.box[2] < r.from + 1 || s.box[0] > r.to - 1);
  });
}
