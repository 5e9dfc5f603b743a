import { Path } from '../geometry/path';
import { free } from '../memory/heap';
import { IntMap } from '../memory/map';
import { Store } from '../syntax/store';
import { Font, Fonts } from './record';

/**
 * Glyphs that the host draws by fonts of its own: a browser has fonts for every writing, which it lends to nobody but by
 * drawing with them (wasm/src/host-fonts). They come one by one, as polygons.
 */

/** What the host is asked for, and its answer. */
@unmanaged
export class HostGlyph {
  /** The character. */
  unicode: u32;
  /** Bits of `HostStyle`, and from LANGUAGE on which language's shapes it is to have. */
  style: u32;
  /** Answer: in em; 0 or less: not known. */
  advance: f32;
  /** Answer: polygons on the heap, the engine's from then on: for each the number of its corners (u32), then x, y (f32, em, y up). */
  polygons: usize;
  /** Bytes. */
  length: u32;
}

export const enum HostStyle {
  Bold = 1,
  Italic = 2,
  Serif = 4,
  FixedPitch = 8,
  Vertical = 16,
}
/** The first bit of the language in a style: its place in `HostLanguage`. */
const LANGUAGE: u32 = 8;

export const enum HostLanguage {
  Unknown = 0,
  Japanese = 1,
  SimplifiedChinese = 2,
  TraditionalChinese = 3,
  Korean = 4,
}

/** Glyphs that a document may have of the host; their indices have 16 bits. */
const MOST: u32 = 0xffff;

/** Fills in the answer; false when the host has no such glyph. */
// @ts-ignore: decorator
@external("host", "drawCharacter")
declare function drawCharacter(glyph: HostGlyph): bool;

/** The index of the host's glyph of a character, from 1 on; 0 when it has none. */
export function hostGlyph(doc: Store, fonts: Fonts, font: Font, unicode: u32, language: HostLanguage): u32 {
  const style =
    (font.bold ? HostStyle.Bold : 0) |
    (font.italic ? HostStyle.Italic : 0) |
    (font.serif ? HostStyle.Serif : 0) |
    (font.fixedPitch ? HostStyle.FixedPitch : 0) |
    (font.vertical ? HostStyle.Vertical : 0);
  const key = ((unicode << 8) | style | ((<u32>language) << 5)) + 1;
  const known = fonts.hostIndices.get(key);
  if (known) return known - 1;
  const index = drawn(doc, fonts.hostGlyphs, unicode, style | ((<u32>language) << LANGUAGE));
  fonts.hostIndices.set(key, index + 1);
  return index;
}

function drawn(doc: Store, glyphs: IntMap, unicode: u32, style: u32): u32 {
  const index = glyphs.count + 1;
  const p = index <= MOST ? doc.arena.alloc(offsetof<HostGlyph>()) : 0;
  if (!p) return 0;
  const glyph = changetype<HostGlyph>(p);
  glyph.unicode = unicode;
  glyph.style = style;
  if (!drawCharacter(glyph) || !glyph.polygons) return 0;
  const polygons = doc.arena.alloc(glyph.length);
  if (polygons) memory.copy(polygons, glyph.polygons, glyph.length);
  free(glyph.polygons);
  glyph.polygons = polygons;
  return polygons && glyphs.set(index, <u32>p) ? index : 0;
}

/** The advance of one of the host's glyphs, in em; -1 when it is not known. */
export function hostAdvance(font: Font, index: u32): f32 {
  const glyph = changetype<HostGlyph>(<usize>font.hostGlyphs!.get(index));
  return glyph && glyph.advance > 0 ? glyph.advance : -1;
}

/** Adds the outline of one of the host's glyphs; false when there is none. */
export function hostOutline(font: Font, index: u32, out: Path): bool {
  const glyph = changetype<HostGlyph>(<usize>font.hostGlyphs!.get(index));
  if (!glyph) return false;
  const end = glyph.polygons + glyph.length;
  for (let p = glyph.polygons; p + 4 <= end;) {
    const count = load<u32>(p);
    p += 4;
    for (let i: u32 = 0; i < count && p + 8 <= end; i++, p += 8) {
      if (i) out.lineTo(load<f32>(p), load<f32>(p, 4));
      else out.moveTo(load<f32>(p), load<f32>(p, 4));
    }
    out.close();
  }
  return !out.failed;
}
