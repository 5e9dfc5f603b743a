import { Buffer } from '../memory/buffer';
import { alloc } from '../memory/heap';
import { startsWith } from '../memory/literal';
import { Class, classOf, hexValue, isDigit, isRegular, isSpace } from './characters';
import { intern } from './name-table';
import { View } from './source';
import { Store } from './state';

/** The largest real number (PDF 1.7, table C.1): that of an f32. Larger ones are taken for it. */
const MAX_NUMBER: f64 = <f64>f32.MAX_VALUE;

export const enum Token {
  End = 0,
  Int = 1, // integer, and real as f64
  Real = 2, // real
  Name = 3, // atom
  String = 4, // text, textLength: the decoded bytes
  ArrayOpen = 5,
  ArrayClose = 6,
  DictOpen = 7,
  DictClose = 8,
  Keyword = 9, // text, textLength: true, false, null, obj, R, and a content stream's operators
}

/** Bytes of the file that a lexer sees at first, where the file is read by blocks: more than most objects have. */
const FIRST_VIEW: u32 = 2048;
/** Bytes behind a token that can be looked at. */
const AHEAD: usize = 64;

/**
 * Cuts bytes into tokens: a file's objects, and content streams. ISO 32000-2, 7.2 and 7.3. It never reads at or past
 * `end`, takes what writers get wrong as other readers do, and always moves on.
 *
 * `text` points into the bytes, or for what had to be decoded into a buffer that the next token overwrites. In a file
 * that is read by blocks the lexer sees a part, and moves on with the tokens: an address is good until the next one.
 */
@unmanaged
export class Lexer {
  doc: Store;
  /** The next byte to read. */
  position: usize;
  end: usize;
  /** A token that ends at or behind this may be cut off: the file goes on behind `end`. */
  private limit: usize;
  /** What it sees of the file; null in a lexer over other bytes. */
  view: View | null;
  /** Where the last token began. */
  tokenStart: usize;
  real: f64;
  integer: i32;
  atom: u32;
  text: usize;
  textLength: u32;
  private decodedData: usize;
  private decodedLength: u32;
  private decodedLimit: u32;
  private decodedFailed: bool;

  /** A lexer on the heap, over nothing yet; null when memory is out. */
  static create(doc: Store): Lexer | null {
    const p = alloc(offsetof<Lexer>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Lexer>());
    const lexer = changetype<Lexer>(p);
    lexer.doc = doc;
    return lexer;
  }

  // @ts-ignore: decorator
  @inline private get decoded(): Buffer {
    return changetype<Buffer>(changetype<usize>(this) + offsetof<Lexer>('decodedData'));
  }

  /** Starts over on other bytes. */
  open(start: usize, end: usize): void {
    this.position = start;
    this.end = end;
    this.limit = usize.MAX_VALUE;
  }

  /** Starts over at an offset of the file. False when memory is out. */
  openFile(offset: u32): bool {
    if (!this.view) this.view = View.create(this.doc.source);
    if (!this.view) return false;
    this.show(offset, FIRST_VIEW);
    return true;
  }

  /** The offset in the file of an address that the lexer has come by since it was moved last. */
  offsetOf(p: usize): u32 {
    return this.view!.offsetOf(p);
  }

  /** Sees more of the file from the next byte on, which moves: addresses into the view are good no more. False when it sees all there is. */
  widen(): bool {
    if (this.limit == usize.MAX_VALUE) return false;
    const view = this.view!;
    const seen = <u32>(this.end - this.position);
    this.show(view.offsetOf(this.position), max(seen + (seen >> 1), FIRST_VIEW));
    return true;
  }

  private show(offset: u32, count: u32): void {
    const view = this.view!;
    view.show(offset, count);
    this.position = view.start;
    this.end = view.end;
    // Without memory for more, what is seen has to do.
    this.limit = view.goesOn && view.end > view.start + AHEAD ? view.end - AHEAD : usize.MAX_VALUE;
  }

  /** Keeps little for whoever borrows it next. */
  rest(): void {
    if (this.view) this.view!.shrink(FIRST_VIEW);
  }

  /** The buffer for decoded strings is given back; the lexer stays its owner's. */
  release(): void {
    this.decoded.release();
  }

