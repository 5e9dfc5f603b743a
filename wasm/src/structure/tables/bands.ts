import type { Rule } from '../page-content.js';
import { findRows, type Segment } from '../segments.js';
import type { Box } from '../tree.js';
import type { SortedRules } from './sorted-rules.js';

/** Bands of a page between horizontal rules of one width: where a table without vertical rules begins and ends. */

/** What lies between rules of one width: `rules` from top to bottom. */
export interface Band {
  box: Box;
  rules: number[];
}

/** Rules whose ends differ by less than this, in points, have one width. */
const SAME_WIDTH = 4;
/** Rules that are shorter than this, in points, are no table's. */
const SHORT = 60;
/** Rules of a page that are looked at. */
const MOST_RULES = 1000;
/** A row whose text is this long in one piece, in letters, is a line of running text. */
export const LONG = 60;
/** A header's rule over some of the columns lies this far above the table's first rule at most, in em of what is between them. */
const HEADER = 8;

/** Runs of rules of one width, two of them at least. */
export function ruleBands(rules: readonly Rule[]): Band[] {
  let left = rules
    .filter((r) => r.to - r.from > SHORT)
    .slice(0, MOST_RULES)
    .sort((a, b) => a.at - b.at);
  const bands: Band[] = [];
  while (left.length > 1) {
    const first = left[0]!;
    const same: number[] = [];
    const others: Rule[] = [];
    for (const rule of left) {
      if (Math.abs(rule.from - first.from) < SAME_WIDTH && Math.abs(rule.to - first.to) < SAME_WIDTH) same.push(rule.at);
      else others.push(rule);
    }
    left = others;
    if (same.length > 1) bands.push({ box: [first.from, first.at, first.to, same.at(-1)!], rules: same });
  }
  return bands;
}

export function isInBand(inner: Box, { box }: Band): boolean {
  const y = (inner[1] + inner[3]) / 2;
  return y > box[1] && y < box[3] && inner[2] > box[0] && inner[0] < box[2];
}

/** The parts of a band between which there is running text: captions and notes of tables above one another. */
export function withoutProse(band: Band, segments: readonly Segment[]): Band[] {
  const parts: Band[] = [];
  let open: number[] = [band.rules[0]!];
  const close = () => {
    const [x0, , x1] = band.box;
    if (open.length > 1) parts.push({ box: [x0, open[0]!, x1, open.at(-1)!], rules: open });
  };
  for (const [i, rule] of band.rules.slice(1).entries()) {
    const top = band.rules[i]!;
    const between: Band = { ...band, box: [band.box[0], top, band.box[2], rule] };
    const inside = segments.filter((s) => isInBand(s.box, between));
    if (isProse(inside, band.box)) {
      close();
      open = [];
    }
    open.push(rule);
  }
  close();
  return parts;
}

/** Lines across, or nearly so, and hardly anything in pieces. */
function isProse(segments: readonly Segment[], [x0, , x1]: Box): boolean {
  const rows = findRows(segments);
  const single = rows.filter((row) => row.segments.length === 1).map((row) => row.segments[0]!);
  const wide = single.filter((s) => s.length > LONG && s.box[2] - s.box[0] > 0.5 * (x1 - x0)).length;
  return wide > 0 && rows.length - single.length <= 0.2 * rows.length;
}

/** The band with the headers above it that stand over some of its columns, below a rule as wide as those. */
export function withHeader(band: Band, segments: readonly Segment[], rules: SortedRules): Band {
  const [x0, y0, x1, y1] = band.box;
  const size = segments.find((s) => isInBand(s.box, band))?.size ?? 0;
  const above = rules
    .between(y0 - HEADER * size, y0 - 0.5 * size)
    .filter((r) => Math.abs(r.to - x1) < SAME_WIDTH && r.from > x0 + SAME_WIDTH && r.to - r.from > 0.3 * (x1 - x0));
  const rule = above[0];
  if (!rule) return band;
  const header: Band = { ...band, box: [x0, rule.at, x1, y0] };
  const inside = segments.filter((s) => isInBand(s.box, header));
  if (!inside.length || inside.some((s) => s.length > LONG)) return band;
  return { box: [x0, rule.at, x1, y1], rules: [rule.at, ...band.rules] };
}

/** Where the pieces of rules that are drawn cell by cell meet: borders of columns. `pieces` are the rules as they were drawn. */
export function jointsOf({ box: [x0, y0, x1, y1] }: Band, pieces: readonly Rule[]): number[] {
  const inside = pieces.filter((r) => r.at > y0 - 2 && r.at < y1 + 2 && r.from > x0 - 2 && r.to < x1 + 2);
  const levels = new Set(inside.map((r) => Math.round(r.at / 2)));
  const starts = new Map<number, Set<number>>();
  for (const { at, from } of inside) {
    if (from < x0 + SAME_WIDTH) continue;
    const key = Math.round(from / 2);
    starts.set(key, (starts.get(key) ?? new Set()).add(Math.round(at / 2)));
  }
  const joints = [...starts].filter(([, at]) => at.size >= Math.max(2, 0.5 * levels.size)).map(([key]) => key * 2);
  return joints.sort((a, b) => a - b).filter((x, i, all) => !i || x - all[i - 1]! > 6);
}
