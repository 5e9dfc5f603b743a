import type { Rule } from '../page-content.js';
import type { Row } from '../segments.js';
import { bordersOf, extentsOf } from './columns.js';
import { TableEvidence } from './evidence.js';
import { slotOf } from './grid.js';
import { SortedRules } from './sorted-rules.js';

/**
 * Runs of rows whose pieces stand below one another: tables without drawn cells. Each row may be the first one; from there
 * on the longest run that is a table is taken. What is looked at grows with the number of rows, not with its square: but
 * for the first row of a run, only so many rows are looked at, and at so many ends of it.
 */

/** Rows further apart than this, in em, are not in one table. */
const LEADING = 3.2;
/** A row whose text is this long in one piece, in letters, is a line of running text. */
const LONG = 60;
/** Rows of single pieces in a row, at most, that may stand in a table. */
const SINGLES = 3;
/** Rows that are looked at from another row than the first of a run. */
const WINDOW = 60;
/** Ends of a run that are tried one by one, before the steps grow. */
const ONE_BY_ONE = 12;

export interface Candidate {
  rows: Row[];
  borders: number[];
  /** The borders are drawn: what is left of one is in another cell than what is right of it. */
  isDrawn?: boolean;
}

/** The tables among the rows of a page, from top to bottom. `rules` are its horizontal ones. */
export function findRuns(rows: readonly Row[], rules: readonly Rule[]): Candidate[] {
  const search = new RunSearch(rows, new SortedRules(rules));
  const found: Candidate[] = [];
  for (let i = 0; i < rows.length;) {
    const candidate = search.from(i);
    if (candidate) found.push(candidate);
    i += candidate?.rows.length ?? 1;
  }
  return found;
}

class RunSearch {
  /** Whether a rule lies between a row and the one above it. */
  private readonly ruled: boolean[];
  private readonly evidence: TableEvidence;
  /** Letters of, and pieces in, the rows above each: sums. */
  private readonly letters = [0];
  private readonly pieces = [0];
  /** Rows above each that have several segments: sums. */
  private readonly full = [0];
  /** Where the run that was looked at last ends. */
  private seen = -1;

  constructor(
    private readonly rows: readonly Row[],
    private readonly rules: SortedRules,
  ) {
    this.evidence = new TableEvidence(rules);
    this.ruled = rows.map((row, i) => i > 0 && !rules.isEmpty && rules.between(rows[i - 1]!.y, row.y).some((r) => overlaps(r, row)));
    let letters = 0;
    let pieces = 0;
    let full = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const { segments } = row;
      const count = extentsOf(row).length >> 1;
      if (count > 1) {
        pieces += count;
        for (let k = 0; k < segments.length; k++) letters += segments[k]!.length;
      }
      if (segments.length > 1) full++;
      this.letters.push(letters);
      this.pieces.push(pieces);
      this.full.push(full);
    }
  }

  from(from: number): Candidate | null {
    const { rows } = this;
    const first = rows[from]!;
    if (first.segments.length < 2 && !this.isBelowRule(first)) return null;
    const { last, to } = this.reach(from, from > this.seen ? rows.length : from + WINDOW);
    this.seen = Math.max(this.seen, to);
    for (let end = last; end > from; end -= end > last - ONE_BY_ONE ? 1 : Math.max(1, (end - from) >> 3)) {
      // With fewer there are no columns.
      if (this.full[end + 1]! - this.full[from]! < 2) return null;
      if (!this.evidence.isPossible(rows[from]!, rows[end]!, this.meanLength(from, end))) continue;
      const taken = rows.slice(from, end + 1);
      const borders = bordersOf(taken);
      if (borders && this.evidence.isTable(taken, borders)) return { rows: rows.slice(from, this.extend(end, to, borders) + 1), borders };
    }
    return null;
  }

  /** As far as rows have pieces beside one another, with single pieces between them that do not bridge the columns. */
  private reach(from: number, until: number): { last: number; to: number } {
    let to = from;
    let last = from;
    for (let i = from + 1; i < Math.min(this.rows.length, until); i++) {
      const row = this.rows[i]!;
      const gap = row.y - this.rows[i - 1]!.y;
      const between = this.ruled[i]!;
      if (gap > LEADING * row.size && !(between && gap < 2 * LEADING * row.size)) break;
      if (row.segments.length === 1 && row.segments[0]!.length > LONG && !between) break;
      if (row.segments.length >= 2) last = i;
      if (i - last > SINGLES) break;
      to = i;
    }
    return { last, to };
  }

  /** Rows of a single piece behind the last one belong to the table when they stand in one of its columns and go on with its text. */
  private extend(end: number, to: number, borders: readonly number[]): number {
    let last = end;
    while (last < to) {
      const row = this.rows[last + 1]!;
      const tight = row.y - this.rows[last]!.y < 1.35 * row.size;
      const inside = row.segments.every((s) => slotOf(borders, s.box[0] + 1) === slotOf(borders, s.box[2] - 1));
      if (!tight || !inside || row.segments.some((s) => s.box[0] < borders[1]!)) break;
      last++;
    }
    return last;
  }

  /** Letters of a piece, in the rows that have several. */
  private meanLength(from: number, end: number): number {
    return (this.letters[end + 1]! - this.letters[from]!) / Math.max(1, this.pieces[end + 1]! - this.pieces[from]!);
  }

  private isBelowRule(row: Row): boolean {
    return !this.rules.isEmpty && this.rules.between(row.y - 2.5 * row.size, row.y).some((r) => overlaps(r, row));
  }
}

function overlaps(rule: Rule, row: Row): boolean {
  return row.segments.some((s) => rule.from < s.box[2] && s.box[0] < rule.to);
}
