import { startsWith } from '../../memory/literal';
import { Bytes } from './bytes';
import { scaleByTen } from './number';
import { isSpace } from './type1-crypt';

/**
 * Reads the PostScript of a Type 1 font word by word. Names keep their slash; brackets are words of their own; strings
 * are one word; comments are passed over.
 *
 *   Scanner ┌ 0  the text (Bytes)   ┌ 8 where the next word is looked for   ┌ 12 where this word starts   ┌ 16 its length
 */
@unmanaged
export class Scanner {
  data: usize;
  length: u32;
  p: u32;
  start: u32;
  size: u32;

  get text(): Bytes {
    return changetype<Bytes>(changetype<usize>(this));
  }

  /** Goes to the next word; false at the end. */
  next(): bool {
    const text = this.text;
    let p = this.p;
    while (p < this.length) {
      const c = text.u8(p);
      if (c == 37) {
        // %
        while (p < this.length && text.u8(p) != 10 && text.u8(p) != 13) p++;
      } else if (isSpace(c)) {
        p++;
      } else {
        break;
      }
    }
    this.start = p;
    if (p < this.length) {
      const c = text.u8(p++);
      if (c == 40) p = this.stringEnd(p);
      else if (c == 47 || !isDelimiter(c)) while (p < this.length && isRegular(text.u8(p))) p++;
    }
    this.p = p;
    this.size = p - this.start;
    return this.size > 0;
  }

  /** Lets `next` give this word again. */
  back(): void {
    this.p = this.start;
  }

  /** Whether the word is this one. */
  is(literal: string): bool {
    const at = this.text.data + <usize>this.start;
    return this.size == <u32>literal.length && this.text.has(this.start, this.size) && startsWith(at, at + <usize>this.size, literal);
  }

  /** The first character of the word. */
  get head(): u32 {
    return this.text.u8(this.start);
  }

  /** Whether the word is a number; `number` gives it. */
  get isNumber(): bool {
    const c = this.head;
    const d = c == 45 || c == 43 || c == 46 ? this.text.u8(this.start + 1) : c;
    return this.size > 0 && (d - 48 < 10 || (d == 46 && c != 46));
  }

  /** The word as a number: decimal, with a fraction or an exponent, or base#digits. */
  get number(): f64 {
    const text = this.text;
    const end = this.start + this.size;
    let p = this.start;
    const negative = text.u8(p) == 45;
    if (negative || text.u8(p) == 43) p++;
    let value: f64 = 0;
    let places: i32 = 0;
    let fraction = false;
    for (; p < end; p++) {
      const c = text.u8(p);
      if (c - 48 < 10) {
        value = value * 10 + <f64>(c - 48);
        if (fraction) places++;
      } else if (c == 46) {
        fraction = true;
      } else {
        break;
      }
    }
    let exponent: i32 = 0;
    const c = text.u8(p);
    if (p < end && c == 35) {
      // #
      const base = value;
      value = 0;
      for (p++; p < end; p++) {
        const digit = text.u8(p);
        value = value * base + <f64>(digit <= 57 ? digit - 48 : (digit | 32) - 87);
      }
    } else if (p < end && (c | 32) == 101) {
      // e
      p++;
      const down = text.u8(p) == 45;
      if (down || text.u8(p) == 43) p++;
      for (; p < end && text.u8(p) - 48 < 10 && exponent < 1000; p++) exponent = exponent * 10 + <i32>(text.u8(p) - 48);
      if (down) exponent = -exponent;
    }
    value = scaleByTen(value, exponent - places);
    return negative ? -value : value;
  }

  private stringEnd(p: u32): u32 {
    const text = this.text;
    let depth = 1;
    for (; p < this.length && depth > 0; p++) {
      const c = text.u8(p);
      if (c == 92)
        p++; // backslash
      else if (c == 40) depth++;
      else if (c == 41) depth--;
    }
    return min<u32>(p, this.length);
  }
}

/** ( ) / < > [ ] { } % */
function isDelimiter(c: u32): bool {
  return c == 40 || c == 41 || c == 47 || c == 60 || c == 62 || c == 91 || c == 93 || c == 123 || c == 125 || c == 37;
}

function isRegular(c: u32): bool {
  return !isSpace(c) && !isDelimiter(c);
}
