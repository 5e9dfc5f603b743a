import { Name } from '../syntax/names';
import { intern, nameBytes, nameLength } from '../syntax/name-table';
import { isDict, Kind, kindOf, lengthOf, nameOf, numberOf, Obj } from '../syntax/object';
import { at, get, getName, Store } from '../syntax/store';
import { setText } from './char-text';
import { Encoding, encodingName } from './encoding/encoding';
import { codeInName, putScalar, unicodeOfName } from './encoding/glyph-names';
import { ownAdvance, substituteGlyph } from './fallback';
import { glyphOfName, glyphOfUnicode, trueTypeGlyph } from './glyph-choice';
import { advance, codeName, FontProgram, gidOfCid, gidOfCode, glyphName, isCidKeyed } from './program/program';
import { CharInfo, Font, FontFlag, FontKind, Fonts, NO_GLYPH } from './record';
import { Look } from './substitute';
import { simpleWidth } from './widths';

/** Fonts with codes of one byte: Type 1, TrueType, and in part Type 3. ISO 32000-2, 9.6. */
@unmanaged
export class SimpleFont {
  /** What codes mean that /Differences leaves out. */
  encoding: Encoding;
  /** Whether the PDF has an /Encoding that gives names. */
  named: bool;
  symbolic: bool;
  /** Names like a12 are those of ZapfDingbats. */
  dingbats: bool;
  /** Atoms of the names in /Differences, u32 × 256; 0: there are none. */
  differences: usize;
  /** Addresses of `CharInfo` by code, u32 × 256; 0: not asked for yet. */
  chars: usize;
}

/** Reads /Encoding. The font's program, if there is one, is loaded, unless only its text is wanted. Null when memory is out. */
export function loadSimple(doc: Store, font: Font, family: Look): SimpleFont | null {
  const p = doc.cache.alloc(offsetof<SimpleFont>());
  const chars = doc.cache.alloc(256 * 4);
  if (!p || !chars) return null;
  const simple = changetype<SimpleFont>(p);
  simple.chars = chars;
  const program = font.program;
  const embedded = font.textOnly || (program != null && !font.substituted);
  const trueType = program != null && embedded ? isTrueType(program) : getName(doc, font.dict, Name.Subtype) == Name.TrueType;
  simple.symbolic = (font.flags & (FontFlag.Symbolic | FontFlag.Nonsymbolic)) == FontFlag.Symbolic;
  simple.dingbats = family == Look.Dingbats;
  const source = get(doc, font.dict, Name.Encoding);
  const base = namedEncoding(kindOf(source) == Kind.Name ? nameOf(source) : getName(doc, source, Name.BaseEncoding));
  // The two symbol fonts have their own encoding, whatever the PDF says.
  const ownOnly = !embedded && family <= Look.Dingbats;
  if (!ownOnly && base != Encoding.BuiltIn) {
    simple.encoding = base;
    simple.named = true;
  } else if (font.textOnly) {
    simple.encoding = Encoding.BuiltIn;
  } else {
    simple.encoding = defaultEncoding(doc, font, embedded, trueType, simple.symbolic, family);
  }
  if (isDict(source)) readDifferences(doc, simple, get(doc, source, Name.Differences));
  return simple;
}

function isTrueType(program: FontProgram): bool {
  return !!program.sfnt && !program.cff;
}

function namedEncoding(name: u32): Encoding {
  switch (name) {
    case Name.StandardEncoding:
      return Encoding.Standard;
    case Name.MacRomanEncoding:
      return Encoding.MacRoman;
    case Name.WinAnsiEncoding:
      return Encoding.WinAnsi;
    case Name.MacExpertEncoding:
      return Encoding.MacExpert;
  }
  return Encoding.BuiltIn;
}

