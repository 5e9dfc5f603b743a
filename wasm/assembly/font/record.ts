import { Matrix } from '../geometry/matrix';
import { IntMap } from '../memory/map';
import { CELL, Kind, Obj, putCell } from '../syntax/object';
import { Store } from '../syntax/store';
import { LONGEST_NAME } from './encoding/glyph-list';
import { MOST_UNITS } from './encoding/glyph-names';
import { CMap } from './cmap/cmap';
import { Bytes } from './program/bytes';
import { FontProgram } from './program/program';

export const enum FontKind {
  /** Type 1, MMType1, TrueType: codes of one byte. */
  Simple = 0,
  /** Type 0: codes by a CMap. */
  Composite = 1,
  Type3 = 2,
}

/** Bits of a font descriptor's /Flags (ISO 32000-2, table 121). */
export const enum FontFlag {
  FixedPitch = 1,
  Serif = 2,
  Symbolic = 4,
  Nonsymbolic = 32,
  Italic = 64,
  ForceBold = 1 << 18,
}

/** In place of a glyph index: nothing is drawn. */
export const NO_GLYPH: u32 = 0xffffffff;

/** What a character code of a font stands for. */
@unmanaged
export class CharInfo {
  code: u32;
  /** Bytes. */
  codeLength: u32;
  /** Index in the font program, or in one of the others (fallback.ts); NO_GLYPH: nothing is drawn. */
  gid: u32;
  /** The advance in em: to the right, or downwards (as a positive number) in vertical writing. */
  width: f32;
  /** By how much the outline is stretched to the right, so that a substitute fits the PDF's width; else 1. */
  stretch: f32;
  /** Address of UTF-16; 0 when the text is not known. */
  text: u32;
  /** Code units. */
  textLength: u32;
  /** A single-byte code 32: word spacing applies. ISO 32000-2, 9.3.3. */
  isSpace: bool;
  /** Where, in em from the glyph's own origin, the point lies that is set on the text position: the vertical origin in vertical writing, else 0. */
  vx: f32;
  vy: f32;
  /** Type 3: the stream that draws the glyph, 0 for none. */
  charProc: Obj;
}

/** A font of a document. */
@unmanaged
export class Font {
  /** 1, 2, 3, … in order of loading. */
  id: u32;
  kind: FontKind;
  /** Atom of /BaseFont or, in Type 3, /Name. */
  name: u32;
  /** The font dictionary and, in composite fonts, that of the descendant; else the same. */
  dict: Obj;
  descendant: Obj;
  descriptor: Obj;
  objectNumber: u32;
  /** Bits of `FontFlag`. */
  flags: u32;
  /** Atom of a file that the host has yet to bring: then the font is read again at the next `loadFont`. Else 0. */
  pending: u32;
  vertical: bool;
  bold: bool;
  italic: bool;
  serif: bool;
  fixedPitch: bool;
  /** A TrueType font whose glyphs stand in an order of its own (windows-order.ts). */
  ownOrder: bool;
  /** By its name one of the standard fonts: a substitute has the metrics of the font itself. */
  standard: bool;
  /** `program` stands in for one that is missing or damaged. */
  substituted: bool;
  /** Its program has not been read: what its characters say, and their advances, are known, but no glyphs. */
  textOnly: bool;
  /** Tangent of the angle by which outlines are slanted. */
  slant: f32;
  /** Em. */
  ascent: f32;
  descent: f32;
  program: FontProgram | null;
  /** The sans serif substitute, and the host's font, for characters that `program` does not have; null until there is one of them (fallback.ts). */
  sans: FontProgram | null;
  fallback: FontProgram | null;
  /** The host's glyphs (host-glyph.ts), by their indices; null until one of them is shown. */
  hostGlyphs: IntMap | null;
  toUnicode: CMap | null;
  /** Type 3: glyph space to text space. */
  matrix: Matrix;
  /** Type 3: /Resources, 0 for none. */
  resources: Obj;
  /** SimpleFont (also of Type 3 fonts) or CompositeFont. */
  details: usize;
}

/**
 * What the fonts of a document share; `store.fonts` leads to it. What comes from the file is of one generation of the
 * cache, what the host has brought stays.
 */
@unmanaged
export class Fonts {
  /** The generation whose fonts and programs these are. */
  generation: u32;
  /** Addresses of `Font` by object number × 2 + 1, or by the address of a dictionary that is no object of its own. */
  fonts: IntMap;
  /** Addresses of `FontProgram` by object number of their streams; 1: damaged. */
  programs: IntMap;
  /** Addresses of the `FontProgram`s of resources by atom; 1: damaged. */
  files: IntMap;
  /** Addresses of predefined `CMap`s by atom. */
  cmaps: IntMap;
  /** Addresses of `HostGlyph`s by their indices; and the indices, plus 1, by character and style. */
  hostGlyphs: IntMap;
  hostIndices: IntMap;
  /** Ids of fonts by object number: a font that is read again keeps its own, by which its glyphs are cached. */
  ids: IntMap;
  count: u32;
  /** The dictionary, of nothing, of the font that stands in for missing ones. */
  unknown: Obj;
  /** What a character is for which there is no memory. */
  nothing: CharInfo;
  /** Room for a glyph name. */
  name: usize;
  /** Room for the text of a character. */
  units: usize;
  bytes: Bytes;
}

/** The fonts of a document; null when memory is out. */
export function fontsOf(doc: Store): Fonts | null {
  if (doc.fonts) return ofGeneration(doc, changetype<Fonts>(doc.fonts));
  const p = doc.arena.alloc(offsetof<Fonts>());
  const unknown = doc.arena.alloc(CELL);
  const nothing = doc.arena.alloc(offsetof<CharInfo>());
  const files = IntMap.create(doc.arena);
  const cmaps = IntMap.create(doc.arena);
  const ids = IntMap.create(doc.arena);
  const hostGlyphs = IntMap.create(doc.arena);
  const hostIndices = IntMap.create(doc.arena);
  const name = doc.arena.alloc(LONGEST_NAME);
  const units = doc.arena.alloc(2 * MOST_UNITS + 2);
  const bytes = Bytes.create(doc.arena, 0, 0);
  if (!p || !unknown || !nothing || !files || !cmaps || !ids || !hostGlyphs || !hostIndices || !name || !units || !bytes) return null;
  const all = changetype<Fonts>(p);
  all.files = files;
  all.cmaps = cmaps;
  all.ids = ids;
  all.hostGlyphs = hostGlyphs;
  all.hostIndices = hostIndices;
  putCell(unknown, Kind.Dict, 0);
  all.unknown = unknown;
  all.nothing = changetype<CharInfo>(nothing);
  all.nothing.codeLength = 1;
  all.nothing.gid = NO_GLYPH;
  all.name = name;
  all.units = units;
  all.bytes = bytes;
  doc.fonts = p;
  return ofGeneration(doc, all);
}

/** Begins anew with a new generation. */
function ofGeneration(doc: Store, all: Fonts): Fonts | null {
  if (all.generation == doc.generation) return all;
  const fonts = IntMap.create(doc.cache);
  const programs = IntMap.create(doc.cache);
  if (!fonts || !programs) return null;
  all.fonts = fonts;
  all.programs = programs;
  all.generation = doc.generation;
  return all;
}

/** The id of a font: that of its object number, where it has one. */
export function idOf(all: Fonts, objectNumber: u32): u32 {
  const known = objectNumber ? all.ids.get(objectNumber) : 0;
  if (known) return known;
  if (objectNumber) all.ids.set(objectNumber, all.count + 1);
  return ++all.count;
}
