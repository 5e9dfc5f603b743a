import { Arena } from '../../memory/arena';
import { tag } from '../../memory/literal';
import { IntMap } from '../../memory/map';
import { Bytes } from './bytes';

/** The tables that are read. `Sfnt.table` gives each; a missing one is empty. */
export const enum Table {
  Cmap,
  Glyf,
  Head,
  Hhea,
  Hmtx,
  Loca,
  Maxp,
  Post,
  Cff,
  Cff2,
  Gsub,
  Count,
}

/**
 * The container of TrueType and OpenType fonts: a directory of tables (OpenType, "Organization of an OpenType font").
 * Fonts in PDFs often lack tables or give wrong counts; what is missing is worked out from what there is.
 *
 *   Sfnt    ┌ 0  fields    └ then Bytes × Table.Count, one for each table
 */
@unmanaged
export class Sfnt {
  glyphCount: u32;
  unitsPerEm: u32;
  /** 'loca' holds u32 offsets, else u16 halves. */
  longLoca: bool;
  /** Full records in 'hmtx'; later glyphs have the last one's advance. */
  metricCount: u32;
  /** Offsets of the Pascal strings in 'post' format 2 (u32 each); 0 until a name is asked for. */
  postStrings: usize;
  postStringCount: u32;
  /** Offsets of subtables of 'cmap' whose segments were looked at, to the glyphs of all codes, or 1 (cmap.ts); null until then. */
  spreads: IntMap | null;
  /** Components that the glyph being read may still load. */
  componentBudget: i32;
  /** x of the left side bearing point of the glyph being read, font units. */
  originX: i32;

  // @ts-ignore: decorator
  @inline table(table: Table): Bytes {
    return changetype<Bytes>(changetype<usize>(this) + offsetof<Sfnt>() + <usize>table * offsetof<Bytes>());
  }
}

/** Whether a file starts like an sfnt or a collection of them. */
export function isSfnt(file: Bytes): bool {
  const version = file.u32(0);
  return (
    version == 0x00010000 ||
    version == 0x00020000 ||
    version == tag('OTTO') ||
    version == tag('true') ||
    version == tag('typ1') ||
    version == tag('ttcf')
  );
}

/** Reads the table directory (of the first font in a collection). Null when memory is out, or the tables are not where it says. */
export function loadSfnt(arena: Arena, file: Bytes): Sfnt | null {
  const p = arena.alloc(offsetof<Sfnt>() + <usize>Table.Count * offsetof<Bytes>());
  if (!p) return null;
  const sfnt = changetype<Sfnt>(p);
  const base: u32 = file.u32(0) == tag('ttcf') ? file.u32(12) : 0;
  const count = file.has(base, 6) ? file.u16(base + 4) : 0;
  for (let i: u32 = 0; i < count; i++) {
    const entry = base + 12 + 16 * i;
    if (!file.has(entry, 16)) break;
    const slot = tableOf(file.u32(entry));
    if (slot == Table.Count || sfnt.table(slot).length) continue;
    sfnt.table(slot).slice(file, file.u32(entry + 8), file.u32(entry + 12));
  }
  readCounts(sfnt);
  return isDisplaced(sfnt) ? null : sfnt;
}

/**
 * Whether bytes were lost or added before 'head', as in a file whose line ends were changed: where it should be there is
 * neither its mark nor a version, a unit and a format of 'loca' that can be.
 */
function isDisplaced(sfnt: Sfnt): bool {
  const head = sfnt.table(Table.Head);
  if (head.length < 54 || head.u32(12) == 0x5f0f3cf5) return false;
  const version = head.u32(0); // some writers leave it and the mark out
  const unitsPerEm = head.u16(18);
  return (version != 0x00010000 && version != 0) || unitsPerEm < 16 || unitsPerEm > 16384 || head.u16(50) > 1;
}

function tableOf(name: u32): Table {
  if (name == tag('cmap')) return Table.Cmap;
  if (name == tag('glyf')) return Table.Glyf;
  if (name == tag('head')) return Table.Head;
  if (name == tag('hhea')) return Table.Hhea;
  if (name == tag('hmtx')) return Table.Hmtx;
  if (name == tag('loca')) return Table.Loca;
  if (name == tag('maxp')) return Table.Maxp;
  if (name == tag('post')) return Table.Post;
  if (name == tag('CFF ')) return Table.Cff;
  if (name == tag('CFF2')) return Table.Cff2;
  if (name == tag('GSUB')) return Table.Gsub;
  return Table.Count;
}

function readCounts(sfnt: Sfnt): void {
  const head = sfnt.table(Table.Head);
  const unitsPerEm = head.u16(18);
  sfnt.unitsPerEm = unitsPerEm ? unitsPerEm : head.length ? 1000 : 2048;
  const loca = sfnt.table(Table.Loca).length;
  sfnt.glyphCount = sfnt.table(Table.Maxp).u16(4);
  sfnt.longLoca = head.length ? head.u16(50) != 0 : loca >= sfnt.glyphCount * 4;
  if (!sfnt.glyphCount && loca) {
    const entries = sfnt.longLoca ? loca >> 2 : loca >> 1;
    sfnt.glyphCount = min<u32>(entries ? entries - 1 : 0, 0xffff);
  }
  // 'head' is wrong about 'loca' now and then; its length and its values tell.
  if (sfnt.longLoca && loca < sfnt.glyphCount * 4 && !looksLong(sfnt)) sfnt.longLoca = false;
  else if (!sfnt.longLoca && sfnt.glyphCount && loca > sfnt.glyphCount * 4 && looksLong(sfnt)) sfnt.longLoca = true;
  const hmtx = sfnt.table(Table.Hmtx).length;
  const metrics = sfnt.table(Table.Hhea).u16(34);
  sfnt.metricCount = min<u32>(metrics ? metrics : sfnt.glyphCount, hmtx >> 2);
}

/** Whether 'loca' makes sense as long offsets: none leads past 'glyf'. */
function looksLong(sfnt: Sfnt): bool {
  const loca = sfnt.table(Table.Loca);
  const end = sfnt.table(Table.Glyf).length;
  for (let p: u32 = 0; loca.has(p, 4); p += 4) if (loca.u32(p) > end) return false;
  return true;
}

/** The advance width of a glyph in font units; -1 without 'hmtx'. */
export function advanceUnits(sfnt: Sfnt, gid: u32): i32 {
  const count = sfnt.metricCount;
  if (!count) return -1;
  return <i32>sfnt.table(Table.Hmtx).u16(min<u32>(gid, count - 1) << 2);
}

/** The left side bearing of a glyph in font units, or `fallback` where 'hmtx' has none. */
export function leftBearing(sfnt: Sfnt, gid: u32, fallback: i32): i32 {
  const count = sfnt.metricCount;
  const hmtx = sfnt.table(Table.Hmtx);
  const offset = gid < count ? (gid << 2) + 2 : (count << 2) + ((gid - count) << 1);
  return hmtx.has(offset, 2) && count ? hmtx.i16(offset) : fallback;
}
