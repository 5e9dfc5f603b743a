import { hangs } from './math-fonts.js';
import type { Word } from './page-content.js';

/**
 * Formulas in a line of text: indices, exponents and large signs are on baselines of their own, so that the engine takes what follows
 * for another line. Sizes and places as TeX has them (Knuth, "The TeXbook", appendix G).
 */

/** Sizes of indices and exponents, also of those of others, in that of the text. */
const SMALLEST = 0.45;
const LARGEST = 0.85;
/** How high above the line's baseline, and how low, they stand, in em of the text. */
const HIGHEST = 0.8;
const LOWEST = -0.5;
/** How far above the baseline a sign of a line stands that hangs down, in em: it is an em high, and its middle is a quarter above. */
const SIGN = 0.75;
/** Baselines nearer than this, in em, are one, and those of which one is that of a sign: one that stands by itself is larger. */
const SAME = 0.3;
const SAME_AS_SIGN = 0.15;
/** How far apart pieces of one line are at most, in em, and how far they may overlap. */
const APART = 0.6;
const ASLANT = 0.3;
/** Words at a line's end that are looked at for its baseline, and for where it goes on. */
const MOST = 12;

/** Whether a word on another baseline goes on with a line: it is a script or a large sign, or the text behind one. */
export function goesOn(line: readonly Word[], word: Word): boolean {
  const last = line.at(-1)!;
  if (word.turn !== last.turn || word.turn !== 0 || word.rightToLeft || last.rightToLeft) return false;
  const { y, size } = baseOf(line);
  const isScript = (w: Word) => !hangs(w) && w.size > SMALLEST * size && w.size < LARGEST * size;
  const script = isScript(word);
  if (!script && !hangs(word) && !hangs(last) && !isScript(last)) return false;
  const up = (y - baselineOf(word)) / size;
  if (script ? up > HIGHEST || up < LOWEST : Math.abs(up) > (hangs(word) || hangs(last) ? SAME_AS_SIGN : SAME)) return false;
  // Scripts stand above one another: each behind the text that they belong to, and the text behind all of them.
  let right = last.x1;
  let i = line.length - 1;
  for (const first = Math.max(0, line.length - MOST); i > first && isScript(line[i]!); i--) right = Math.max(right, line[i]!.x1);
  return word.x0 > (script ? line[i]!.x1 : right) - ASLANT * size && word.x0 < right + APART * size;
}

/** The baseline and the size of a line's text. */
function baseOf(line: readonly Word[]): { y: number; size: number } {
  let base: Word | null = null;
  let sign: Word | null = null;
  for (let i = line.length - 1; i >= 0 && i >= line.length - MOST; i--) {
    const word = line[i]!;
    if (hangs(word)) sign ??= word;
    else if (!base || word.size * LARGEST > base.size) base = word;
  }
  // Behind a sign that a line begins with there may be nothing but its limits yet.
  if (sign && !(base && base.size >= LARGEST * sign.size)) return { y: baselineOf(sign), size: sign.size };
  return base!;
}

/** The baseline of the line that a word stands in. */
function baselineOf(word: Word): number {
  return hangs(word) ? word.y + SIGN * word.size : word.y;
}
