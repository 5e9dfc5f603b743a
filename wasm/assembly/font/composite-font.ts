import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { intern, nameBytes, nameLength } from '../syntax/name-table';
import { Kind, kindOf, nameOf, Obj } from '../syntax/object';
import { at, get, spend, Store } from '../syntax/store';
import { readStream, StreamData } from '../syntax/stream';
import { setText } from './char-text';
import { collectionOf } from './cmap/collection';
import { CMap } from './cmap/cmap';
import { loadCMap, namedCMap } from './cmap/predefined';
import { RangeMap } from './cmap/range-map';
import { putScalar, unicodeOfName } from './encoding/glyph-names';
import { ownAdvance, substituteGlyph } from './fallback';
import { FontProgram, gidOfCid, glyphName, isCidKeyed } from './program/program';
import { CharInfo, Font, Fonts, NO_GLYPH } from './record';
import { reverseCmap } from './reverse-cmap';
import { fitWidth } from './simple-font';
import { emOf, readVerticals, readWidths, simpleWidth, VerticalMetrics } from './widths';
import { windowsText } from './windows-order';

/** Em that a character takes which no font has. */
const MISSING_WIDTH: f32 = 0.5;

/** Type 0 fonts: codes of any length by a CMap, glyphs by CID. ISO 32000-2, 9.7. */
@unmanaged
export class CompositeFont {
  cmap: CMap | null;
  /** /CIDToGIDMap: u16 each, the high byte first; 0: the CID is the glyph. */
  cidToGid: usize;
  cidToGidLength: u32;
  /** The font is a simple one with text in GBK (two-byte-names.ts): its /Widths are those of the bytes. */
  isGbk: bool;
  /** Codes are UTF-16 (9.7.6.2 has such CMaps, a pair is one code), and glyphs as wide as they are: the font of an appearance of our own (appearance/standard-fonts.ts). */
  isOwn: bool;
  /** CIDs are glyph indices, though the program has a charset (see `hasGlyphIndices`). */
  indexed: bool;
  widths: RangeMap;
  defaultWidth: f32;
  verticals: RangeMap;
  /** /DW2: the vertical origin's height, and the advance downwards. */
  defaultOrigin: f32;
  defaultAdvance: f32;
  /** The name of the CMap from CIDs to text of Adobe's character collection; 0: it is none of those. */
  collection: Name;
  /** Addresses of `CharInfo` by code + 1. */
  chars: IntMap;
  /** See `reverseCmap`; 1: not made yet. */
  reverse: usize;
}

/** Reads what a Type 0 font and its descendant say. Null when memory is out. */
export function loadComposite(doc: Store, fonts: Fonts, font: Font): CompositeFont | null {
  const p = doc.cache.alloc(offsetof<CompositeFont>());
  const descendant = font.descendant;
  const widths = readWidths(doc, doc.cache, get(doc, descendant, Name.W));
  const verticals = readVerticals(doc, doc.cache, get(doc, descendant, Name.W2));
  const chars = IntMap.create(doc.cache);
  if (!p || !widths || !verticals || !chars) return null;
  const composite = changetype<CompositeFont>(p);
  composite.widths = widths;
  composite.verticals = verticals;
  composite.chars = chars;
  composite.reverse = 1;
  composite.defaultWidth = emOf(get(doc, descendant, Name.DW), 1000);
  const dw2 = get(doc, descendant, Name.DW2);
  composite.defaultOrigin = emOf(at(doc, dw2, 0), 880);
  composite.defaultAdvance = -emOf(at(doc, dw2, 1), -1000);
  composite.isGbk = descendant == font.dict;
  const encoding = get(doc, font.dict, Name.Encoding);
  composite.isOwn = nameOf(encoding) == Name.ODE_UTF16;
  composite.collection = composite.isGbk ? Name.Adobe_GB1_UCS2 : collectionOf(doc, get(doc, descendant, Name.CIDSystemInfo), encoding);
  let cmap: CMap | null = null;
  if (composite.isGbk) cmap = namedCMap(doc, fonts, font, Name.GBK_EUC_H, 0);
  else if (!composite.isOwn) cmap = loadCMap(doc, fonts, font, encoding);
  composite.cmap = cmap ? cmap : namedCMap(doc, fonts, font, Name.Identity_H, 0);
  if (cmap) font.vertical = cmap.vertical;
  readCidToGid(doc, composite, get(doc, descendant, Name.CIDToGIDMap));
  const program = font.program;
  composite.indexed = program != null && !font.substituted && hasGlyphIndices(doc, program, widths);
  return composite;
}

