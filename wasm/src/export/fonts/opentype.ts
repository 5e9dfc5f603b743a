import { Bytes } from './bytes.js';
import { cffTable } from './cff.js';
import { CharString } from './charstring.js';
import { classTable, kerningTable, substitutionTable, type Pair } from './layout-tables.js';

/** A font of an exported document: OpenType with PostScript outlines, the same bytes for the same glyphs. */

/** That of Type 1 and CFF, and of all widths in a PDF, so that most numbers stay what they are; of TrueType's 2048, rounding does not show. */
export const UNITS_PER_EM = 1000;
/** Em, as far as a highlight reaches. */
export const ASCENT = 0.8;
export const DESCENT = 0.2;
/** The widest advance that `hmtx` can say. */
const WIDEST = 0xffff;
/** Of the space in every face, in units. */
export const SPACE_ADVANCE = UNITS_PER_EM / 4;

/** A glyph, by the text that it stands for: one character, or several that are written as one. */
export interface FontGlyph {
  /** Units. */
  advance: number;
  /** A Type 2 charstring. */
  outline: Uint8Array;
}

/** Kerning by the text before and the one behind, in units. */
export type Kerning = ReadonlyMap<string, ReadonlyMap<string, number>>;

const EMPTY = new CharString().done();
const MARK = /\p{M}/u;

/** Glyphs by their texts, and how pairs of them are kerned. */
export interface FontFace {
  readonly glyphs: ReadonlyMap<string, FontGlyph>;
  readonly kerning: Kerning;
}

/**
 * Writes a font. The texts of several characters become ligatures of theirs. The glyphs of all faces but the first are
 * alternates of the first one's, which has all texts that they have.
 */
export function openTypeFont(name: string, [first, ...others]: readonly FontFace[]): Uint8Array<ArrayBuffer> {
  const all = new Map(first!.glyphs);
  const blank = { advance: 0, outline: EMPTY };
  if (!all.has(' ')) all.set(' ', { advance: SPACE_ADVANCE, outline: EMPTY });
  // A ligature can only be formed of characters that the font has.
  for (const text of first!.glyphs.keys()) for (const character of text) if (!all.has(character)) all.set(character, blank);
  const texts = [...all.keys()].sort(byCharacters);
  const ids = new Map(texts.map((text, i) => [text, i + 1]));
  const glyphs = [{ advance: UNITS_PER_EM / 2, outline: EMPTY }, ...texts.map((text) => all.get(text)!)];
  const pairs = pairsOf(first!.kerning, ids);
  const alternates = new Map<number, number[]>();
  for (const face of others) {
    const own = new Map<string, number>();
    for (const text of [...face.glyphs.keys()].sort(byCharacters)) {
      own.set(text, glyphs.length);
      const base = ids.get(text)!;
      alternates.set(base, [...(alternates.get(base) ?? []), glyphs.length]);
      glyphs.push(face.glyphs.get(text)!);
    }
    pairs.push(...pairsOf(face.kerning, own));
  }
  const outlines = glyphs.map(({ outline }) => outline);
  const advances = glyphs.map(({ advance }) => Math.max(0, Math.min(WIDEST, advance)));
  const joined = texts.filter((text) => !isCharacter(text));
  const hasMarks = texts.some((text) => MARK.test(text));
  const tables: Record<string, Uint8Array> = {
    'CFF ': cffTable(name, outlines),
    'OS/2': os2Table(texts),
    cmap: cmapTable(texts.filter(isCharacter).map((text) => [text.codePointAt(0)!, ids.get(text)!])),
    head: headTable(),
    hhea: hheaTable(Math.max(...advances), outlines.length),
    hmtx: advances.reduce((out, advance) => out.u16(advance, 0), new Bytes()).done(),
    maxp: new Bytes().u32(0x5000).u16(outlines.length).done(),
    name: nameTable(name),
    post: new Bytes().u32(0x30000, 0).u16(0, 0).u32(0, 0, 0, 0, 0).done(),
  };
  const ligatures = joined.flatMap((text) =>
    ordersOf(text)
      .filter((order) => order === text || !all.has(order))
      .map((order) => ({ parts: [...order].map((c) => ids.get(c)!), glyph: ids.get(text)! })),
  );
  if (joined.length || alternates.size) tables.GSUB = substitutionTable(ligatures, alternates);
  // Shapers move marks, and take away their widths, unless the font says what they are, and that it places glyphs itself.
  if (hasMarks) tables.GDEF = classTable(outlines.length);
  if (hasMarks || pairs.length) tables.GPOS = kerningTable(pairs);
  return sfnt(tables);
}

/** Kerning by glyphs, of those that are not zero. */
function pairsOf(kerning: Kerning, ids: ReadonlyMap<string, number>): Pair[] {
  const pairs: Pair[] = [];
  for (const [before, all] of kerning) {
    for (const [behind, units] of all) {
      const left = ids.get(before);
      const right = ids.get(behind);
      if (units && left && right) pairs.push({ left, right, units });
    }
  }
  return pairs;
}

/** More orders of a text's marks than these are not written. */
const MOST_ORDERS = 64;

