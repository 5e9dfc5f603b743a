import type { TextRun } from '@ode/engine/browser';

/** Where a pointer is among a page's text: what the eye takes it to be at, also where there is none. */

/** In page points, from the upper left corner. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Line extends Box {
  /** The first run, and the last. */
  first: number;
  last: number;
}

/** Lines that stand below one another: a column, or a part of one. */
interface Block extends Box {
  lines: Line[];
}

/** A page's text as it stands on the page. */
export interface TextPlaces {
  runs: readonly TextRun[];
  blocks: readonly Block[];
}

/** Of a run, where in it: before, behind, or at so much of its length, in reading direction. */
export interface Caret {
  run: number;
  /** 0 to 1. */
  along: number;
}

/** Lines further apart than so many times their height are not of one block. */
const APART = 2.5;
/** A line so many times as wide as the column over it is of none: the foot of a page is as wide as all of them. */
const WIDER = 1.6;
/** How much more sideways counts than up or down, outside of all text: what is above or below a column belongs to it. */
const SIDEWAYS = 3;

function boxOf({ quad }: TextRun): Box {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = quad;
  return {
    left: Math.min(x0, x1, x2, x3),
    top: Math.min(y0, y1, y2, y3),
    right: Math.max(x0, x1, x2, x3),
    bottom: Math.max(y0, y1, y2, y3),
  };
}

function grow(box: Box, other: Box): void {
  box.left = Math.min(box.left, other.left);
  box.top = Math.min(box.top, other.top);
  box.right = Math.max(box.right, other.right);
  box.bottom = Math.max(box.bottom, other.bottom);
}

/** Lines and blocks of runs in reading order. Null: of text that runs downwards, or is turned, the browser finds the places. */
export function placesOf(runs: readonly TextRun[]): TextPlaces | null {
  const lines: Line[] = [];
  let begins = true;
  let odd = 0;
  runs.forEach((run, i) => {
    const [x0, y0, x1, y1] = run.quad;
    if (run.direction === 'vertical' || Math.abs(y1 - y0) > Math.abs(x1 - x0)) odd++;
    const box = boxOf(run);
    const line = lines.at(-1);
    if (begins || !line) lines.push({ ...box, first: i, last: i });
    else {
      grow(line, box);
      line.last = i;
    }
    begins = run.endsLine;
  });
  if (!lines.length || odd * 2 > runs.length) return null;
  const blocks: Block[] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    if (block && follows(block.lines.at(-1)!, line) && widthOf(line) < WIDER * widthOf(block)) {
      grow(block, line);
      block.lines.push(line);
    } else blocks.push({ ...line, lines: [line] });
  }
  return { runs, blocks };
}

/** Whether a line stands right below another one. */
function follows(before: Line, line: Line): boolean {
  const height = Math.max(before.bottom - before.top, line.bottom - line.top);
  return overlap(line, before) && line.top > before.top && line.top - before.bottom < APART * height;
}

const widthOf = ({ left, right }: Box) => right - left;
const beyond = (value: number, low: number, high: number) => Math.max(low - value, value - high, 0);

/**
 * The place that a point of the page belongs to. In a column it is the line at that height; left and right of it that line's
 * ends; above and below its first and last place. Between columns it is the column in which the selection was begun.
 */
export function caretAt({ runs, blocks }: TextPlaces, x: number, y: number, anchorRun?: number): Caret {
  const block = blockAt(blocks, x, y, anchorRun);
  const { lines } = block;
  let line = lines[0]!;
  if (y < block.top) return { run: line.first, along: 0 };
  if (y > block.bottom) return { run: lines.at(-1)!.last, along: 1 };
  for (const other of lines) if (beyond(y, other.top, other.bottom) < beyond(y, line.top, line.bottom)) line = other;
  return inLine(runs, line, x);
}

function blockAt(blocks: readonly Block[], x: number, y: number, anchorRun: number | undefined): Block {
  const holds = (block: Block) => anchorRun !== undefined && block.lines[0]!.first <= anchorRun && anchorRun <= block.lines.at(-1)!.last;
  const size = ({ left, top, right, bottom }: Block) => (right - left) * (bottom - top);
  let best: Block | null = null;
  for (const block of blocks) {
    if (beyond(x, block.left, block.right) || beyond(y, block.top, block.bottom)) continue;
    if (!best || size(block) < size(best)) best = block;
  }
  if (best) return best;
  // Beside the column in which it was begun, in the gutter or in the margin.
  const own = blocks.find(holds);
  if (own && !beyond(y, own.top, own.bottom)) return own;
  const cost = (block: Block) =>
    beyond(y, block.top, block.bottom) + SIDEWAYS * beyond(x, own?.left ?? block.left, own?.right ?? block.right);
  const apart = (block: Block) => (own && !overlap(own, block) ? SIDEWAYS * Math.max(block.left - own.right, own.left - block.right) : 0);
  best = blocks[0]!;
  for (const block of blocks) if (cost(block) + apart(block) < cost(best) + apart(best)) best = block;
  return best;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right;
}

function inLine(runs: readonly TextRun[], line: Line, x: number): Caret {
  let nearest = line.first;
  let distance = Infinity;
  for (let i = line.first; i <= line.last; i++) {
    const { left, right } = boxOf(runs[i]!);
    const away = beyond(x, left, right);
    if (away < distance) [nearest, distance] = [i, away];
  }
  const { left, right } = boxOf(runs[nearest]!);
  const along = right > left ? Math.min(1, Math.max(0, (x - left) / (right - left))) : 0;
  return { run: nearest, along: runs[nearest]!.direction === 'rtl' ? 1 - along : along };
}
