import { Buffer } from '../memory/buffer';
import { Break, Letter } from './letters';

/**
 * Lines with right-to-left text, brought from the order in which they are seen into the order in which they are read:
 * a small part of the Unicode Bidirectional Algorithm (UAX #9), backwards. Pages show such text glyph by glyph from the
 * left; where it was written from the right, it is in reading order already and stays.
 */

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
    } else if (isStrong(letter)) {
      left++;
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
  return !letter.rightToLeft && (c - 48 < 10 || (c | 32) - 97 < 26 || (c >= 0xc0 && c < 0x590) || c >= 0x900);
}

/** Reverses each run of letters of one direction: from the first to the last strong letter, with what is between them. */
function runs(line: usize, count: u32, rightToLeft: bool): void {
  let i: u32 = 0;
  while (i < count) {
    if (!isOf(letterAt(line, i), rightToLeft)) {
      i++;
      continue;
    }
    let last = i;
    for (let k = i + 1; k < count; k++) {
      const letter = letterAt(line, k);
      if (isOf(letter, rightToLeft)) last = k;
      else if (isOf(letter, !rightToLeft)) break;
    }
    reverse(line, i, last + 1);
    i = last + 1;
  }
}

function isOf(letter: Letter, rightToLeft: bool): bool {
  return rightToLeft ? letter.rightToLeft : isStrong(letter);
}

/** Reverses letters; what separates two of them stays between them. */
function reverse(line: usize, from: u32, to: u32): void {
  const step = offsetof<Letter>();
  const spare = memory.data(80, 8);
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
  letterAt(line, from).before = first;
}
