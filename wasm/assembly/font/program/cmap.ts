import { Bytes } from './bytes';
import { Sfnt, Table } from './sfnt';

/**
 * Character codes to glyphs (OpenType, 'cmap'). Subtables are named by platform and encoding: (3, 1) is Unicode,
 * (3, 0) the font's own symbols, (1, 0) Macintosh Roman, (0, any) Unicode.
 */

/** How many subtables there are. */
export function cmapCount(sfnt: Sfnt): u32 {
  const cmap = sfnt.table(Table.Cmap);
  return cmap.length < 4 ? 0 : min<u32>(cmap.u16(2), (cmap.length - 4) >> 3);
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
export function lookUpCmap(sfnt: Sfnt, offset: u32, code: u32): u32 {
  const cmap = sfnt.table(Table.Cmap);
  if (!offset || !cmap.has(offset, 4)) return 0;
  const format = cmap.u16(offset);
  if (format == 0) return code < 256 ? cmap.u8(offset + 6 + code) : 0;
  if (format == 2) return highByteMapping(cmap, offset, code);
  if (format == 4) return segmentMapping(cmap, offset, code);
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

/** Format 4: sorted segments of 16-bit codes. */
function segmentMapping(cmap: Bytes, offset: u32, code: u32): u32 {
  if (code > 0xffff) return 0;
  // The length in the table is often wrong: only the end of 'cmap' counts.
  const count = min<u32>(cmap.u16(offset + 6) >> 1, (cmap.length - offset) >> 3);
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
  // Some subsets have segments out of order or one over the other.
  for (let i: u32 = 0; i < count; i++) {
    if (cmap.u16(offset + 14 + i * 2) < code) continue;
    const gid = segmentGlyph(cmap, offset, count, i, code);
    if (gid) return gid;
  }
  return 0;
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
