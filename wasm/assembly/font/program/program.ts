import { Arena } from '../../memory/arena';
import { Path } from '../../geometry/path';
import { Bytes } from './bytes';
import { Cff, cffGlyphOfCode, cffName, glyphOfSid, loadCff } from './cff';
import { loadCff2 } from './cff2';
import { cmapCount, cmapOffset, findCmap, lookUpCmap, reverseCmap } from './cmap';
import { outlineGlyf } from './glyf';
import { verticalSubstitute } from './gsub';
import { NameIndex } from './name-index';
import { postName } from './post';
import { advanceUnits, isSfnt, loadSfnt, Sfnt, Table } from './sfnt';
import { Type1, type1CodeName, type1Name } from './type1';
import { runType1 } from './type1-charstring';
import { loadType1 } from './type1-reader';
import { runType2 } from './type2-charstring';

/**
 * A font program: the file with the outlines, whatever its format. `sfnt` is there for TrueType and OpenType, `cff`
 * for CFF and for OpenType with CFF outlines, `type1` for Type 1. Glyphs are numbered from 0, which is .notdef; what
 * is measured is in em: y up, 1 = the font size.
 *
 * Fonts are hostile. Each read is checked, each recursion capped, and a glyph that is damaged gives what could be read.
 *
 * Sources: OpenType 1.9; Adobe Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings); Adobe Type 1 Font Format.
 */
@unmanaged
export class FontProgram {
  arena: Arena;
  sfnt: Sfnt | null;
  cff: Cff | null;
  type1: Type1 | null;
  glyphCount: u32;
  /** Glyphs by name; made at the first look-up. */
  names: NameIndex | null;
  item: Bytes;
}

/**
 * Reads a font of any format; the first bytes say which. `data` has to stay as long as `arena`. Null when there are no
 * glyphs in it, or memory is out.
 */
export function loadProgram(arena: Arena, data: usize, length: u32): FontProgram | null {
  const p = arena.alloc(offsetof<FontProgram>());
  const file = Bytes.create(arena, data, length);
  const item = Bytes.create(arena, data, 0);
  if (!p || !file || !item) return null;
  const program = changetype<FontProgram>(p);
  program.arena = arena;
  program.item = item;
  if (isSfnt(file)) return loadSfntProgram(program, file);

  // Some fonts have a few stray bytes before them.
  let start: u32 = 0;
  while (start < 64 && isSpaceOrZero(file, start)) start++;
  file.slice(file, start, length);
  if (file.u8(0) == 1 && file.u8(2) >= 4 && file.u8(2) < 32) {
    const cff = loadCff(arena, file, 0);
    if (cff) {
      program.cff = cff;
      program.glyphCount = cff.glyphCount;
      return program;
    }
  }
  const type1 = loadType1(arena, file);
  if (!type1) return null;
  program.type1 = type1;
  program.names = type1.names;
  program.glyphCount = type1.glyphCount;
  return program;
}

function isSpaceOrZero(file: Bytes, offset: u32): bool {
  const c = file.u8(offset);
  return file.has(offset, 1) && (c == 0 || c == 32 || c == 10 || c == 13);
}

function loadSfntProgram(program: FontProgram, file: Bytes): FontProgram | null {
  const sfnt = loadSfnt(program.arena, file);
  if (!sfnt) return null;
  program.sfnt = sfnt;
  program.glyphCount = sfnt.glyphCount;
  const table = sfnt.table(sfnt.table(Table.Cff).length ? Table.Cff : Table.Cff2);
  if (!sfnt.table(Table.Glyf).length && table.length) {
    const unitsPerEm: u32 = sfnt.table(Table.Head).length ? sfnt.unitsPerEm : 0;
    const cff = table.u8(0) == 2 ? loadCff2(program.arena, table, unitsPerEm) : loadCff(program.arena, table, unitsPerEm);
    if (!cff) return null;
    program.cff = cff;
    program.glyphCount = cff.glyphCount;
  }
  return program.glyphCount ? program : null;
}

/**
 * Adds a glyph's outline to `out`. False when there is no such glyph, or it is damaged: then what could be read has
 * been added.
 */
export function outline(program: FontProgram, gid: u32, out: Path): bool {
  if (gid >= program.glyphCount) return false;
  const cff = program.cff;
  if (cff) {
    runType2(cff, program.arena, gid, out);
    return !cff.machine.broken && !out.failed;
  }
  const type1 = program.type1;
  if (type1) {
    runType1(type1, gid, out);
    return !type1.machine.broken && !out.failed;
  }
  const sfnt = program.sfnt;
  return sfnt ? outlineGlyf(sfnt, gid, out) : false;
}

