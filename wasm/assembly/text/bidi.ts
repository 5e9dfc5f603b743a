import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Break, isArabicDigit, Letter } from './letters';

/**
 * Lines with right-to-left text, brought from the order in which they are seen into the order in which they are read:
 * a small part of the Unicode Bidirectional Algorithm (UAX #9), backwards. Pages show such text glyph by glyph from the
 * left; where it was written from the right, it is in reading order already and stays.
 */

/** How far from a number a word is looked for, in letters. */
const NEAR: u32 = 256;

/** Reorders the letters of every line in place. */
export function toReadingOrder(letters: Buffer): void {
  const step = <u32>offsetof<Letter>();
  let start: u32 = 0;
  while (start < letters.length) {
    let end = start + step;
    while (end < letters.length && changetype<Letter>(letters.data + end).before != Break.Line) end += step;
    orderLine(letters.data + start, (end - start) / step);
    start = end;
  }
}

// @ts-ignore: decorator
@inline function letterAt(line: usize, i: u32): Letter {
  return changetype<Letter>(line + <usize>i * offsetof<Letter>());
}

function orderLine(line: usize, count: u32): void {
  let first: u32 = 0;
  while (first < count && !letterAt(line, first).rightToLeft) first++;
  if (first == count) return;
  let right: u32 = 0;
  let left: u32 = 0;
  let rightward = 0;
  for (let i: u32 = 0; i < count; i++) {
    const letter = letterAt(line, i);
    if (letter.rightToLeft) {
      right++;
      if (i + 1 < count && letterAt(line, i + 1).rightToLeft) {
        const next = letterAt(line, i + 1);
        rightward += (next.x - letter.x) * letter.ux + (next.y - letter.y) * letter.uy > 0 ? 1 : -1;
      }
    } else if (isStrong(letter) && !isDigit(letter)) {
      left++; // digits are weak: they have no direction of their own
    }
  }
  if (!right || rightward <= 0) return;
  if (right >= left) {
    // A right-to-left line: all of it turns around, and what runs left to right inside it turns back.
    reverse(line, 0, count);
    runs(line, count, false);
  } else {
    runs(line, count, true);
  }
}

/** Letters and digits that read from the left. */
function isStrong(letter: Letter): bool {
  if (!letter.length || letter.isSpace) return false;
  const c = <u32>load<u16>(letter.text);
  return !letter.rightToLeft && (isDigit(letter) || (c | 32) - 97 < 26 || (c >= 0xc0 && c < 0x590) || c >= 0x900);
}

/**
 * Reverses each run of letters of one direction: from the first to the last strong letter, with what is between them.
 * Numbers with nothing but space between them are a run each (UAX #9, N1: to their neighbours they are right-to-left);
 * numbers among words are taken for part of what the words say.
 */
function runs(line: usize, count: u32, rightToLeft: bool): void {
  let i: u32 = 0;
  while (i < count) {
    if (!isOf(letterAt(line, i), rightToLeft)) {
      i++;
      continue;
    }
    let last = i;
    let spaced = false;
    let hasWord = !isDigit(letterAt(line, i));
    for (let k = i + 1; k < count; k++) {
      const letter = letterAt(line, k);
      if (letter.isSpace || letter.before == Break.Space) spaced = true;
      if (isOf(letter, rightToLeft)) {
        // Arabic numbers are no part of Latin text (class AN).
        if (spaced && isArabic(letter) != isArabic(letterAt(line, i))) break;
        if (!isDigit(letter)) hasWord = true;
        else if (spaced && !hasWord && !leadsToWord(line, k, count)) break;
        spaced = false;
        last = k;
      } else if (isOf(letter, !rightToLeft)) break;
    }
    // Brackets around what runs to the right in a line that runs to the left stand where they stood.
    const both = !rightToLeft && isBracketed(line, i, last, count) ? 1 : 0;
    reverse(line, i - both, last + 1 + both);
    i = last + 1;
  }
}

function isOf(letter: Letter, rightToLeft: bool): bool {
  return rightToLeft ? letter.rightToLeft : isStrong(letter);
}

function isDigit(letter: Letter): bool {
  if (letter.length != 1) return false;
  const c = <u32>load<u16>(letter.text);
  return c - 48 < 10 || isArabicDigit(c);
}

function isArabic(letter: Letter): bool {
  return isArabicDigit(<u32>load<u16>(letter.text));
}

/** Whether the number at `i` is followed by a word of its own direction. */
function leadsToWord(line: usize, i: u32, count: u32): bool {
  const end = min(count, i + NEAR);
  for (; i < end; i++) {
    const letter = letterAt(line, i);
    if (letter.rightToLeft) return false;
    if (isStrong(letter) && !isDigit(letter)) return true;
  }
  return false;
}

/** Brackets that are the mirror images of each other: UAX #9, L4, with what occurs of BidiMirroring.txt. */
// @ts-ignore: decorator
@lazy const MIRRORED: usize = memory.data<u16>([0x28, 0x29, 0x3c, 0x3e, 0x5b, 0x5d, 0x7b, 0x7d, 0xab, 0xbb, 0]);

/** Whether letters stand between two brackets that belong together, with no space inside. */
function isBracketed(line: usize, first: u32, last: u32, count: u32): bool {
  if (!first || last + 1 >= count) return false;
  const before = letterAt(line, first - 1);
  const behind = letterAt(line, last + 1);
  if (before.length != 1 || behind.length != 1 || letterAt(line, first).before != Break.None || behind.before != Break.None) return false;
  for (let p = MIRRORED; load<u16>(p); p += 4) {
    if (load<u16>(p) == load<u16>(before.text) && load<u16>(p, 2) == load<u16>(behind.text)) return true;
  }
  return false;
}

/** A bracket opens on the other side in text that is turned round: another character stands for the same shape. */
function mirror(letter: Letter): void {
  if (letter.length != 1) return;
  const c = load<u16>(letter.text);
  for (let p = MIRRORED; load<u16>(p); p += 4) {
    if (load<u16>(p) == c) letter.text = p + 2;
    else if (load<u16>(p, 2) == c) letter.text = p;
  }
}

/** Reverses letters; what separates two of them stays between them. */
function reverse(line: usize, from: u32, to: u32): void {
  const step = offsetof<Letter>();
  const spare = push(step);
  const first = letterAt(line, from).before;
  // Breaks belong to the gap before a letter: move them to the other side first.
  for (let i = from; i + 1 < to; i++) letterAt(line, i).before = letterAt(line, i + 1).before;
  let a = line + <usize>from * step;
  let b = line + <usize>(to - 1) * step;
  while (a < b) {
    memory.copy(spare, a, step);
    memory.copy(a, b, step);
    memory.copy(b, spare, step);
    a += step;
    b -= step;
  }
  pop(spare);
  letterAt(line, from).before = first;
  for (let i = from; i < to; i++) mirror(letterAt(line, i));
}