/**
 * Whether CIDs are the glyph indices of a CID-keyed font that is wrapped in OpenType, where ISO 32000-2, 9.7.4.2, has them
 * go by its charset: some writers take the numbers that OpenType's own tables use. They give themselves away by a /W with
 * CIDs that the charset does not have, though there are glyphs with these indices.
 */
function hasGlyphIndices(doc: Store, program: FontProgram, widths: RangeMap): bool {
  if (!program.sfnt || !isCidKeyed(program)) return false;
  for (let i: u32 = 0; i < widths.count && spend(doc, 1); i++) {
    const cid = widths.at(i).first;
    if (cid < program.glyphCount && gidOfCid(program, cid) < 0) return true;
  }
  return false;
}

function readCidToGid(doc: Store, composite: CompositeFont, stream: Obj): void {
  if (kindOf(stream) != Kind.Stream) return;
  const p = doc.cache.alloc(offsetof<StreamData>());
  if (!p) return;
  const data = changetype<StreamData>(p);
  if (!readStream(doc, stream, data)) return;
  if (data.owned) doc.cache.adopt(data.data);
  composite.cidToGid = data.data;
  composite.cidToGidLength = data.length;
}

/** Reads the code at `p`, at least one byte before `end`: puts it at `out`, and returns how many bytes it takes. */
export function readCompositeCode(font: Font, p: usize, end: usize, out: usize): u32 {
  const composite = changetype<CompositeFont>(font.details);
  const cmap = composite.cmap;
  if (composite.isOwn && end - p >= 4) {
    const pair = bswap<u32>(load<u32>(p));
    if (isPair(pair)) {
      store<u32>(out, pair);
      return 4;
    }
  }
  return cmap ? max<u32>(cmap.readCode(p, end, out), 1) : 1;
}

/** What a code stands for, worked out at the first time it is asked for; null when memory is out. */
export function compositeChar(doc: Store, fonts: Fonts, font: Font, code: u32, codeLength: u32): CharInfo | null {
  const composite = changetype<CompositeFont>(font.details);
  // Codes of different lengths may have the same value; nearly all are of two bytes.
  const key = (code ^ (codeLength << 30)) + 1;
  const known = key ? composite.chars.get(key) : 0;
  if (known) return changetype<CharInfo>(<usize>known);
  const p = doc.cache.alloc(offsetof<CharInfo>());
  if (!p) return null;
  const info = changetype<CharInfo>(p);
  const cmap = composite.cmap;
  const cid = cmap ? cmap.cidOf(code) : code;
  info.code = code;
  info.codeLength = codeLength;
  info.isSpace = codeLength == 1 && code == 32;
  info.stretch = 1;
  const embedded = font.textOnly || (font.program != null && !font.substituted);
  info.gid = embedded && !font.textOnly ? glyphOfCid(font, composite, cid) : NO_GLYPH;
  let count = textOfCode(doc, fonts, font, composite, code, cid, info.gid);
  // A substitute knows no CIDs: the glyph is that of the text.
  if (!embedded) info.gid = substituteGlyph(doc, fonts, font, composite.collection, fonts.units, count);
  // What nothing tells is the code's own number, as in PDFium and pdf.js: it can be searched for at least.
  const map = font.toUnicode;
  if (!count && code >= 0x20 && !(map && map.hasText) && !font.textOnly) count = putScalar(<i32>code, fonts.units);
  setText(doc, info, fonts.units, count);
  setMetrics(doc, font, composite, info, cid);
  if (key) composite.chars.set(key, <u32>p);
  return info;
}

