import { Buffer } from '../memory/buffer';
import { Break, Letter } from './letters';

/** What separates letters: gaps that read as spaces, the ends of lines, and words that go on behind them. */

/** A gap of this part of the em between two glyphs reads as a space: about half of the narrowest space that fonts have. */
const SPACE: f32 = 0.15;
/** The same down a line: glyphs stand by their own vertical origins there, which are not all in one place. */
const VERTICAL_SPACE: f32 = 0.5;
/** Glyphs further apart than this across the line are on different lines; exponents and indices are nearer. */
const LINE: f32 = 0.6;
/** A step back of more than this begins a new line, or a column. */
const BACK: f32 = 0.75;

/** Finds what separates each letter from the one before. */
export function separate(letters: Buffer): void {
  const step = <u32>offsetof<Letter>();
  for (let at = step; at < letters.length; at += step) {
    const letter = changetype<Letter>(letters.data + at);
    letter.before = between(changetype<Letter>(letters.data + at - step), letter);
  }
}

/** What separates a letter from the one that is read before it. */
// @ts-ignore: decorator
@inline export function between(last: Letter, letter: Letter): Break {
  const size = max(last.size, letter.size);
  const dx = letter.x - last.endX;
  const dy = letter.y - last.endY;
  const along = (dx * last.ux + dy * last.uy) / size;
  const across = abs(dy * last.ux - dx * last.uy) / size;
  // Another direction of writing is another line.
  if (last.ux * letter.ux + last.uy * letter.uy < 0.9 || last.vertical != letter.vertical) return Break.Line;
  if (across > LINE) return Break.Line;
  if (along < -BACK) {
    // Right to left in logical order: the letter ends where the last one began.
    if (letter.rightToLeft || last.rightToLeft) {
      const ex = last.x - letter.endX;
      const ey = last.y - letter.endY;
      const gap = (ex * last.ux + ey * last.uy) / size;
      if (abs(gap) < BACK * 4) return gap > SPACE ? Break.Space : Break.None;
    }
    return Break.Line;
  }
  return along > (last.vertical ? VERTICAL_SPACE : SPACE) ? Break.Space : Break.None;
}

/**
 * Soft hyphens (U+00AD). At the end of a line one only divides a word, which goes on in the next line (14.8.2.2.3: "the
 * incidental division of a word"): its parts are joined, and the line ends behind it. One that is shown inside a line is a hyphen to its reader.
 */
export function joinDivided(letters: Buffer): void {
  const step = <u32>offsetof<Letter>();
  for (let at: u32 = 0; at < letters.length; at += step) {
    const letter = changetype<Letter>(letters.data + at);
    if (letter.length != 1 || load<u16>(letter.text) != 0xad) continue;
    const next = at + step < letters.length ? changetype<Letter>(letters.data + at + step) : null;
    if (next && next.before == Break.Line && isWord(next)) {
      letter.length = 0;
      next.before = Break.None;
      breakBehindWord(letters, at + step);
    } else {
      letter.text = memory.data<u16>([0x2d]);
    }
  }
}

/** Ends the line behind the word that goes on at `at`, unless it ends there anyway. */
function breakBehindWord(letters: Buffer, at: u32): void {
  const step = <u32>offsetof<Letter>();
  let spaced = false;
  for (at += step; at < letters.length; at += step) {
    const letter = changetype<Letter>(letters.data + at);
    if (letter.before == Break.Line) return;
    if (!letter.length) continue;
    if (!letter.isSpace && (spaced || letter.before == Break.Space)) {
      letter.before = Break.Line;
      return;
    }
    if (letter.isSpace) spaced = true;
  }
}

/** Whether a letter can go on with a word. */
function isWord(letter: Letter): bool {
  if (!letter.length || letter.isSpace) return false;
  const c = <u32>load<u16>(letter.text);
  return (c | 32) - 97 < 26 || c >= 0xc0;
}
