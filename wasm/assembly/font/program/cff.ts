import { Arena } from '../../memory/arena';
import { Matrix } from '../../geometry/matrix';
import { Bytes } from './bytes';
import { dictFind, dictInt, dictMatrix, Key } from './cff-dict';
import { Index, indexItem, readIndex } from './cff-index';
import { createMachine, Machine } from './machine';
import { expertCharset, expertEncoding, expertSubsetCharset, standardEncoding } from './encodings';
import { STANDARD_STRINGS, standardName } from './names';

/**
 * What the glyphs of one font dictionary share: a CID-keyed font has up to 256 of them, any other font one.
 *
 *   FontDict   ┌ 0  subroutines (Index), variation index   ┌ 24 default width   ┌ 32 nominal width   ┌ 40 character space to em space
 */
@unmanaged
export class FontDict {
  count: u32;
  offsetSize: u32;
  offsets: u32;
  base: u32;
  end: u32;
  /** CFF2: which set of variation regions its charstrings begin with. */
  variationIndex: u32;
  defaultWidth: f64;
  nominalWidth: f64;
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;

  get subrs(): Index {
    return changetype<Index>(changetype<usize>(this));
  }

  get matrix(): Matrix {
    return changetype<Matrix>(changetype<usize>(this) + offsetof<FontDict>('a'));
  }
}

/** A CFF font (Adobe Technical Note 5176), alone or as a table of an OpenType font; or a CFF2 font (cff2.ts). */
@unmanaged
export class Cff {
  file: Bytes;
  /** The charstring or subroutine that was looked up last. */
  item: Bytes;
  charStrings: Index;
  strings: Index;
  globalSubrs: Index;
  machine: Machine;
  glyphCount: u32;
  isCid: bool;
  /** CFF2: without widths, charset and encoding. */
  isVersion2: bool;
  /** CFF2: offset of the ItemVariationStore; 0 when there is none. */
  variationStore: u32;
  /** SID, or CID, of each glyph (u16); 0 in CFF2. */
  charset: usize;
  /** Glyph of each SID or CID (u16); 0 until asked for. */
  glyphOfSid: usize;
  sidLimit: u32;
  /** Glyph of each of the 256 codes (u16). */
  encoding: usize;
  fontDicts: usize;
  fontDictCount: u32;
  /** Offset of FDSelect; 0 when there is none. */
  fontSelect: u32;

  /** The bytes of an INDEX's count. */
  // @ts-ignore: decorator
  @inline get countWidth(): u32 {
    return this.isVersion2 ? 4 : 2;
  }
}

/** A font of which nothing is read yet; null when memory is out. */
export function createCff(arena: Arena, file: Bytes): Cff | null {
  const p = arena.alloc(offsetof<Cff>());
  const indexes = arena.alloc(offsetof<Index>() * 3);
  const item = Bytes.create(arena, file.data, 0);
  const machine = createMachine(arena);
  if (!p || !indexes || !item || !machine) return null;
  const cff = changetype<Cff>(p);
  cff.file = file;
  cff.item = item;
  cff.machine = machine;
  cff.charStrings = changetype<Index>(indexes);
  cff.strings = changetype<Index>(indexes + offsetof<Index>());
  cff.globalSubrs = changetype<Index>(indexes + offsetof<Index>() * 2);
  return cff;
}

/**
 * Reads a CFF font. `unitsPerEm` is that of the OpenType font around it, or 0. Null when there are no charstrings, or
 * memory is out.
 */
export function loadCff(arena: Arena, file: Bytes, unitsPerEm: u32): Cff | null {
  const cff = createCff(arena, file);
  const dict = Bytes.create(arena, file.data, 0);
  const operands = arena.alloc(48 << 3);
  const indexes = arena.alloc(offsetof<Index>() * 2);
  if (!cff || !dict || !operands || !indexes) return null;
  const scratch = changetype<Index>(indexes);
  const tops = changetype<Index>(indexes + offsetof<Index>());

  readIndex(file, file.u8(2), scratch); // names
  readIndex(file, scratch.end, tops);
  readIndex(file, tops.end, cff.strings);
  readIndex(file, cff.strings.end, cff.globalSubrs);
  if (!indexItem(file, tops, 0, dict)) return null;
  readIndex(file, <u32>dictInt(dict, Key.CharStrings, -1, operands), cff.charStrings);
  if (!cff.charStrings.count) return null;
  cff.glyphCount = cff.charStrings.count;
  cff.isCid = dictFind(dict, Key.Ros, operands) >= 0;

  if (!readCharset(cff, arena, <u32>dictInt(dict, Key.Charset, 0, operands))) return null;
  if (!readFontDicts(cff, arena, dict, scratch, unitsPerEm, operands)) return null;
  if (!cff.isCid && !readEncoding(cff, arena, <u32>dictInt(dict, Key.Encoding, 0, operands))) return null;
  return cff;
}