/** Table 112: the encoding where none is named. */
function defaultEncoding(doc: Store, font: Font, embedded: bool, trueType: bool, symbolic: bool, family: Look): Encoding {
  if (!embedded && family == Look.Symbol) return Encoding.Symbol;
  if (!embedded && family == Look.Dingbats) return isWingdings(doc, font.name) ? Encoding.Wingdings : Encoding.ZapfDingbats;
  if (embedded && (symbolic || !trueType)) return Encoding.BuiltIn;
  // The specification has Standard for all; a TrueType font that does not say it is Latin has Windows' letters, as in pdf.js.
  return trueType && !(font.flags & FontFlag.Nonsymbolic) && !symbolic ? Encoding.WinAnsi : Encoding.Standard;
}

/** Wingdings, Wingdings-Regular; not Wingdings 2 and 3, whose signs are others. */
function isWingdings(doc: Store, name: u32): bool {
  const p = nameBytes(doc, name);
  const length = nameLength(doc, name);
  if (length < 9 || (load<u8>(p) | 0x20) != 0x77 || load<u64>(p, 1) != 0x7367_6e69_6467_6e69 /* ingdings */) return false;
  return <u32>load<u8>(p + length - 1) - 0x32 > 1;
}

/** 9.6.5.1: numbers, each followed by the names of the codes from there on. */
export function readDifferences(doc: Store, simple: SimpleFont, array: Obj): void {
  if (kindOf(array) != Kind.Array) return;
  const count = lengthOf(array);
  simple.differences = doc.cache.alloc(256 * 4);
  if (!simple.differences) return;
  let code: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const item = at(doc, array, i);
    if (kindOf(item) == Kind.Name) {
      if (code < 256) {
        store<u32>(simple.differences + ((<usize>code) << 2), nameOf(item));
        simple.named = true;
      }
      code++;
    } else {
      code = <u32>max(numberOf(item, <f64>code), 0);
    }
  }
}

/** The atom of the glyph name that the PDF gives a code; 0 for none. */
export function nameOfCode(doc: Store, fonts: Fonts, simple: SimpleFont, code: u32): u32 {
  const name = simple.differences ? load<u32>(simple.differences + ((<usize>code) << 2)) : 0;
  const own = name ? name : encodingName(doc, simple.encoding, code, fonts.name);
  return own || simple.encoding != Encoding.Wingdings ? own : encodingName(doc, Encoding.ZapfDingbats, code, fonts.name);
}

/** What a code stands for, worked out at the first time it is asked for; null when memory is out. */
export function simpleChar(doc: Store, fonts: Fonts, font: Font, code: u32): CharInfo | null {
  const simple = changetype<SimpleFont>(font.details);
  const slot = simple.chars + ((<usize>code) << 2);
  const known = load<u32>(slot);
  if (known) return changetype<CharInfo>(<usize>known);
  const p = doc.cache.alloc(offsetof<CharInfo>());
  if (!p) return null;
  const info = changetype<CharInfo>(p);
  info.code = code;
  info.codeLength = 1;
  info.isSpace = code == 32;
  info.stretch = 1;
  info.gid = NO_GLYPH;
  const name = nameOfCode(doc, fonts, simple, code);
  if (font.kind == FontKind.Type3) {
    const proc = get(doc, get(doc, font.dict, Name.CharProcs), name);
    if (name && kindOf(proc) == Kind.Stream) info.charProc = proc;
    info.width = max<f32>(simpleWidth(doc, font.dict, 0, code, font.matrix.a), 0);
  } else if (font.textOnly) {
    info.width = simpleWidth(doc, font.dict, font.descriptor, code, 0.001);
  } else {
    info.gid = glyphOfCode(doc, fonts, font, simple, code, name);
    info.width = simpleWidth(doc, font.dict, font.descriptor, code, 0.001);
    if (info.width < 0 && info.gid == NO_GLYPH) info.width = missingWidth(fonts, font);
    fitWidth(font, info);
  }
  setText(doc, info, fonts.units, textOfCode(doc, fonts, font, simple, code, name, info.gid));
  if (info.gid == 0 && !font.substituted && isBlank(info)) info.gid = NO_GLYPH;
  store<u32>(slot, <u32>p);
  return info;
}

