import { Arena } from '../../memory/arena';
import { IntMap } from '../../memory/map';
import { Bytes } from './bytes';
import { Sfnt, Table } from './sfnt';

/**
 * Character codes to glyphs (OpenType, 'cmap'). Subtables are named by platform and encoding: (3, 1) is Unicode,
 * (3, 0) the font's own symbols, (1, 0) Macintosh Roman, (0, any) Unicode.
 */

/** Subtables that are looked at; fonts have a handful. */
const MOST_SUBTABLES: u32 = 64;
/** Codes of 16 bits. */
const CODES: u32 = 0x10000;
/** How often a code may be in segments that lie one over the other, on average, until the rest is left out. */
const OVERLAP: u32 = 4;

/** How many subtables there are. */
export function cmapCount(sfnt: Sfnt): u32 {
  const cmap = sfnt.table(Table.Cmap);
  return cmap.length < 4 ? 0 : min<u32>(min<u32>(cmap.u16(2), (cmap.length - 4) >> 3), MOST_SUBTABLES);
}

/** Platform << 16 | encoding of subtable `i`. */
export function cmapKind(sfnt: Sfnt, i: u32): u32 {
  return sfnt.table(Table.Cmap).u32(4 + i * 8);
}

/** The offset in 'cmap' of subtable `i`. */
export function cmapOffset(sfnt: Sfnt, i: u32): u32 {
  return sfnt.table(Table.Cmap).u32(8 + i * 8);
}

/** The offset in 'cmap' of the subtable for a platform and encoding; 0 when there is none. */
export function findCmap(sfnt: Sfnt, platform: u32, encoding: u32): u32 {
  const count = cmapCount(sfnt);
  for (let i: u32 = 0; i < count; i++) {
    if (cmapKind(sfnt, i) == ((platform << 16) | encoding)) return cmapOffset(sfnt, i);
  }
  return 0;
}

/** The glyph of `code` in the subtable at `offset`; 0 for none. */
export function lookUpCmap(sfnt: Sfnt, arena: Arena, offset: u32, code: u32): u32 {
  const cmap = sfnt.table(Table.Cmap);
  if (!offset || !cmap.has(offset, 4)) return 0;
  const format = cmap.u16(offset);
  if (format == 0) return code < 256 ? cmap.u8(offset + 6 + code) : 0;
  if (format == 2) return highByteMapping(cmap, offset, code);
  if (format == 4) return segmentMapping(sfnt, arena, offset, code);
  if (format == 6) {
    const index = code - cmap.u16(offset + 6);
    return index < cmap.u16(offset + 8) ? cmap.u16(offset + 10 + index * 2) : 0;
  }
  if (format == 10) {
    const index = code - cmap.u32(offset + 12);
    return index < min<u32>(cmap.u32(offset + 16), 0x110000) ? cmap.u16(offset + 20 + index * 2) : 0;
  }
  if (format == 12 || format == 13) return groupMapping(cmap, offset + 12, code, format == 12);
  // 8: which 16-bit codes begin a longer one, in 8192 bytes, then as 12. 14 (variation sequences) maps no single codes.
  if (format == 8) return groupMapping(cmap, offset + 12 + 8192, code, true);
  return 0;
}

/** Format 2: codes of one and two bytes mixed, for the old CJK encodings. */
function highByteMapping(cmap: Bytes, offset: u32, code: u32): u32 {
  if (code > 0xffff) return 0;
  const high = code >> 8;
  const low = code & 0xff;
  const key = cmap.u16(offset + 6 + high * 2);
  if (high == 0 && cmap.u16(offset + 6 + low * 2)) return 0; // the first byte of a two-byte code
  const header = offset + 6 + 512 + key;
  const first = cmap.u16(header);
  const index = low - first;
  if (low < first || index >= cmap.u16(header + 2)) return 0;
  const gid = cmap.u16(header + 6 + cmap.u16(header + 6) + index * 2);
  return gid ? (gid + cmap.u16(header + 4)) & 0xffff : 0;
}

/** The segments of a subtable of format 4. Its own length is often wrong: only the end of 'cmap' counts. */
function segmentCount(cmap: Bytes, offset: u32): u32 {
  return min<u32>(cmap.u16(offset + 6) >> 1, (cmap.length - offset) >> 3);
}

/** Format 4: sorted segments of 16-bit codes. */
function segmentMapping(sfnt: Sfnt, arena: Arena, offset: u32, code: u32): u32 {
  if (code >= CODES) return 0;
  const cmap = sfnt.table(Table.Cmap);
  const count = segmentCount(cmap, offset);
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cmap.u16(offset + 14 + middle * 2) < code) low = middle + 1;
    else high = middle;
  }
  if (low < count) {
    const gid = segmentGlyph(cmap, offset, count, low, code);
    if (gid) return gid;
  }
  const table = spread(sfnt, arena, offset);
  return table ? <u32>load<u16>(table + ((<usize>code) << 1)) : 0;
}

