import { hexValue, isDigit } from '../../syntax/characters';
import { findGlyphName, glyphUnicodeAt, LONGEST_SEQUENCE } from './glyph-list';

/**
 * What glyph names mean. Source: Adobe Glyph List Specification, section 2; beyond it, names that TeX's and other
 * writers' fonts are full of.
 */

/** Room, in code units, for the text of any glyph name. */
export const MOST_UNITS: u32 = 32;

/**
 * Writes the text that a glyph name stands for to `out` (UTF-16, room for MOST_UNITS); its length, 0 when the name says
 * nothing. `dingbats`: the font is ZapfDingbats, whose a1, a2, … are names of its own.
 */
export function unicodeOfName(name: usize, length: u32, dingbats: bool, out: usize): u32 {
  let end: u32 = 0;
  while (end < length && load<u8>(name + end) != 0x2e /* . */) end++;
  let count: u32 = 0;
  for (let start: u32 = 0; start < end;) {
    let stop = start;
    while (stop < end && load<u8>(name + stop) != 0x5f /* _ */) stop++;
    if (count + LONGEST_SEQUENCE > MOST_UNITS) break;
    count += component(name + start, stop - start, dingbats, out + ((<usize>count) << 1));
    start = stop + 1;
  }
  return count ? count : sizedName(name, end, out);
}

function component(name: usize, length: u32, dingbats: bool, out: usize): u32 {
  const index = findGlyphName(name, length);
  if (index >= 0 && (dingbats || !isDingbat(name, length))) return glyphUnicodeAt(<u32>index, out);
  if (length >= 7 && load<u16>(name) == 0x6e75 /* un */ && load<u8>(name, 2) == 0x69 /* i */ && (length - 3) % 4 == 0) {
    const count = min<u32>((length - 3) >> 2, LONGEST_SEQUENCE);
    for (let i: u32 = 0; i < count; i++) {
      const unit = hex(name + 3 + <usize>(i << 2), 4);
      if (unit < 0 || (unit >= 0xd800 && unit < 0xe000)) return 0;
      store<u16>(out + ((<usize>i) << 1), <u16>unit);
    }
    return count;
  }
  if (length >= 5 && length <= 7 && load<u8>(name) == 0x75 /* u */) return putScalar(hex(name + 1, length - 1), out);
  return 0;
}

/** `a` and digits: no such name is in the Adobe Glyph List. */
function isDingbat(name: usize, length: u32): bool {
  return length > 1 && load<u8>(name) == 0x61 && isDigit(load<u8>(name, 1));
}

/** A hexadecimal number; -1 when a character is no digit. */
function hex(p: usize, digits: u32): i32 {
  let value: i32 = 0;
  for (let i: u32 = 0; i < digits; i++) {
    const digit = hexValue(load<u8>(p + i));
    if (digit > 15) return -1;
    value = (value << 4) | (<i32>digit);
  }
  return value;
}

/** Writes a Unicode scalar value as UTF-16; the number of code units, 0 for what is no scalar value. */
export function putScalar(value: i32, out: usize): u32 {
  if (value <= 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return 0;
  if (value < 0x10000) {
    store<u16>(out, <u16>value);
    return 1;
  }
  store<u16>(out, <u16>(0xd7c0 + (value >> 10)));
  store<u16>(out, <u16>(0xdc00 | (value & 0x3ff)), 2);
  return 2;
}

/** TeX's extension fonts have the same sign in several sizes: parenleftbig, summationdisplay, radicalbigg. */
function sizedName(name: usize, length: u32, out: usize): u32 {
  let cut: u32 = 0;
  if (endsWith(name, length, 'bigg') || endsWith(name, length, 'text')) cut = 4;
  else if (endsWith(name, length, 'big')) cut = 3;
  else if (endsWith(name, length, 'display')) cut = 7;
  if (!cut) return 0;
  const index = findGlyphName(name, length - cut);
  return index < 0 ? 0 : glyphUnicodeAt(<u32>index, out);
}

/** Whether a name ends with a word, which is not all of it; a capital first letter is taken too. */
function endsWith(name: usize, length: u32, literal: string): bool {
  const count = <u32>literal.length;
  if (length <= count) return false;
  const at = name + <usize>(length - count);
  const first = literal.charCodeAt(0);
  if (((<i32>load<u8>(at)) | 0x20) != first) return false;
  for (let i = 1; i < <i32>count; i++) if (<i32>load<u8>(at + <usize>i) != literal.charCodeAt(i)) return false;
  return true;
}

/**
 * The code in names that only number glyphs by character code: G41 (hexadecimal), C65 and c065 (decimal). 0 for others.
 * Fonts that some converters made of others are named so.
 */
export function codeInName(name: usize, length: u32): u32 {
  if (length < 3 || length > 5) return 0;
  const letter = <u32>load<u8>(name);
  if (letter == 0x47 && length == 3) return <u32>max<i32>(hex(name + 1, 2), 0);
  if ((letter | 0x20) != 0x63) return 0;
  let value: u32 = 0;
  for (let i: u32 = 1; i < length; i++) {
    const c = <u32>load<u8>(name + i);
    if (!isDigit(c)) return 0;
    value = value * 10 + c - 48;
  }
  return value;
}
