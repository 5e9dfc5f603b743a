import type { Box } from './tree.js';

/** Pages of more blocks keep the order in which they were written: each is compared with each, for each. */
const MOST_BLOCKS = 300;

/**
 * Reading order of blocks (T. M. Breuel, "High Performance Document Layout Analysis", 2003): a block comes before one
 * that is below it and shares a part of its width, and before one that is to its right, unless something between the
 * two in height reaches over both. Blocks with no order between them keep that in which they were written.
 */
export function orderBlocks<T extends { box: Box }>(blocks: readonly T[]): T[] {
  const count = blocks.length;
  if (count > MOST_BLOCKS) return [...blocks];
  const boxes = blocks.map(({ box }) => box);
  const middles = boxes.map(middle);
  const columns = new Columns(boxes, middles);
  // Whether the block of a row comes before that of a column; and how many have to come before each block.
  const before = new Uint8Array(count * count);
  const waiting = new Int32Array(count);
  let isWritten = true;
  for (let i = 0; i < count; i++) {
    const one = boxes[i]!;
    const x0 = one[0];
    const x1 = one[2];
    const y = middles[i]!;
    for (let j = i + 1; j < count; j++) {
      const other = boxes[j]!;
      const left = other[0];
      const right = other[2];
      const shared = (x1 < right ? x1 : right) - (x0 > left ? x0 : left);
      const width = right - left;
      const narrow = x1 - x0 < width ? x1 - x0 : width;
      let isFirst: boolean;
      let isSecond: boolean;
      if (shared > 0.1 * narrow) {
        isFirst = y < middles[j]!;
        isSecond = y > middles[j]!;
      } else {
        isFirst = columns.comesBefore(i, j, narrow);
        isSecond = columns.comesBefore(j, i, narrow);
      }
      if (isFirst) {
        before[i * count + j] = 1;
        waiting[j]!++;
      }
      if (isSecond) {
        before[j * count + i] = 1;
        waiting[i]!++;
        isWritten = false;
      }
    }
  }
  // They were written in this order.
  if (isWritten) return [...blocks];
  const done: T[] = [];
  const used = new Uint8Array(count);
  let last = -1;
  while (done.length < count) {
    // What follows the last one in the order of writing comes first, if nothing has to come before it.
    let next = -1;
    for (let i = 0; i < count; i++) {
      if (used[i] || waiting[i]! > 0) continue;
      if (next < 0 || (last >= 0 && i > last && next < last) || (i > last && i < next)) next = i;
    }
    // A circle of blocks inside one another is cut at the topmost.
    if (next < 0) for (let i = 0; i < count; i++) if (!used[i] && (next < 0 || boxes[i]![1] < boxes[next]![1])) next = i;
    used[next] = 1;
    last = next;
    done.push(blocks[next]!);
    for (let i = 0; i < count; i++) if (before[next * count + i]) waiting[i]!--;
  }
  return done;
}

/** What is asked of blocks beside one another. Most pages have one column, and nothing is asked of them. */
class Columns {
  private readonly below: (readonly Box[])[] = [];
  private readonly across: (readonly Box[])[] = [];

  constructor(
    private readonly boxes: readonly Box[],
    private readonly middles: readonly number[],
  ) {}

  /** Whether a block comes before one that shares no part of its width. `narrow`: the width of the narrower one. */
  comesBefore(one: number, other: number, narrow: number): boolean {
    if (this.isOver(one, other)) return true;
    if (this.isOver(other, one)) return false;
    const a = this.boxes[one]!;
    const b = this.boxes[other]!;
    const left = b[0];
    if (a[2] > left + 0.5 * narrow || a[0] >= left) return false;
    // To the left of it. What lies between them in height and reaches over both keeps them apart.
    const across = (this.across[one] ??= this.boxes.filter((box) => box[0] < a[2] - 1 && box[2] > a[2]));
    if (a[1] > b[3] && !this.isBeside(a, b)) return false;
    if (!across.length) return true;
    const top = Math.min(this.middles[one]!, this.middles[other]!);
    const bottom = Math.max(this.middles[one]!, this.middles[other]!);
    for (let i = 0; i < across.length; i++) {
      const c = across[i]!;
      if (c[0] < left && c[2] > left + 1 && middle(c) > top && middle(c) < bottom && c !== b) return false;
    }
    return true;
  }

  /**
   * Whether a block that is lower than one to its right stands in a column beside it: its own has something as high as that one,
   * or the other's goes on as low as this one.
   */
  private isBeside(lower: Box, right: Box): boolean {
    for (let i = 0; i < this.boxes.length; i++) {
      const c = this.boxes[i]!;
      if (c === lower || c === right) continue;
      if (c[1] < right[3] && c[2] <= right[0] + 1 && sharedWidth(c, lower) > 0) return true;
      if (c[3] > lower[1] && c[0] >= lower[2] - 1 && sharedWidth(c, right) > 0) return true;
    }
    return false;
  }

  /** Whether a block that is centred over the gutter stands above the column of another one, which goes on below it. */
  private isOver(one: number, other: number): boolean {
    if (this.middles[one]! > this.middles[other]!) return false;
    const columns = (this.below[one] ??= this.columnsBelow(one));
    if (!columns.length) return false;
    const box = this.boxes[other]!;
    const width = box[2] - box[0];
    for (let i = 0; i < columns.length; i++) if (sharedWidth(columns[i]!, box) > 0.8 * width) return true;
    return false;
  }

  /** The blocks below a block that share a part of its width, if they stand in columns beside one another. */
  private columnsBelow(one: number): Box[] {
    const over = this.boxes[one]!;
    const y = this.middles[one]!;
    const below = this.boxes.filter((box, i) => this.middles[i]! > y && sharedWidth(box, over) > 0);
    let leftmost = Infinity;
    let rightmost = -Infinity;
    for (const box of below) {
      if (box[2] < leftmost) leftmost = box[2];
      if (box[0] > rightmost) rightmost = box[0];
    }
    return below.filter((box) => leftmost <= box[0] || rightmost >= box[2]);
  }
}

function sharedWidth(a: Box, b: Box): number {
  return Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
}

function middle(box: Box): number {
  return (box[1] + box[3]) / 2;
}
