import { lineOf } from './spans.js';
import type { TextGroup } from './text-blocks.js';
import type { Draft, Line } from './tree.js';
import type { Typography } from './typography.js';

/** Listings of programs: text in letters of one width, where the body has others. */

/** The share of a listing's letters that are of one width. */
const FIXED = 0.9;
/** The width of a letter in nearly all fonts whose letters have one, in em. */
const WIDTH = 0.6;
/** Lines further apart than this, in em, belong to two listings. */
const APART = 4;

export function isCode({ lines }: TextGroup, type: Typography): boolean {
  if (!type.hasFixed || type.isBodyFixed) return false;
  let fixed = 0;
  let all = 0;
  for (let i = 0; i < lines.length; i++) {
    const { words } = lines[i]!;
    for (let k = 0; k < words.length; k++) {
      const word = words[k]!;
      all += word.text.length;
      if (word.fixedPitch) fixed += word.text.length;
    }
  }
  return fixed >= FIXED * all;
}

/** Adds a group to the listing that is open, or begins one: its indents become spaces. */
export function addCode(blocks: Draft[], { lines, box, size }: TextGroup): void {
  const last = blocks.at(-1);
  if (last?.kind !== 'code' || box[1] - last.box[3] > APART * size || box[0] > last.box[2]) {
    blocks.push({ kind: 'code', lines: indented(lines.map(lineOf), box[0], size), box, reason: 'letters of one width' });
    return;
  }
  const left = Math.min(box[0], last.box[0]);
  if (left < last.box[0]) last.lines = indented(last.lines, left, size);
  last.lines.push(...indented(lines.map(lineOf), left, size));
  last.box = [left, last.box[1], Math.max(last.box[2], box[2]), Math.max(last.box[3], box[3])];
}

function indented(lines: readonly Line[], left: number, size: number): Line[] {
  return lines.map((line) => {
    const [first, ...rest] = line.spans;
    const spaces = ' '.repeat(Math.max(0, Math.round((line.box[0] - left) / (WIDTH * size))));
    return first ? { ...line, spans: [{ ...first, text: spaces + first.text.trimStart() }, ...rest] } : line;
  });
}
