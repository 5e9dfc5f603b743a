import { Buffer } from '../memory/buffer';
import { Letter } from './letters';

/** What is printed twice, to look bold or to throw a shadow, is read once. */

/** Glyphs nearer than this are at the same place. */
const SAME_PLACE: f32 = 0.12;
/** The longest string that is looked for when it is printed again, in glyphs. */
const REPEATED: i32 = 256;

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
  for (let i = 1, p = last; i < REPEATED && p > first; i++) {
    p -= step;
    if (isSame(changetype<Letter>(p), letter)) return p;
  }
  return 0;
}

/** The same text at almost the same place. */
function isSame(a: Letter, b: Letter): bool {
  // Most are far away: that is seen at once.
  if (abs(b.y - a.y) > b.size * SAME_PLACE || abs(b.x - a.x) > b.size * SAME_PLACE || a.length != b.length || !b.length) return false;
  // Half an advance, where that is less: the em of a Type 3 font may have any size.
  const limit = min<f32>(b.size * SAME_PLACE, max<f32>(abs(b.endX - b.x), abs(b.endY - b.y)) * 0.5);
  if (abs(b.x - a.x) > limit || abs(b.y - a.y) > limit) return false;
  return memory.compare(a.text, b.text, (<usize>b.length) << 1) == 0;
}
