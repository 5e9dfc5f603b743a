import { Buffer } from '../memory/buffer';
import { pushDecimal, pushInteger } from '../memory/decimal';
import { Kind, kindOf, lengthOf, Obj, stringOf } from '../syntax/object';
import { nameBytes, nameLength } from '../syntax/name-table';
import { Store } from '../syntax/store';
import { decodeText } from '../syntax/text-string';

/** Writes JSON (RFC 8259), in UTF-8, to a Buffer. A comma is put where one is needed: nobody has to count. */

/** `{`, `[`, and what closes them. */
export function open(out: Buffer, bracket: u32): void {
  comma(out);
  out.pushU8(bracket);
}

export function close(out: Buffer, bracket: u32): void {
  out.pushU8(bracket);
}

/** A key of an object. Literals are static data: ASCII letters in UTF-16. */
export function key(out: Buffer, literal: string): void {
  comma(out);
  out.pushU8(0x22);
  letters(out, literal);
  out.pushU8(0x22);
  out.pushU8(0x3a);
}

function letters(out: Buffer, literal: string): void {
  for (let i = 0; i < literal.length; i++) out.pushU8(load<u8>(changetype<usize>(literal) + ((<usize>i) << 1)));
}

export function bool_(out: Buffer, value: bool): void {
  comma(out);
  if (value) letters(out, 'true');
  else letters(out, 'false');
}

export function integer(out: Buffer, value: i32): void {
  comma(out);
  pushInteger(out, <i64>value);
}

/** A number with three decimals. */
export function number(out: Buffer, value: f64): void {
  comma(out);
  pushDecimal(out, value);
}

/** A String object as text; anything else as the empty string. */
export function text(doc: Store, out: Buffer, o: Obj): void {
  const length = kindOf(o) == Kind.String ? lengthOf(o) : 0;
  const mark = doc.call.mark();
  const units = doc.call.alloc(<usize>length * 2 + 2);
  comma(out);
  utf16(out, units, units && length ? decodeText(stringOf(o), length, units) : 0);
  doc.call.release(mark);
}

/** A name's bytes as text: names are meant to be UTF-8 (7.3.5). */
export function name(doc: Store, out: Buffer, atom: u32): void {
  comma(out);
  bytes(out, nameBytes(doc, atom), nameLength(doc, atom));
}

/** ASCII bytes as a string; others become `?`. */
export function bytes(out: Buffer, at: usize, length: u32): void {
  out.pushU8(0x22);
  for (let i: u32 = 0; i < length; i++) {
    const c = <u32>load<u8>(at + i);
    character(out, c < 0x80 ? c : 0x3f);
  }
  out.pushU8(0x22);
}

/** Bytes as hexadecimal digits in a string. */
export function hex(out: Buffer, at: usize, length: u32): void {
  comma(out);
  out.pushU8(0x22);
  for (let i: u32 = 0; i < length; i++) {
    const c = <u32>load<u8>(at + i);
    digit(out, c >> 4);
    digit(out, c & 15);
  }
  out.pushU8(0x22);
}

/** UTF-16 code units as a string. A lone surrogate becomes U+FFFD. */
export function utf16(out: Buffer, at: usize, length: u32): void {
  out.pushU8(0x22);
  for (let i: u32 = 0; i < length; i++) {
    let c = <u32>load<u16>(at + ((<usize>i) << 1));
    if ((c & 0xfc00) == 0xd800 && i + 1 < length && (load<u16>(at + ((<usize>(i + 1)) << 1)) & 0xfc00) == 0xdc00) {
      c = 0x10000 + ((c & 0x3ff) << 10) + ((<u32>load<u16>(at + ((<usize>++i) << 1))) & 0x3ff);
    } else if ((c & 0xf800) == 0xd800) {
      c = 0xfffd;
    }
    character(out, c);
  }
  out.pushU8(0x22);
}

function character(out: Buffer, c: u32): void {
  if (c == 0x22 || c == 0x5c) {
    out.pushU8(0x5c);
    out.pushU8(c);
  } else if (c < 0x20) {
    out.pushU32(0x3030755c); // \u00
    digit(out, c >> 4);
    digit(out, c & 15);
  } else if (c < 0x80) {
    out.pushU8(c);
  } else if (c < 0x800) {
    out.pushU8(0xc0 | (c >> 6));
    out.pushU8(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out.pushU8(0xe0 | (c >> 12));
    out.pushU8(0x80 | ((c >> 6) & 63));
    out.pushU8(0x80 | (c & 63));
  } else {
    out.pushU8(0xf0 | (c >> 18));
    out.pushU8(0x80 | ((c >> 12) & 63));
    out.pushU8(0x80 | ((c >> 6) & 63));
    out.pushU8(0x80 | (c & 63));
  }
}

function digit(out: Buffer, value: u32): void {
  out.pushU8(value < 10 ? 48 + value : 87 + value);
}

/** A comma, unless something has just been opened or named. */
function comma(out: Buffer): void {
  if (!out.length) return;
  const last = load<u8>(out.data + out.length - 1);
  if (last != 0x5b && last != 0x7b && last != 0x3a && last != 0x2c) out.pushU8(0x2c);
}