/** A glyph's advance width in em; -1 when the font does not say. */
export function advance(program: FontProgram, gid: u32): f32 {
  if (gid >= program.glyphCount) return -1;
  const sfnt = program.sfnt;
  if (sfnt) {
    const units = advanceUnits(sfnt, gid);
    if (units >= 0) return <f32>units / <f32>sfnt.unitsPerEm;
  }
  const cff = program.cff;
  if (cff) {
    if (cff.isVersion2) return -1;
    runType2(cff, program.arena, gid, null);
    return <f32>(cff.machine.width * cff.machine.pen.a);
  }
  const type1 = program.type1;
  if (!type1) return -1;
  runType1(type1, gid, null);
  return type1.machine.hasWidth ? <f32>(type1.machine.width * type1.machine.pen.a) : -1;
}

export function glyphCount(program: FontProgram): u32 {
  return program.glyphCount;
}

/** The name of a glyph, to `out`; false when the font has none for it. */
export function glyphName(program: FontProgram, gid: u32, out: Bytes): bool {
  const cff = program.cff;
  if (cff) return cffName(cff, gid, out);
  const type1 = program.type1;
  if (type1) return type1Name(type1, gid, out);
  const sfnt = program.sfnt;
  return sfnt ? postName(sfnt, program.arena, gid, out) : false;
}

/** The glyph with a name; -1 for none. All names are hashed at the first call, later ones compare one or two names. */
export function gidOfName(program: FontProgram, name: usize, length: u32): i32 {
  let names = program.names;
  if (!names) {
    names = NameIndex.create(program.arena, program.glyphCount);
    if (!names) return -1;
    const item = program.item;
    for (let gid: u32 = 0; gid < program.glyphCount; gid++) {
      if (glyphName(program, gid, item) && item.length) names.add(item.data, item.length, gid);
    }
    program.names = names;
  }
  return names.find(name, length);
}

/** A CID-keyed CFF font: its glyphs have CIDs instead of names. */
export function isCidKeyed(program: FontProgram): bool {
  const cff = program.cff;
  return cff ? cff.isCid : false;
}

/** The glyph of a CID: by the charset of a CID-keyed CFF font (-1 for none), else the CID itself. */
export function gidOfCid(program: FontProgram, cid: u32): i32 {
  const cff = program.cff;
  return cff && cff.isCid ? glyphOfSid(cff, program.arena, cid) : <i32>cid;
}

/** The glyph of a code in the built-in encoding of a Type 1 or CFF font; -1 for none. */
export function gidOfCode(program: FontProgram, code: u32): i32 {
  const cff = program.cff;
  if (cff) return cffGlyphOfCode(cff, code);
  const type1 = program.type1;
  return type1 && type1CodeName(type1, code, program.item) ? type1.names.find(program.item.data, program.item.length) : -1;
}

/** The glyph name that the built-in encoding of a Type 1 or CFF font gives a code, to `out`; false for none. */
export function codeName(program: FontProgram, code: u32, out: Bytes): bool {
  const type1 = program.type1;
  if (type1) return type1CodeName(type1, code, out);
  const cff = program.cff;
  const gid = cff ? cffGlyphOfCode(cff, code) : -1;
  return cff && gid >= 0 ? cffName(cff, <u32>gid, out) : false;
}

/** Whether the font has a 'cmap' subtable for a platform and encoding. */
export function hasCmap(program: FontProgram, platform: u32, encoding: u32): bool {
  const sfnt = program.sfnt;
  return sfnt ? findCmap(sfnt, platform, encoding) != 0 : false;
}

/** The glyph of a code in the 'cmap' subtable for a platform and encoding; 0 for none. */
export function gidOfCmap(program: FontProgram, platform: u32, encoding: u32, code: u32): u32 {
  const sfnt = program.sfnt;
  return sfnt ? checked(program, lookUpCmap(sfnt, program.arena, findCmap(sfnt, platform, encoding), code)) : 0;
}

/** Writes the lowest character of each glyph (u16 each, 0: none) by the 'cmap' subtable for a platform and encoding; see `reverseCmap`. */
export function reverseOfCmap(program: FontProgram, platform: u32, encoding: u32, table: usize): u32 {
  const sfnt = program.sfnt;
  return sfnt ? reverseCmap(sfnt, program.arena, findCmap(sfnt, platform, encoding), table, program.glyphCount) : 0;
}

/** The glyph of a code in the first 'cmap' subtable that has one for it, whatever its encoding; 0 for none. */
export function gidOfAnyCmap(program: FontProgram, code: u32): u32 {
  const sfnt = program.sfnt;
  if (!sfnt) return 0;
  const count = min<u32>(cmapCount(sfnt), 64);
  for (let i: u32 = 0; i < count; i++) {
    const gid = checked(program, lookUpCmap(sfnt, program.arena, cmapOffset(sfnt, i), code));
    if (gid) return gid;
  }
  return 0;
}

/** The glyph that stands for `gid` in vertical writing; `gid` itself where the font has no other. */
export function verticalGlyph(program: FontProgram, gid: u32): u32 {
  const sfnt = program.sfnt;
  const found = sfnt ? verticalSubstitute(sfnt, gid) : gid;
  return found < program.glyphCount ? found : gid;
}

function checked(program: FontProgram, gid: u32): u32 {
  return gid < program.glyphCount ? gid : 0;
}