/**
 * The glyphs of all codes (u16 each) of a subtable whose segments are out of order, or one over the other, as those of some
 * subsets are: of two segments the first one counts, for codes that a search by halves does not find. 0 for a subtable in order. It is found out once: a page may ask for
 * thousands of codes that are not there.
 */
function spread(sfnt: Sfnt, arena: Arena, offset: u32): usize {
  let known = sfnt.spreads;
  if (!known) {
    known = IntMap.create(arena);
    if (!known) return 0;
    sfnt.spreads = known;
  }
  let table = known.get(offset);
  if (!table) {
    table = max<u32>(<u32>spreadOut(sfnt.table(Table.Cmap), arena, offset), 1);
    known.set(offset, table);
  }
  return table > 1 ? <usize>table : 0;
}

function spreadOut(cmap: Bytes, arena: Arena, offset: u32): usize {
  const count = segmentCount(cmap, offset);
  const starts = offset + 16 + count * 2;
  let sorted = true;
  for (let i: u32 = 0; i + 1 < count && sorted; i++) sorted = cmap.u16(offset + 14 + i * 2) < cmap.u16(starts + (i + 1) * 2);
  const table = sorted ? 0 : arena.alloc(CODES << 1);
  if (!table) return 0;
  let left: u32 = CODES * OVERLAP;
  for (let i: u32 = 0; i < count; i++) {
    const end = cmap.u16(offset + 14 + i * 2);
    for (let code = cmap.u16(starts + i * 2); code <= end && left; code++, left--) {
      const slot = table + ((<usize>code) << 1);
      if (!load<u16>(slot)) store<u16>(slot, <u16>segmentGlyph(cmap, offset, count, i, code));
    }
  }
  return table;
}

function segmentGlyph(cmap: Bytes, offset: u32, count: u32, segment: u32, code: u32): u32 {
  const starts = offset + 16 + count * 2;
  const start = cmap.u16(starts + segment * 2);
  if (code < start) return 0;
  const delta = cmap.u16(starts + count * 2 + segment * 2);
  const rangeAt = starts + count * 4 + segment * 2;
  const range = cmap.u16(rangeAt);
  if (range == 0 || range == 0xffff) return (code + delta) & 0xffff;
  const gid = cmap.u16(rangeAt + range + (code - start) * 2);
  return gid ? (gid + delta) & 0xffff : 0;
}

/** Formats 8, 12 and 13: sorted groups of 32-bit codes, behind their count; in 13 all codes of a group have one glyph. */
function groupMapping(cmap: Bytes, offset: u32, code: u32, running: bool): u32 {
  const count = min<u32>(cmap.u32(offset), cmap.length / 12);
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cmap.u32(offset + 8 + middle * 12) < code) low = middle + 1;
    else high = middle;
  }
  const group = offset + 4 + low * 12;
  if (low >= count || !cmap.has(group, 12) || code < cmap.u32(group)) return 0;
  const gid = cmap.u32(group + 8) + (running ? code - cmap.u32(group) : 0);
  return gid <= 0xffff ? gid : 0;
}

/**
 * The other way: writes the lowest character that each glyph has in the subtable at `offset` (u16 each, 0: none) to `table`,
 * which has room for `glyphs` of them; characters of Unicode's first plane only. How many codes were looked at.
 */
export function reverseCmap(sfnt: Sfnt, arena: Arena, offset: u32, table: usize, glyphs: u32): u32 {
  const cmap = sfnt.table(Table.Cmap);
  const format = offset && cmap.has(offset, 4) ? cmap.u16(offset) : 0;
  let left: u32 = CODES * OVERLAP;
  if (format == 4) {
    const count = segmentCount(cmap, offset);
    for (let i: u32 = 0; i < count; i++) {
      const end = cmap.u16(offset + 14 + i * 2);
      for (let code = cmap.u16(offset + 16 + count * 2 + i * 2); code <= end && left; code++, left--)
        note(table, glyphs, segmentGlyph(cmap, offset, count, i, code), code);
    }
  } else if (format == 12) {
    const count = min<u32>(cmap.u32(offset + 12), cmap.length / 12);
    for (let i: u32 = 0; i < count; i++) {
      const group = offset + 16 + i * 12;
      const end = min<u32>(cmap.u32(group + 4), CODES - 1);
      const first = cmap.u32(group);
      for (let code = first; code <= end && left; code++, left--) note(table, glyphs, cmap.u32(group + 8) + code - first, code);
    }
  } else {
    for (let code: u32 = 0x20; code < CODES; code++, left--) note(table, glyphs, lookUpCmap(sfnt, arena, offset, code), code);
  }
  return CODES * OVERLAP - left;
}

/** Of a glyph's characters the lowest counts; what is no character, or controls, does not. */
function note(table: usize, glyphs: u32, gid: u32, code: u32): void {
  if (!gid || gid >= glyphs || code < 0x20 || code >= 0xfffe || code >> 11 == 0x1b) return;
  const slot = table + ((<usize>gid) << 1);
  const known = <u32>load<u16>(slot);
  if (!known || code < known) store<u16>(slot, <u16>code);
}