/** A text with the marks that stand together in every order: shapers bring them into one of their own. The text itself is first. */
function ordersOf(text: string): string[] {
  let orders = [''];
  for (const part of text.match(/\p{M}{2,3}|[^]/gu) ?? []) {
    const marks = [...part];
    const own = marks.length > 1 && orders.length < MOST_ORDERS ? [...new Set(permutations(marks))] : [part];
    orders = orders.flatMap((order) => own.map((next) => order + next));
  }
  return orders;
}

function permutations(characters: readonly string[]): string[] {
  if (characters.length < 2) return [characters.join('')];
  return characters.flatMap((first, i) => permutations(characters.filter((_, k) => k !== i)).map((rest) => first + rest));
}

const isCharacter = (text: string): boolean => String.fromCodePoint(text.codePointAt(0)!) === text;

function byCharacters(a: string, b: string): number {
  const order = Number(!isCharacter(a)) - Number(!isCharacter(b));
  return order || a.codePointAt(0)! - b.codePointAt(0)! || (a < b ? -1 : a > b ? 1 : 0);
}

/** OpenType, "Organization of an OpenType Font". */
function sfnt(tables: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1));
  const power = Math.floor(Math.log2(entries.length));
  const out = new Bytes().ascii('OTTO').u16(entries.length, 16 << power, power, entries.length * 16 - (16 << power));
  let at = 12 + entries.length * 16;
  let headAt = 0;
  for (const [tag, table] of entries) {
    if (tag === 'head') headAt = at;
    out.ascii(tag).u32(checksum(table), at, table.length);
    at += (table.length + 3) & ~3;
  }
  for (const [, table] of entries) out.put(table).align();
  const font = out.done();
  new DataView(font.buffer).setUint32(headAt + 8, 0xb1b0afba - checksum(font));
  return font;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) sum = (sum + ((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!)) | 0;
  for (let i = whole; i < bytes.length; i++) sum = (sum + (bytes[i]! << (24 - 8 * (i - whole)))) | 0;
  return sum >>> 0;
}

/** No dates: a document that is exported twice is the same twice. */
function headTable(): Uint8Array {
  const reach = [0, -UNITS_PER_EM * DESCENT, UNITS_PER_EM, UNITS_PER_EM * ASCENT].map(Math.round);
  return new Bytes().u32(0x10000, 0x10000, 0, 0x5f0f3cf5).u16(3, UNITS_PER_EM).u32(0, 0, 0, 0).u16(...reach).u16(0, 8, 2, 0, 0).done(); // prettier-ignore
}

function hheaTable(widest: number, count: number): Uint8Array {
  const [ascent, descent] = [Math.round(UNITS_PER_EM * ASCENT), -Math.round(UNITS_PER_EM * DESCENT)];
  return new Bytes().u32(0x10000).u16(ascent, descent, 0, widest, 0, 0, UNITS_PER_EM, 1, 0, 0, 0, 0, 0, 0, 0, count).done();
}

function os2Table(texts: readonly string[]): Uint8Array {
  const codes = texts.filter(isCharacter).map((text) => Math.min(0xffff, text.codePointAt(0)!));
  const [ascent, descent] = [Math.round(UNITS_PER_EM * ASCENT), Math.round(UNITS_PER_EM * DESCENT)];
  const out = new Bytes().u16(3, UNITS_PER_EM / 2, 400, 5, 0); // version, average width, weight, width, embedding: no restriction
  out.u16(...new Array<number>(10).fill(0)).u16(0); // of subscripts, superscripts, strikeout; family class
  out.u32(0, 0, 0, 0, 0, 0).u8(0, 0).ascii('ODE ').u16(0x40); // PANOSE (10 bytes) and Unicode ranges (16), vendor, regular
  out.u16(Math.min(...codes), Math.max(...codes), ascent, -descent, 0, ascent, descent);
  return out.u32(0, 0).u16(0, 0, 0, 32, 2).done();
}

function nameTable(name: string): Uint8Array {
  const records = [1, 2, 4, 6].map((id) => ({ id, text: id === 2 ? 'Regular' : name }));
  const out = new Bytes().u16(0, records.length, 6 + records.length * 12);
  let at = 0;
  for (const { id, text } of records) {
    out.u16(3, 1, 0x409, id, text.length * 2, at);
    at += text.length * 2;
  }
  for (const { text } of records) for (const character of text) out.u16(character.charCodeAt(0));
  return out.done();
}

/** Format 12: every character. `characters` ascend. */
function cmapTable(characters: readonly (readonly [code: number, glyph: number])[]): Uint8Array {
  const groups: [from: number, to: number, glyph: number][] = [];
  for (const [code, glyph] of characters) {
    const last = groups[groups.length - 1];
    if (last && code === last[1] + 1 && glyph === last[2] + code - last[0]) last[1] = code;
    else groups.push([code, code, glyph]);
  }
  const out = new Bytes()
    .u16(0, 1, 3, 10)
    .u32(12)
    .u16(12, 0)
    .u32(16 + groups.length * 12, 0, groups.length);
  for (const group of groups) out.u32(...group);
  return out.done();
}