/** By /CIDToGIDMap. */
function mappedGlyph(composite: CompositeFont, cid: u32): u32 {
  const at = cid * 2;
  if (cid > 0xffff || at + 2 > composite.cidToGidLength) return 0;
  return <u32>bswap<u16>(load<u16>(composite.cidToGid + at));
}

function glyphOfCid(font: Font, composite: CompositeFont, cid: u32): u32 {
  if (composite.cidToGid) return mappedGlyph(composite, cid);
  const program = font.program;
  if (!program) return 0;
  return composite.indexed && cid < program.glyphCount ? cid : <u32>max<i32>(gidOfCid(program, cid), 0);
}

function widthOfBytes(doc: Store, font: Font, info: CharInfo): f32 {
  const last = simpleWidth(doc, font.dict, font.descriptor, info.code & 0xff, 0.001);
  if (last < 0) return <f32>info.codeLength * 0.5;
  return info.codeLength < 2 ? last : last + simpleWidth(doc, font.dict, font.descriptor, info.code >> 8, 0.001);
}

/** 9.7.4.3. */
function setMetrics(doc: Store, font: Font, composite: CompositeFont, info: CharInfo, cid: u32): void {
  const range = composite.widths.find(cid);
  if (composite.isOwn) {
    const advance = ownAdvance(font, info);
    info.width = advance >= 0 ? advance : MISSING_WIDTH;
    return;
  }
  if (composite.isGbk) info.width = widthOfBytes(doc, font, info);
  else info.width = range ? reinterpret<f32>(range.value) : composite.defaultWidth;
  fitWidth(font, info);
  if (!font.vertical || info.width < 0) return;
  const vertical = composite.verticals.find(cid);
  if (vertical) {
    const metrics = changetype<VerticalMetrics>(<usize>vertical.value);
    info.vx = metrics.x;
    info.vy = metrics.y;
    info.width = metrics.advance;
  } else {
    info.vx = info.width * 0.5;
    info.vy = composite.defaultOrigin;
    info.width = composite.defaultAdvance;
  }
}

/** Writes the text of a code to `fonts.units`; its length. ISO 32000-2, 9.10.2, then what the font program tells. */
function textOfCode(doc: Store, fonts: Fonts, font: Font, composite: CompositeFont, code: u32, cid: u32, gid: u32): u32 {
  const units = fonts.units;
  if (composite.isOwn) return code < 0x10000 ? putScalar(<i32>code, units) : putPair(code, units);
  const toUnicode = font.toUnicode;
  if (toUnicode) {
    const count = toUnicode.textOf(code, units);
    if (count) return count;
  }
  const cmap = composite.cmap;
  if (cmap && cmap.utf16) return code < 0x10000 ? putScalar(<i32>code, units) : putPair(code, units);
  if (composite.collection) {
    const collection = namedCMap(doc, fonts, font, composite.collection, 0);
    if (collection) return collection.textOf(cid, units);
  }
  if (font.textOnly) return 0;
  const program = font.program;
  if (!program || font.substituted) {
    const own = composite.cidToGid ? mappedGlyph(composite, cid) : cid;
    return cmap && cmap.identity ? windowsText(doc, fonts, font, own) : 0;
  }
  if (!gid) return 0;
  if (!isCidKeyed(program) && glyphName(program, gid, fonts.bytes)) {
    const name = intern(doc, fonts.bytes.data, fonts.bytes.length);
    const count = unicodeOfName(nameBytes(doc, name), nameLength(doc, name), false, units);
    if (count) return count;
  }
  if (composite.reverse == 1) composite.reverse = reverseCmap(doc, program);
  if (!composite.reverse || gid >= program.glyphCount) return 0;
  return putScalar(<i32>load<u16>(composite.reverse + ((<usize>gid) << 1)), units);
}

/** A surrogate pair that is one code. */
function putPair(code: u32, out: usize): u32 {
  if (!isPair(code)) return 0;
  store<u32>(out, (code >> 16) | (code << 16));
  return 2;
}

// @ts-ignore: decorator
@inline function isPair(code: u32): bool {
  return code >> 26 == 0x36 && (code & 0xfc00) == 0xdc00;
}
