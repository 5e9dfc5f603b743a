import { Buffer } from '../memory/buffer';
import { Letter } from './letters';

/** What is printed twice, to look bold or to throw a shadow, is read once. */

/** Glyphs nearer than this are at the same place. */
const SAME_PLACE: f32 = 0.12;
/** The longest string that is looked for when it is printed again, in glyphs. */
const REPEATED: usize = 256;
/** So many of them are gone over at once where none of them can be it. */
const SKIPPED: usize = 16;

/** Drops the letters that repeat others. */
export function dropTwins(letters: Buffer): void {
  const step = <u32>offsetof<Letter>();
  let before: usize = 0;
  let twin: usize = 0; // what the letter dropped last repeats: a whole string may be repeated
  let to = letters.data;
  const end = letters.data + letters.length;
  for (let from = letters.data; from < end; from += step) {
    const letter = changetype<Letter>(from);
    if (before) {
      twin = twinOf(letter, before, twin, letters.data);
      if (twin) {
        // The one above is the one that is seen.
        const kept = changetype<Letter>(twin);
        kept.at = letter.at;
        if (!letter.invisible) kept.invisible = false;
        continue;
      }
    }
    if (to != from) memory.copy(to, from, step);
    before = to;
    to += step;
  }
  letters.length = <u32>(to - letters.data);
}

/** The letter that `letter` repeats, among those from `first` to `last`, after one that repeated `twin` (0: none did); 0 for none. */
function twinOf(letter: Letter, last: usize, twin: usize, first: usize): usize {
  const step = offsetof<Letter>();
  if (twin && twin < last && isSame(changetype<Letter>(twin + step), letter)) return twin + step;
  if (letter.isSpace) return 0;
  if (isSame(changetype<Letter>(last), letter)) return last;
  const l = changetype<Letter>(last);
  if ((letter.x - l.x) * l.ux + (letter.y - l.y) * l.uy > 0) return 0; // goes on
  // At the start of each line those of the lines above are looked through.
  const until = max(first, last - min<usize>(last, (REPEATED - 1) * step));
  for (let p = last; p > until;) {
    p -= step;
    if (isSame(changetype<Letter>(p), letter)) return p;
    while (p > until + SKIPPED * step && areOnOtherLine(p - SKIPPED * step, p, letter)) p -= SKIPPED * step;
  }
  return 0;
}

/** Whether the letters from `from` to `to` are of one string that is shown from left to right, above or below a letter. */
// @ts-ignore: decorator
@inline function areOnOtherLine(from: usize, to: usize, letter: Letter): bool {
  const a = changetype<Letter>(from);
  const b = changetype<Letter>(to);
  return a.at == b.at && b.uy == 0 && a.y == b.y && abs(letter.y - b.y) > letter.size * SAME_PLACE;
}

/** The same text at almost the same place. Most letters are far away, which is seen at once. */
// @ts-ignore: decorator
@inline function isSame(a: Letter, b: Letter): bool {
  const reach = b.size * SAME_PLACE;
  return abs(b.y - a.y) <= reach && abs(b.x - a.x) <= reach && isSameNearby(a, b);
}

function isSameNearby(a: Letter, b: Letter): bool {
  if (a.length != b.length || !b.length) return false;
  // Half an advance, where that is less: the em of a Type 3 font may have any size.
  const limit = min<f32>(b.size * SAME_PLACE, max<f32>(abs(b.endX - b.x), abs(b.endY - b.y)) * 0.5);
  if (abs(b.x - a.x) > limit || abs(b.y - a.y) > limit) return false;
  return memory.compare(a.text, b.text, (<usize>b.length) << 1) == 0;
}
