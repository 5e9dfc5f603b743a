import { sortedByPlace, type Segment } from './segments.js';

/** How far apart a document sets its lines. */

/** A line further below than this, in em, begins another group: where lines stand closer, white space parts paragraphs. */
export const LEADING = 1.75;
/** Lines are hardly set further apart than this, in em: double spacing is 2 to 2.4. */
const WIDEST = 2.7;
/** Letters of a line that tells. */
const LONG = 30;
/** Steps an em in which distances are counted. */
const STEPS = 20;
/** Distances of one kind that a document has to have, and their share of all. */
const ENOUGH = 3;
const MOST = 0.6;

export class Leading {
  /** How many lines that fill their column have the next one so many steps below. */
  private readonly counts = new Uint32Array(Math.ceil(WIDEST * STEPS) + 2);
  private close = 0;
  private all = 0;

  /** Takes in the lines of a page. */
  add(lines: readonly Segment[]): void {
    const sorted = sortedByPlace(lines);
    for (let i = 0; i < sorted.length; i++) {
      const line = sorted[i]!;
      if (line.length < LONG) continue;
      const next = lineBelow(sorted, i);
      if (!next || next.box[2] > line.box[2] + 2.5 * line.size) continue;
      const distance = (next.y - line.y) / line.size;
      this.all++;
      if (distance <= LEADING) this.close++;
      else this.counts[Math.round(distance * STEPS)]!++;
    }
  }

  /** How far below a line the next one of its paragraph may stand, in em. */
  get limit(): number {
    if (this.all - this.close < ENOUGH) return LEADING;
    const { counts } = this;
    let most = 0;
    let at = 0;
    for (let i = 1; i + 1 < counts.length; i++) {
      const near = counts[i - 1]! + counts[i]! + counts[i + 1]!;
      if (near > most || (near === most && counts[i]! > counts[at]!)) {
        most = near;
        at = i;
      }
    }
    return most >= ENOUGH && most >= MOST * this.all ? (at + 2) / STEPS : LEADING;
  }
}

/** The next line of a column, of one size with the line before. */
function lineBelow(sorted: readonly Segment[], i: number): Segment | null {
  const { box, y, size } = sorted[i]!;
  for (let k = i + 1; k < sorted.length; k++) {
    const next = sorted[k]!;
    if (next.y > y + WIDEST * size) return null;
    const shared = Math.min(box[2], next.box[2]) - Math.max(box[0], next.box[0]);
    if (shared <= 0 || next.y < y + 0.5 * size) continue;
    const isAlike = next.length >= LONG && Math.abs(next.size - size) < 0.05 * size;
    return isAlike && shared > 0.8 * Math.max(box[2] - box[0], next.box[2] - next.box[0]) ? next : null;
  }
  return null;
}
