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
  const columns = boxes.map((box) => columnsBelow(box, boxes));
  // Whether the block of a row comes before that of a column; and how many have to come before each block.
  const before = new Uint8Array(count * count);
  const waiting = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      if (i === j || !comesBefore(boxes[i]!, boxes[j]!, columns[i]!, columns[j]!, boxes)) continue;
      before[i * count + j] = 1;
      waiting[j]!++;
    }
  }
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

function comesBefore(a: Box, b: Box, belowA: readonly Box[], belowB: readonly Box[], boxes: readonly Box[]): boolean {
  const shared = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const narrow = Math.min(a[2] - a[0], b[2] - b[0]);
  if (shared > 0.1 * narrow) return middle(a) < middle(b);
  if (isOverColumn(a, b, belowA)) return true;
  if (isOverColumn(b, a, belowB)) return false;
  if (a[2] > b[0] + 0.5 * narrow || a[0] >= b[0]) return false;
  // To the left of it. What lies between them in height and reaches over both keeps them apart.
  const top = Math.min(middle(a), middle(b));
  const bottom = Math.max(middle(a), middle(b));
  for (const c of boxes)
    if (c[0] < b[0] && c[2] > a[2] && c[0] < a[2] - 1 && c[2] > b[0] + 1 && middle(c) > top && middle(c) < bottom && c !== a && c !== b)
      return false;
  return true;
}

/** The blocks below a block that share a part of its width, if they stand in columns beside one another. */
function columnsBelow(over: Box, boxes: readonly Box[]): Box[] {
  const below = boxes.filter((box) => box !== over && middle(box) > middle(over) && sharedWidth(box, over) > 0);
  let leftmost = Infinity;
  let rightmost = -Infinity;
  for (const box of below) {
    if (box[2] < leftmost) leftmost = box[2];
    if (box[0] > rightmost) rightmost = box[0];
  }
  return below.filter((box) => leftmost <= box[0] || rightmost >= box[2]);
}

/** Whether a block that is centred over the gutter stands above the column of another one, which goes on below it. */
function isOverColumn(over: Box, other: Box, columns: readonly Box[]): boolean {
  if (!columns.length || middle(over) > middle(other)) return false;
  const width = other[2] - other[0];
  for (const column of columns) if (sharedWidth(column, other) > 0.8 * width) return true;
  return false;
}

const sharedWidth = (a: Box, b: Box) => Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
const middle = (box: Box) => (box[1] + box[3]) / 2;