/**
 * The advance of a code that a standard font has no glyph for: the standard fonts' .notdef is blank and as wide as their
 * space; half an em where not even these are there. -1: the document's own font knows. (The substitutes' .notdef is another.)
 */
function missingWidth(fonts: Fonts, font: Font): f32 {
  const program = font.program;
  if (!program) return 0.5;
  if (!font.substituted) return -1;
  return advance(program, glyphOfUnicode(fonts, program, 0x20));
}

/** A space that a subset has left out is not to be drawn as .notdef, which often is a box. */
function isBlank(info: CharInfo): bool {
  if (info.textLength != 1) return false;
  const unit = <u32>load<u16>(<usize>info.text);
  return unit == 0x20 || unit == 0xa0;
}

/**
 * Where the PDF gives no advance, takes the program's. A substitute's glyph is made narrower where it is wider than the
 * advance; but for the standard fonts, whose glyphs are known: their /Widths say where the next glyph stands, no more.
 */
export function fitWidth(font: Font, info: CharInfo): void {
  if (font.textOnly) return;
  const fits = !font.substituted || font.standard || font.vertical || info.width == 0;
  if (info.width >= 0 && fits) return; // the program's own advance may cost a run of its charstring
  const own = ownAdvance(font, info);
  if (info.width < 0) info.width = max<f32>(own, 0);
  else if (own > info.width + 0.001) info.stretch = info.width / own;
}

function glyphOfCode(doc: Store, fonts: Fonts, font: Font, simple: SimpleFont, code: u32, name: u32): u32 {
  const program = font.program;
  if (!program || font.substituted) {
    // A code without a name, or with that of no glyph, shows nothing.
    if (!name || name == Name._notdef) return NO_GLYPH;
    const gid = program ? glyphOfName(doc, fonts, program, name, simple.dingbats) : -1;
    if (gid > 0) return gid;
    const count = unicodeOfName(nameBytes(doc, name), nameLength(doc, name), simple.dingbats, fonts.units);
    return substituteGlyph(doc, fonts, font, Name.None, fonts.units, count);
  }
  if (isTrueType(program)) return trueTypeGlyph(doc, fonts, program, code, simple.named ? name : 0, simple.symbolic);
  if (isCidKeyed(program)) return <u32>max<i32>(gidOfCid(program, code), 0);
  let gid = name ? glyphOfName(doc, fonts, program, name, simple.dingbats) : -1;
  // A name that the font does not have: its own encoding may still know the code. Not so for .notdef, which is meant.
  if (gid < 0 && name != Name._notdef) gid = gidOfCode(program, code);
  return <u32>max<i32>(gid, 0);
}

/** Writes the text of a code to `fonts.units`; its length. ISO 32000-2, 9.10.2, then what other readers try. */
function textOfCode(doc: Store, fonts: Fonts, font: Font, simple: SimpleFont, code: u32, name: u32, gid: u32): u32 {
  const units = fonts.units;
  const toUnicode = font.toUnicode;
  if (toUnicode) {
    const count = toUnicode.textOf(code, units);
    if (count) return count;
  }
  // The program may have a name.
  if (font.textOnly && !name) return 0;
  const program = font.program;
  let named = name;
  if (program && !font.substituted && font.kind == FontKind.Simple) {
    const bytes = fonts.bytes;
    if (!named && codeName(program, code, bytes)) named = intern(doc, bytes.data, bytes.length);
    // A TrueType font's symbols go by their own names, not by what the code would be elsewhere.
    if (!named && gid && gid != NO_GLYPH && glyphName(program, gid, bytes)) named = intern(doc, bytes.data, bytes.length);
  }
  // What the PDF calls .notdef is no character, whatever the code would be elsewhere.
  if (named == Name._notdef) return 0;
  if (named) {
    const count = unicodeOfName(nameBytes(doc, named), nameLength(doc, named), simple.dingbats, units);
    if (count) return count;
    const numbered = codeInName(nameBytes(doc, named), nameLength(doc, named));
    if (numbered) return putScalar(<i32>numbered, units);
  }
  return putScalar(<i32>code, units);
}