/** 5176, 13. Without a charset of its own a font has a predefined one; a CID-keyed font then has CID = glyph. */
function readCharset(cff: Cff, arena: Arena, offset: u32): bool {
  const count = cff.glyphCount;
  const charset = arena.alloc((<usize>count) << 1);
  if (!charset) return false;
  cff.charset = charset;
  if (!cff.file.has(offset, 1)) offset = 0; // not there
  if (offset <= 2) {
    for (let gid: u32 = 0; gid < count; gid++) {
      let sid = gid;
      if (!cff.isCid) {
        if (offset == 0) sid = gid <= 228 ? gid : 0;
        else sid = offset == 1 ? expertCharset(gid) : expertSubsetCharset(gid);
      }
      store<u16>(charset + ((<usize>gid) << 1), <u16>sid);
    }
    return true;
  }
  const file = cff.file;
  const format = file.u8(offset);
  let p = offset + 1;
  let gid: u32 = 1;
  while (gid < count && file.has(p, 2)) {
    const sid = file.u16(p);
    p += 2;
    let more: u32 = 0;
    if (format == 1) more = file.u8(p++);
    if (format == 2) {
      more = file.u16(p);
      p += 2;
    }
    for (let i: u32 = 0; i <= more && gid < count; i++) {
      store<u16>(charset + ((<usize>gid) << 1), <u16>(sid + i));
      gid++;
    }
  }
  return true;
}

/** 5176, 12. */
function readEncoding(cff: Cff, arena: Arena, offset: u32): bool {
  const encoding = arena.alloc(512);
  if (!encoding) return false;
  cff.encoding = encoding;
  if (offset <= 1) {
    for (let code: u32 = 0; code < 256; code++) {
      const sid = offset == 0 ? standardEncoding(code) : expertEncoding(code);
      if (sid) setCode(encoding, code, max<i32>(glyphOfSid(cff, arena, sid), 0));
    }
    return true;
  }
  const file = cff.file;
  const format = file.u8(offset);
  const count = file.u8(offset + 1);
  let p = offset + 2;
  let gid: i32 = 1;
  for (let i: u32 = 0; i < count; i++) {
    const code = file.u8(p++);
    const more: u32 = format & 0x7f ? file.u8(p++) : 0;
    for (let j: u32 = 0; j <= more && <u32>gid < cff.glyphCount; j++) setCode(encoding, code + j, gid++);
  }
  if (format & 0x80) {
    const supplements = file.u8(p++);
    for (let i: u32 = 0; i < supplements; i++) {
      setCode(encoding, file.u8(p), max<i32>(glyphOfSid(cff, arena, file.u16(p + 1)), 0));
      p += 3;
    }
  }
  return true;
}

function setCode(encoding: usize, code: u32, gid: i32): void {
  if (code < 256) store<u16>(encoding + ((<usize>code) << 1), <u16>gid);
}

/** The font dictionaries: those of FDArray, or the top dictionary as the only one. */
export function readFontDicts(cff: Cff, arena: Arena, top: Bytes, scratch: Index, unitsPerEm: u32, operands: usize): bool {
  const file = cff.file;
  const matrix = arena.alloc(offsetof<Matrix>());
  const dict = Bytes.create(arena, file.data, 0);
  if (!matrix || !dict) return false;
  const topMatrix = changetype<Matrix>(matrix);
  const hasMatrix = dictMatrix(top, Key.FontMatrix, topMatrix, operands);
  const unit = 1.0 / (unitsPerEm ? <f64>unitsPerEm : 1000.0);
  if (!hasMatrix) topMatrix.set(unit, 0, 0, unit, 0, 0);

  scratch.count = 0;
  const hasArray = cff.isCid || cff.isVersion2;
  if (hasArray) readIndex(file, <u32>dictInt(top, Key.FontArray, 0, operands), scratch, cff.countWidth);
  cff.fontSelect = hasArray ? <u32>dictInt(top, Key.FontSelect, 0, operands) : 0;
  cff.fontDictCount = min<u32>(max<u32>(scratch.count, 1), 256);
  cff.fontDicts = arena.alloc(<usize>cff.fontDictCount * offsetof<FontDict>());
  if (!cff.fontDicts) return false;
  for (let i: u32 = 0; i < cff.fontDictCount; i++) {
    const fontDict = fontDictAt(cff, i);
    const own = fontDict.matrix;
    own.copy(topMatrix);
    if (!scratch.count) {
      readPrivate(cff, top, dict, fontDict, operands);
      continue;
    }
    const has = indexItem(file, scratch, i, dict) && dictMatrix(dict, Key.FontMatrix, own, operands);
    // 5176, 22: the dictionary's matrix, then the font's. Fonts that give the whole scale twice mean it once.
    if (has && hasMatrix && own.scale() * topMatrix.scale() > 1e-5) own.multiply(own, topMatrix);
    else if (!has) own.copy(topMatrix);
    readPrivate(cff, dict, dict, fontDict, operands);
  }
  return true;
}