  /** Skips white space and comments. */
  skipSpace(): void {
    let p = this.position;
    const end = this.end;
    while (p < end) {
      const c = <u32>load<u8>(p);
      if (isSpace(c)) {
        p++;
      } else if (c == 0x25 /* % */) {
        while (p < end && load<u8>(p) != 10 && load<u8>(p) != 13) p++;
      } else {
        break;
      }
    }
    this.position = p;
  }

  /** Reads a token; what it holds is then in the fields. */
  next(): Token {
    const from = this.position;
    let token = this.scan();
    if (this.position < this.limit) return token;
    // It may go on, and so may white space before it.
    let start = this.view!.offsetOf(from);
    while (this.position >= this.limit) {
      const seen = <u32>(this.end - this.view!.addressOf(start));
      this.show(start, max(seen << 1, FIRST_VIEW));
      token = this.scan();
    }
    return token;
  }

  private scan(): Token {
    this.skipSpace();
    const p = this.position;
    this.tokenStart = p;
    if (p >= this.end) return Token.End;
    const c = <u32>load<u8>(p);
    if (isDigit(c) || c == 0x2b || c == 0x2d || c == 0x2e) return this.number();
    switch (c) {
      case 0x2f: // /
        return this.name();
      case 0x28: // (
        return this.literalString();
      case 0x5b: // [
        this.position = p + 1;
        return Token.ArrayOpen;
      case 0x5d: // ]
        this.position = p + 1;
        return Token.ArrayClose;
      case 0x3c: // <
        if (p + 1 < this.end && load<u8>(p, 1) == 0x3c) {
          this.position = p + 2;
          return Token.DictOpen;
        }
        return this.hexString();
      case 0x3e: // >
        if (p + 1 < this.end && load<u8>(p, 1) == 0x3e) {
          this.position = p + 2;
          return Token.DictClose;
        }
        break;
    }
    if (classOf(c) == Class.Delimiter) {
      // `{` and `}` of a calculator function; a stray `)` or `>`.
      this.position = p + 1;
      this.text = p;
      this.textLength = 1;
      return Token.Keyword;
    }
    return this.keyword();
  }

  private keyword(): Token {
    const start = this.position;
    const end = this.end;
    let p = start + 1;
    while (p < end && isRegular(load<u8>(p))) p++;
    this.position = p;
    this.text = start;
    this.textLength = <u32>(p - start);
    return Token.Keyword;
  }

  /** 7.3.3. Repeated signs count once and a sign inside the digits ends nothing, as other readers have it; `12.3.4` is 12.3. */
  private number(): Token {
    const start = this.position;
    const end = this.end;
    let p = start;
    let negative = false;
    let c = <u32>load<u8>(p);
    while (c == 0x2b || c == 0x2d) {
      negative = c == 0x2d;
      p++;
      c = p < end ? <u32>load<u8>(p) : 0;
    }
    let value: f64 = 0;
    let digits = 0;
    let whole: u64 = 0;
    while (isDigit(c) || (c == 0x2d && digits)) {
      if (c != 0x2d) {
        if (digits < 18) whole = whole * 10 + <u64>(c - 48);
        else value = (digits == 18 ? <f64>whole : value) * 10 + <f64>(c - 48);
        digits++;
      }
      p++;
      c = p < end ? <u32>load<u8>(p) : 0;
    }
    value = digits <= 18 ? <f64>whole : min(value, MAX_NUMBER);
    if (c != 0x2e) {
      this.position = p;
      if (!digits) return p < end && isRegular(c) ? this.keyword() : this.integerOf(0); // a lone sign
      // `1abc` in a content stream: the number, then the operator.
      return this.integerOf(negative ? -value : value);
    }
    p++;
    c = p < end ? <u32>load<u8>(p) : 0;
    let fraction: u64 = 0;
    let scale: u64 = 1;
    while (isDigit(c) || c == 0x2d) {
      if (c != 0x2d && scale < 1000000000000000) {
        fraction = fraction * 10 + <u64>(c - 48);
        scale *= 10;
      }
      p++;
      c = p < end ? <u32>load<u8>(p) : 0;
    }
    while (p < end && (c == 0x2e || isDigit(c))) {
      p++;
      c = p < end ? <u32>load<u8>(p) : 0;
    }
    this.position = p;
    value += <f64>fraction / <f64>scale;
    this.real = negative ? -value : value;
    return Token.Real;
  }

