import { nameBytes, nameLength } from '../syntax/name-table';
import { Store } from '../syntax/store';
import { encodingCode, Encoding } from './encoding/encoding';
import { findGlyphUnicode, glyphNameAt } from './encoding/glyph-list';
import { unicodeOfName } from './encoding/glyph-names';
import { cmapCount } from './program/cmap';
import { FontProgram, gidOfAnyCmap, gidOfCmap, gidOfName, hasCmap } from './program/program';
import { Fonts } from './record';

/** Which glyph of a font program a name, a character or a code is. */

/** The glyph of a Unicode character: by 'cmap', else by the names that stand for it. 0 when there is none. */
export function glyphOfUnicode(fonts: Fonts, program: FontProgram, unicode: u32): u32 {
  const gid = exactGlyph(fonts, program, unicode);
  if (gid) return gid;
  const other = sameLook(unicode);
  return other ? exactGlyph(fonts, program, other) : 0;
}

function exactGlyph(fonts: Fonts, program: FontProgram, unicode: u32): u32 {
  let gid = glyphOfCharacter(program, unicode);
  if (gid || program.sfnt) return gid;
  for (let i = findGlyphUnicode(unicode, 0); i >= 0; i = findGlyphUnicode(unicode, <u32>i + 1)) {
    const named = gidOfName(program, fonts.name, glyphNameAt(<u32>i, fonts.name));
    if (named > 0) return <u32>named;
  }
  return 0;
}

/** By the Unicode subtables of 'cmap' (OpenType, "Encoding records"). */
function glyphOfCharacter(program: FontProgram, unicode: u32): u32 {
  let gid = gidOfCmap(program, 3, 1, unicode);
  if (!gid) gid = gidOfCmap(program, 3, 10, unicode);
  for (let encoding: u32 = 0; !gid && encoding <= 6; encoding++) if (encoding != 5) gid = gidOfCmap(program, 0, encoding, unicode);
  return gid;
}

/** Characters that the Adobe Glyph List and Unicode fonts tell apart though they look the same; 0 for others. */
function sameLook(unicode: u32): u32 {
  switch (unicode) {
    case 0xa0:
      return 0x20; // no-break space
    case 0xad:
    case 0x2010:
    case 0x2011:
      return 0x2d; // hyphens
    case 0x2126:
      return 0x3a9; // ohm, Omega
    case 0x3a9:
      return 0x2126;
    case 0x2206:
      return 0x394; // increment, Delta
    case 0x394:
      return 0x2206;
    case 0xb5:
      return 0x3bc; // micro, mu
    case 0x3bc:
      return 0xb5;
    case 0x2215:
      return 0x2044; // division slash, fraction slash
    case 0x2219:
      return 0xb7; // bullet operator, middle dot
    case 0x2c9:
      return 0xaf; // macrons
    // Where Adobe's, Microsoft's and JIS's maps of the CJK encodings to Unicode differ.
    case 0x22ef:
      return 0x2026; // ellipses
    case 0x2015:
      return 0x2014; // horizontal bar, em dash
    case 0x2014:
      return 0x2015;
    case 0x301c:
      return 0xff5e; // wave dash, full-width tilde
    case 0xff5e:
      return 0x301c;
    case 0x2016:
      return 0x2225; // double vertical line, parallel to
    case 0x2225:
      return 0x2016;
    case 0xff0d:
      return 0x2212; // full-width hyphen-minus, minus
  }
  return 0;
}

/** The glyph of a name: as the program names it, else by what the name stands for. -1 when there is none. */
export function glyphOfName(doc: Store, fonts: Fonts, program: FontProgram, name: u32, dingbats: bool): i32 {
  const gid = gidOfName(program, nameBytes(doc, name), nameLength(doc, name));
  if (gid >= 0) return gid;
  if (unicodeOfName(nameBytes(doc, name), nameLength(doc, name), dingbats, fonts.units) != 1) return -1;
  const other = glyphOfUnicode(fonts, program, <u32>load<u16>(fonts.units));
  return other ? <i32>other : -1;
}

/**
 * The glyph of a code of a TrueType font, ISO 32000-2, 9.6.5.4, and where that finds nothing whatever other readers
 * find: producers get the Symbolic flag wrong. `name`: the glyph name that an /Encoding of the PDF gives the code, 0
 * when it gives none. 0 when there is no glyph.
 */
export function trueTypeGlyph(doc: Store, fonts: Fonts, program: FontProgram, code: u32, name: u32, symbolic: bool): u32 {
  if (hasCmap(program, 3, 0) && (symbolic || !name)) {
    const gid = symbolGlyph(program, code);
    if (gid) return gid;
  }
  if (name) {
    const gid = namedTrueTypeGlyph(doc, fonts, program, name);
    if (gid) return gid;
  }
  let gid = gidOfCmap(program, 1, 0, code);
  if (!gid) gid = symbolGlyph(program, code);
  if (!gid && !name) gid = gidOfAnyCmap(program, code);
  if (!gid && !name) gid = gidOfAnyCmap(program, 0xf000 | code);
  if (gid) return gid;
  // Without any 'cmap' a code is a glyph index.
  const sfnt = program.sfnt;
  return sfnt && !cmapCount(sfnt) && code < program.glyphCount ? code : 0;
}

/** Symbol fonts have their characters in one of three pages of private use, or at the code itself. */
function symbolGlyph(program: FontProgram, code: u32): u32 {
  let gid = gidOfCmap(program, 3, 0, 0xf000 | code);
  if (!gid) gid = gidOfCmap(program, 3, 0, code);
  if (!gid) gid = gidOfCmap(program, 3, 0, 0xf100 | code);
  return gid ? gid : gidOfCmap(program, 3, 0, 0xf200 | code);
}

function namedTrueTypeGlyph(doc: Store, fonts: Fonts, program: FontProgram, name: u32): u32 {
  const bytes = nameBytes(doc, name);
  const length = nameLength(doc, name);
  if (unicodeOfName(bytes, length, false, fonts.units) == 1) {
    const gid = glyphOfUnicode(fonts, program, <u32>load<u16>(fonts.units));
    if (gid) return gid;
  }
  const code = encodingCode(Encoding.MacRoman, bytes, length);
  if (code >= 0) {
    const gid = gidOfCmap(program, 1, 0, <u32>code);
    if (gid) return gid;
  }
  const gid = gidOfName(program, bytes, length);
  return gid > 0 ? <u32>gid : 0;
}
