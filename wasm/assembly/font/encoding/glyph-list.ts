import { GLYPH_BLOCKS, GLYPH_NAME_BLOCK, GLYPH_NAME_COUNT, GLYPH_NAMES, GLYPH_SEQUENCES, GLYPH_UNICODE } from './tables';

/**
 * Adobe's lists of glyph names (the Adobe Glyph List and that of ZapfDingbats), as one sorted table in blocks of names
 * that leave out what they share with the one before (`wasm/scripts/font-tables.mjs`).
 */

/** Room for any name of the lists. */
export const LONGEST_NAME: u32 = 64;
/** Code units that a name of the lists may stand for. */
export const LONGEST_SEQUENCE: u32 = 8;

// @ts-ignore: decorator
@inline function blockStart(block: u32): usize {
  return GLYPH_NAMES + <usize>load<u16>(GLYPH_BLOCKS + ((<usize>block) << 1));
}

/** Compares a name with the first of a block: below 0, 0, or above. */
function compareFirst(block: u32, name: usize, length: u32): i32 {
  let p = blockStart(block) + 1;
  for (let i: u32 = 0; i < length; i++, p++) {
    const packed = <u32>load<u8>(p);
    const difference = <i32>load<u8>(name + i) - <i32>(packed & 0x7f);
    if (difference) return difference;
    if (packed & 0x80) return i + 1 < length ? 1 : 0;
  }
  return -1;
}

/** The place of a name in the list; -1 when it is not there. */
export function findGlyphName(name: usize, length: u32): i32 {
  if (!length || length >= LONGEST_NAME) return -1;
  let low: u32 = 0;
  let high = (GLYPH_NAME_COUNT + GLYPH_NAME_BLOCK - 1) / GLYPH_NAME_BLOCK;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (compareFirst(middle, name, length) < 0) high = middle;
    else low = middle;
  }
  let p = blockStart(low);
  const first = low * GLYPH_NAME_BLOCK;
  const last = min(first + GLYPH_NAME_BLOCK, GLYPH_NAME_COUNT);
  let equal: u32 = 0; // how many bytes of `name` the entry before begins with
  for (let i = first; i < last; i++) {
    const shared = <u32>load<u8>(p++);
    if (shared < equal) return -1; // sorted: what follows is past the name
    let matching = shared == equal;
    let packed: u32 = 0;
    let at = shared;
    do {
      packed = <u32>load<u8>(p++);
      if (matching && at < length && <u32>load<u8>(name + at) == (packed & 0x7f)) equal++;
      else matching = false;
      at++;
    } while (!(packed & 0x80));
    if (matching && at == length) return <i32>i;
  }
  return -1;
}

/** Writes the i-th name to `out`, which has room for LONGEST_NAME bytes; its length. */
export function glyphNameAt(i: u32, out: usize): u32 {
  if (i >= GLYPH_NAME_COUNT) return 0;
  let p = blockStart(i / GLYPH_NAME_BLOCK);
  let length: u32 = 0;
  for (let skip = <i32>(i % GLYPH_NAME_BLOCK); skip >= 0; skip--) {
    length = <u32>load<u8>(p++);
    let packed: u32 = 0;
    do {
      packed = <u32>load<u8>(p++);
      store<u8>(out + length++, <u8>(packed & 0x7f));
    } while (!(packed & 0x80));
  }
  return length;
}

/** Writes what the i-th name stands for to `out` as UTF-16, at most LONGEST_SEQUENCE code units; how many. */
export function glyphUnicodeAt(i: u32, out: usize): u32 {
  const unit = <u32>load<u16>(GLYPH_UNICODE + ((<usize>i) << 1));
  if (unit - 0xd800 >= 0x800) {
    store<u16>(out, <u16>unit);
    return 1;
  }
  const sequence = GLYPH_SEQUENCES + ((<usize>(unit - 0xd800)) << 1);
  const count = <u32>load<u16>(sequence);
  memory.copy(out, sequence + 2, (<usize>count) << 1);
  return count;
}

/** The first place at or after `from` of a name that stands for one code unit; -1 when there is none. */
export function findGlyphUnicode(unit: u32, from: u32): i32 {
  for (let i = from; i < GLYPH_NAME_COUNT; i++) if (<u32>load<u16>(GLYPH_UNICODE + ((<usize>i) << 1)) == unit) return <i32>i;
  return -1;
}