  private integerOf(value: f64): Token {
    this.real = value;
    if (abs(value) > 2147483647.0) return Token.Real;
    this.integer = <i32>value;
    return Token.Int;
  }

  /** 7.3.5: `#` and two digits stand for a byte; a `#` without them for itself. */
  private name(): Token {
    const end = this.end;
    const start = this.position + 1;
    let p = start;
    let escaped = false;
    while (p < end) {
      const c = <u32>load<u8>(p);
      if (!isRegular(c)) break;
      if (c == 0x23) escaped = true;
      p++;
    }
    this.position = p;
    if (!escaped) {
      this.atom = intern(this.doc, start, <u32>(p - start));
      return Token.Name;
    }
    const out = this.decoded;
    out.clear();
    for (let q = start; q < p; q++) {
      const c = <u32>load<u8>(q);
      if (c == 0x23 && q + 2 < p) {
        const high = hexValue(load<u8>(q, 1));
        const low = hexValue(load<u8>(q, 2));
        if (high < 16 && low < 16) {
          out.pushU8((high << 4) | low);
          q += 2;
          continue;
        }
      }
      out.pushU8(c);
    }
    this.atom = intern(this.doc, out.data, out.length);
    return Token.Name;
  }

  /** 7.3.4.2. */
  private literalString(): Token {
    const end = this.end;
    const start = this.position + 1;
    let p = start;
    // Most strings stand in the bytes as they are.
    for (; p < end; p++) {
      const c = <u32>load<u8>(p);
      if (c == 0x29) {
        this.position = p + 1;
        this.text = start;
        this.textLength = <u32>(p - start);
        return Token.String;
      }
      if (c == 0x28 || c == 0x5c || c == 13) break;
    }
    const out = this.decoded;
    out.clear();
    out.pushBytes(start, <u32>(p - start));
    let depth = 1;
    while (p < end) {
      let c = <u32>load<u8>(p++);
      if (c == 0x28) {
        depth++;
      } else if (c == 0x29) {
        if (--depth == 0) break;
      } else if (c == 13) {
        if (p < end && load<u8>(p) == 10) p++;
        c = 10;
      } else if (c == 0x5c && p < end) {
        c = <u32>load<u8>(p++);
        switch (c) {
          case 0x6e: // n
            c = 10;
            break;
          case 0x72: // r
            c = 13;
            break;
          case 0x74: // t
            c = 9;
            break;
          case 0x62: // b
            c = 8;
            break;
          case 0x66: // f
            c = 12;
            break;
          case 13:
            if (p < end && load<u8>(p) == 10) p++;
            continue;
          case 10:
            continue;
          default:
            if (c - 48 < 8) {
              c -= 48;
              for (let i = 0; i < 2 && p < end && <u32>load<u8>(p) - 48 < 8; i++) c = (c << 3) + <u32>load<u8>(p++) - 48;
            }
        }
      }
      out.pushU8(c);
    }
    this.position = p;
    this.text = out.data;
    this.textLength = out.length;
    return Token.String;
  }

  /** 7.3.4.3: an odd last digit is followed by a 0; what is no digit is passed over. */
  private hexString(): Token {
    const end = this.end;
    const out = this.decoded;
    out.clear();
    let p = this.position + 1;
    let high: u32 = 255;
    while (p < end) {
      const c = <u32>load<u8>(p++);
      if (c == 0x3e) break;
      const value = hexValue(c);
      if (value > 15) continue;
      if (high > 15) {
        high = value;
      } else {
        out.pushU8((high << 4) | value);
        high = 255;
      }
    }
    if (high < 16) out.pushU8(high << 4);
    this.position = p;
    this.text = out.data;
    this.textLength = out.length;
    return Token.String;
  }

  /** Whether the last token is this keyword. */
  isKeyword(literal: string): bool {
    return this.textLength == <u32>literal.length && startsWith(this.text, this.text + <usize>this.textLength, literal);
  }
}

/** Up to eight bytes as one number, the first in the lowest byte. */
export function packedKeyword(at: usize, length: u32): u64 {
  let packed: u64 = 0;
  for (let i: u32 = 0; i < length && i < 8; i++) packed |= (<u64>load<u8>(at + i)) << ((<u64>i) << 3);
  return packed;
}
