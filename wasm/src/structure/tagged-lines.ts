import type { Draft, Line } from './tree.js';

/** Blocks that are too few to say anything. */
const FEW = 3;
/** The share of lines that go on with the one above, from which on the tree is one of lines. */
const SHARE = 0.4;
/** The next line of a paragraph is further down than this, in em, and less far. */
const CLOSEST = 0.8;
const FARTHEST = 1.5;

/**
 * Whether a tree has nothing but a paragraph for each line of text, in one language, as some programs write it: it says less of
 * a page than the page's looks do.
 */
export function isLineByLine(blocks: readonly Draft[]): boolean {
  if (blocks.length < FEW) return false;
  const lines: Line[] = [];
  for (const block of blocks) {
    if (block.kind !== 'paragraph' || block.language !== blocks[0]!.language || block.lines.length !== 1) return false;
    lines.push(block.lines[0]!);
  }
  let joined = 0;
  for (let i = 1; i < lines.length; i++) if (goesOn(lines[i - 1]!, lines[i]!)) joined++;
  return joined >= SHARE * (lines.length - 1);
}

function goesOn(above: Line, below: Line): boolean {
  const [a, b] = [above.spans[0], below.spans[0]];
  if (!a || !b || a.font !== b.font || Math.abs(a.size - b.size) > 0.02 * a.size) return false;
  const pitch = (below.box[3] - above.box[3]) / a.size;
  return Math.abs(above.box[0] - below.box[0]) < a.size && pitch > CLOSEST && pitch < FARTHEST;
}