/** Reads the Private dictionary that `dict` names; `scratch` may be `dict`. */
function readPrivate(cff: Cff, dict: Bytes, scratch: Bytes, out: FontDict, operands: usize): void {
  const file = cff.file;
  readIndex(file, file.length, out.subrs);
  if (dictFind(dict, Key.Private, operands) < 2) return;
  const offset = <u32>load<f64>(operands, 8);
  scratch.slice(file, offset, <u32>load<f64>(operands));
  if (!scratch.length) return;
  const subrs = dictInt(scratch, Key.Subrs, 0, operands);
  if (subrs > 0) readIndex(file, offset + <u32>subrs, out.subrs, cff.countWidth);
  out.variationIndex = <u32>dictInt(scratch, Key.VariationIndex, 0, operands);
  out.defaultWidth = dictFind(scratch, Key.DefaultWidth, operands) > 0 ? load<f64>(operands) : 0;
  out.nominalWidth = dictFind(scratch, Key.NominalWidth, operands) > 0 ? load<f64>(operands) : 0;
}

// @ts-ignore: decorator
@inline function fontDictAt(cff: Cff, i: u32): FontDict {
  return changetype<FontDict>(cff.fontDicts + <usize>i * offsetof<FontDict>());
}

/** The font dictionary of a glyph. 5176, 19: FDSelect is an array of bytes (0), or ranges (3; in CFF2 also 4, with wider numbers). */
export function fontDictOf(cff: Cff, gid: u32): FontDict {
  let i: u32 = 0;
  if (cff.fontSelect) {
    const file = cff.file;
    const format = file.u8(cff.fontSelect);
    if (format == 0) {
      i = file.u8(cff.fontSelect + 1 + gid);
    } else if (format == 3 || format == 4) {
      const width: u32 = format == 3 ? 2 : 4;
      const record = width + (width >> 1);
      const ranges = cff.fontSelect + 1 + width;
      let low: u32 = 0;
      let high = min<u32>(file.uint(cff.fontSelect + 1, width), 0xffff);
      while (high - low > 1 && high > low) {
        const middle = (low + high) >> 1;
        if (file.uint(ranges + middle * record, width) <= gid) low = middle;
        else high = middle;
      }
      i = file.uint(ranges + low * record + width, width >> 1);
    }
  }
  return fontDictAt(cff, i < cff.fontDictCount ? i : 0);
}

/** The SID, or CID, of a glyph. */
export function sidOf(cff: Cff, gid: u32): u32 {
  return cff.charset && gid < cff.glyphCount ? <u32>load<u16>(cff.charset + ((<usize>gid) << 1)) : 0;
}

/** The glyph of a SID, or CID; -1 for none. The table is made at the first call. */
export function glyphOfSid(cff: Cff, arena: Arena, sid: u32): i32 {
  if (sid == 0) return 0;
  if (!cff.glyphOfSid && !invertCharset(cff, arena)) return -1;
  if (sid >= cff.sidLimit) return -1;
  const gid = <i32>load<u16>(cff.glyphOfSid + ((<usize>sid) << 1));
  return gid ? gid : -1;
}

function invertCharset(cff: Cff, arena: Arena): bool {
  let limit: u32 = 0;
  for (let gid: u32 = 0; gid < cff.glyphCount; gid++) limit = max<u32>(limit, sidOf(cff, gid) + 1);
  const table = arena.alloc((<usize>limit) << 1);
  if (!table) return false;
  // Backwards, so that of two glyphs with one SID the first one counts.
  for (let gid = cff.glyphCount - 1; gid > 0; gid--) store<u16>(table + ((<usize>sidOf(cff, gid)) << 1), <u16>gid);
  cff.glyphOfSid = table;
  cff.sidLimit = limit;
  return true;
}

/** The name of a glyph; false for a CID-keyed font, whose glyphs have none. */
export function cffName(cff: Cff, gid: u32, out: Bytes): bool {
  if (cff.isCid || !cff.charset || gid >= cff.glyphCount) return false;
  const sid = sidOf(cff, gid);
  if (gid && !sid) return false;
  if (sid < STANDARD_STRINGS) return standardName(sid, out);
  return indexItem(cff.file, cff.strings, sid - STANDARD_STRINGS, out);
}

/** The glyph of a code in the font's own encoding; -1 for none. */
export function cffGlyphOfCode(cff: Cff, code: u32): i32 {
  if (!cff.encoding || code > 255) return -1;
  const gid = <i32>load<u16>(cff.encoding + ((<usize>code) << 1));
  return gid ? gid : -1;
}
