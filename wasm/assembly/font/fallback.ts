import { Name } from '../syntax/names';
import { Store } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { glyphOfUnicode } from './glyph-choice';
import { advance, FontProgram, verticalGlyph } from './program/program';
import { hostAdvance, hostGlyph, HostLanguage } from './host-glyph';
import { CharInfo, Font, Fonts, NO_GLYPH } from './record';
import { fileOf, Look, resourceProgram } from './substitute';
import { uprightForm, verticalForm } from './vertical-forms';

/**
 * Characters that a substitute does not have. Of the substitutes the sans serif has the most characters, so it helps the
 * others out. What it lacks, Chinese, Japanese and Korean above all, is in the host's fallback font, which is asked for
 * when a document needs it; where there is none, the host may draw the characters by other fonts of its own, which
 * `font-substituted` tells. What is left is left out, and `font-not-embedded` says so.
 */

/** In a glyph index: the glyph is one of `font.fallback`, of `font.sans`, or of the host's. The indices of font files have 16 bits. */
const FALLBACK: u32 = 1 << 16;
const SANS: u32 = 1 << 17;
const HOST: u32 = 1 << 18;

/** The host's name of the font for an Adobe character collection (that of its map to Unicode; 0: another one). */
function fallbackOf(collection: Name): Name {
  switch (collection) {
    case Name.Adobe_Japan1_UCS2:
      return Name.fallback_ja;
    case Name.Adobe_GB1_UCS2:
      return Name.fallback_zh_Hans;
    case Name.Adobe_CNS1_UCS2:
      return Name.fallback_zh_Hant;
    case Name.Adobe_Korea1_UCS2:
      return Name.fallback_ko;
  }
  return Name.fallback;
}

function languageOf(collection: Name): HostLanguage {
  switch (collection) {
    case Name.Adobe_Japan1_UCS2:
      return HostLanguage.Japanese;
    case Name.Adobe_GB1_UCS2:
      return HostLanguage.SimplifiedChinese;
    case Name.Adobe_CNS1_UCS2:
      return HostLanguage.TraditionalChinese;
    case Name.Adobe_Korea1_UCS2:
      return HostLanguage.Korean;
  }
  return HostLanguage.Unknown;
}

/**
 * The glyph, in a font that is not embedded, of the text of a character: UTF-16 at `units`, of which the first character
 * counts; 0 units: nobody knows the text. NO_GLYPH where there is none, and while the host has yet to bring the font.
 */
export function substituteGlyph(doc: Store, fonts: Fonts, font: Font, collection: Name, units: usize, count: u32): u32 {
  const program = font.program;
  if (font.pending && (!program || !count)) return NO_GLYPH;
  let unicode: u32 = count ? <u32>load<u16>(units) : 0xfffd;
  if (unicode >> 10 == 0x36 && count > 1) unicode = 0x10000 + ((unicode & 0x3ff) << 10) + (load<u16>(units, 2) & 0x3ff);
  if (isBlank(unicode)) return NO_GLYPH;
  if (!program || !count) return missing(doc, fonts, font, collection, unicode);
  // From Greek on, the characters of the CJK collections are as wide as their ideographs: they are to look like them.
  const wide = collection != Name.None && unicode >= 0x370;
  let gid = wide ? 0 : substitutesGlyph(doc, fonts, font, program, unicode);
  if (gid || font.pending) return gid ? gid : NO_GLYPH;
  const fallback = resourceProgram(doc, fonts, font, fallbackOf(collection));
  if (fallback) {
    font.fallback = fallback;
    gid = glyphOfWriting(fonts, fallback, unicode, font.vertical);
    if (gid) return gid | FALLBACK;
  }
  if (wide && !font.pending) gid = substitutesGlyph(doc, fonts, font, program, unicode);
  if (gid || font.pending) return gid ? gid : NO_GLYPH;
  return missing(doc, fonts, font, collection, unicode);
}

/** The host's glyph of a character that no font has; NO_GLYPH where it has none either. U+FFFD: nobody knows the character. */
function missing(doc: Store, fonts: Fonts, font: Font, collection: Name, unicode: u32): u32 {
  let index: u32 = 0;
  if (unicode != 0xfffd) {
    const form = font.vertical ? verticalForm(unicode) : 0;
    if (form) index = hostGlyph(doc, fonts, font, form, languageOf(collection));
    if (!index) index = hostGlyph(doc, fonts, font, unicode, languageOf(collection));
  }
  warn(doc, index ? Warning.FontSubstituted : Warning.FontMissing, font.objectNumber);
  if (!index) return NO_GLYPH;
  font.hostGlyphs = fonts.hostGlyphs;
  return index | HOST;
}

/** The glyph in the font's own substitute or in the sans serif one; 0 when there is none, or it is `pending`. */
function substitutesGlyph(doc: Store, fonts: Fonts, font: Font, program: FontProgram, unicode: u32): u32 {
  const own = glyphOfUnicode(fonts, program, unicode);
  if (own) return own;
  const sans = resourceProgram(doc, fonts, font, fileOf(Look.Sans, font.bold, font.italic));
  if (!sans || sans == program) return 0;
  font.sans = sans;
  const gid = glyphOfUnicode(fonts, sans, unicode);
  return gid ? gid | SANS : 0;
}

/** Spaces and what only steers a text (Unicode's general categories Cc, Cf and Zs) have no ink. */
function isBlank(unicode: u32): bool {
  return (
    unicode <= 0x20 || unicode - 0x7f <= 0x21 || unicode - 0x2000 < 0x10 || unicode - 0x2028 < 8 || unicode == 0x3000 || unicode == 0xfeff
  );
}

/** The glyph of a character; in vertical writing the one that is made for it. 0 when there is none. */
function glyphOfWriting(fonts: Fonts, program: FontProgram, unicode: u32, vertical: bool): u32 {
  let gid = glyphOfUnicode(fonts, program, unicode);
  if (!gid) {
    // A character of its own for the vertical form, which many fonts reach by the other one only.
    const upright = uprightForm(unicode);
    gid = upright ? glyphOfUnicode(fonts, program, upright) : 0;
    return gid ? verticalGlyph(program, gid) : 0;
  }
  if (!vertical) return gid;
  const form = verticalForm(unicode);
  const other = form ? glyphOfUnicode(fonts, program, form) : 0;
  return other ? other : verticalGlyph(program, gid);
}

/** Whether a glyph is one of the host's. */
// @ts-ignore: decorator
@inline export function isHostGlyph(gid: u32): bool {
  return gid != NO_GLYPH && (gid & HOST) != 0;
}

/** The program that a glyph index leads into; null when there is none. */
// @ts-ignore: decorator
@inline export function programOf(font: Font, gid: u32): FontProgram | null {
  return gid & FALLBACK ? font.fallback : gid & SANS ? font.sans : font.program;
}

/** The advance that the font program gives a character, in em; -1 when it gives none. */
export function ownAdvance(font: Font, info: CharInfo): f32 {
  if (info.gid == NO_GLYPH) return -1;
  if (info.gid & HOST) return hostAdvance(font, info.gid & 0xffff);
  const program = programOf(font, info.gid);
  return program ? advance(program, info.gid & 0xffff) : -1;
}
