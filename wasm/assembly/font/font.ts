import { Path } from '../geometry/path';
import { Name } from '../syntax/names';
import { isDict, lengthOf, Obj, rawGet, refNumber, valueAt } from '../syntax/object';
import { resource } from '../syntax/resources';
import { at, get, getInt, getName, resolve, spend, Store } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { loadCMap } from './cmap/predefined';
import { compositeChar, loadComposite, readCompositeCode } from './composite-font';
import { embeddedProgram, isEmbedded } from './embedded';
import { isHostGlyph, programOf } from './fallback';
import { hostOutline } from './host-glyph';
import { outline } from './program/program';
import { CharInfo, Font, FontKind, Fonts, fontsOf, idOf } from './record';
import { loadSimple, simpleChar } from './simple-font';
import { describe, substitute } from './substitute';
import { isGbkName } from './two-byte-names';
import { loadType3 } from './type3';
import { emOf } from './widths';

export { CharInfo, Font, FontKind } from './record';

/**
 * Fonts as a PDF describes them: from the bytes of a string to glyphs, advances and text. ISO 32000-2, 9.5 to 9.10.
 *
 * A font dictionary is read once. What a code stands for is worked out when it is first shown, and kept: pages use few
 * of a font's codes. `program/` has the outlines; `encoding/` and `cmap/` lead from codes to them.
 */

/**
 * The font of a dictionary; null when memory is out. `objectNumber` is 0 for a direct object. Text in a font that the
 * document does not have is shown in one that nothing is known of: a sans serif.
 */
export function loadFont(doc: Store, dict: Obj, objectNumber: u32): Font | null {
  const fonts = fontsOf(doc);
  if (!fonts) return null;
  if (!isDict(dict)) {
    warn(doc, Warning.FontInvalid, objectNumber);
    dict = fonts.unknown;
    objectNumber = 0;
  }
  const key = objectNumber ? (objectNumber << 1) | 1 : <u32>dict;
  const known = fonts.fonts.get(key);
  if (known) {
    const font = changetype<Font>(<usize>known);
    const lacksGlyphs = font.textOnly && !doc.textOnly;
    if (!lacksGlyphs && !(font.pending && resource(doc, font.pending))) return font;
    return fill(doc, fonts, font, font.textOnly && doc.textOnly) ? font : null;
  }
  const p = doc.cache.alloc(offsetof<Font>());
  if (!p) return null;
  const font = changetype<Font>(p);
  font.id = idOf(fonts, objectNumber);
  font.dict = dict;
  font.objectNumber = objectNumber;
  if (!fill(doc, fonts, font, doc.textOnly)) return null;
  fonts.fonts.set(key, <u32>p);
  return font;
}

/** The same with its glyphs, also while a page is read for its text alone. */
export function loadWholeFont(doc: Store, dict: Obj, objectNumber: u32): Font | null {
  const textOnly = doc.textOnly;
  doc.textOnly = false;
  const font = loadFont(doc, dict, objectNumber);
  doc.textOnly = textOnly;
  return font;
}

/** Reads the glyphs of a font of which only the text is known. */
export function completeFont(doc: Store, font: Font): void {
  const kind = font.kind;
  const details = font.details;
  if (fill(doc, changetype<Fonts>(doc.fonts), font, false)) return;
  // Memory is out: what is known stays.
  font.kind = kind;
  font.details = details;
}

/** Fonts of a page that are asked for ahead. */
const MOST_AHEAD: u32 = 64;

/**
 * Asks the host for what stands in for those fonts of a resource dictionary's /Font that are not embedded, so that it brings
 * all of a page's at once.
 */
export function askForFonts(doc: Store, dict: Obj): void {
  const count = min(lengthOf(dict), MOST_AHEAD);
  for (let i: u32 = 0; i < count && spend(doc, 1); i++) {
    const reference = valueAt(dict, i);
    const font = resolve(doc, reference);
    const isSimple = isDict(font) && !rawGet(font, Name.DescendantFonts) && getName(doc, font, Name.Subtype) != Name.Type3;
    if (isSimple && !isEmbedded(get(doc, font, Name.FontDescriptor))) loadFont(doc, font, refNumber(reference));
  }
}

/** Reads all of a font but its characters; again when the host has brought what was missing, and when glyphs are needed. */
function fill(doc: Store, fonts: Fonts, font: Font, textOnly: bool): bool {
  const dict = font.dict;
  font.pending = 0;
  font.program = null;
  font.sans = null;
  font.fallback = null;
  font.substituted = false;
  font.textOnly = false;
  const subtype = getName(doc, dict, Name.Subtype);
  const descendant = at(doc, get(doc, dict, Name.DescendantFonts), 0);
  font.kind = subtype == Name.Type3 ? FontKind.Type3 : subtype == Name.Type0 || isDict(descendant) ? FontKind.Composite : FontKind.Simple;
  font.descendant = font.kind == FontKind.Composite ? descendant : dict;
  font.descriptor = get(doc, font.descendant, Name.FontDescriptor);
  font.flags = <u32>getInt(doc, font.descriptor, Name.Flags);
  font.name = getName(doc, dict, font.kind == FontKind.Type3 ? Name.Name : Name.BaseFont);
  if (!font.name) font.name = getName(doc, font.descriptor, Name.FontName);
  font.ascent = emOf(get(doc, font.descriptor, Name.Ascent), 0);
  font.descent = emOf(get(doc, font.descriptor, Name.Descent), 0);
  if (!font.ascent) font.ascent = 0.8;
  if (!font.descent) font.descent = -0.2;
  font.toUnicode = loadCMap(doc, fonts, font, get(doc, dict, Name.ToUnicode));
  const family = describe(doc, fonts, font);
  if (font.kind == FontKind.Type3) {
    font.details = changetype<usize>(loadType3(doc, font));
    return font.details != 0;
  }
  font.textOnly = textOnly && isEmbedded(font.descriptor);
  if (!font.textOnly) font.program = embeddedProgram(doc, fonts, font);
  if (!font.program && !font.textOnly) {
    substitute(doc, fonts, font, family);
    if (font.kind == FontKind.Simple && isGbkName(doc, font.name)) font.kind = FontKind.Composite;
  }
  if (font.kind == FontKind.Simple) font.details = changetype<usize>(loadSimple(doc, font, family));
  else font.details = changetype<usize>(loadComposite(doc, fonts, font));
  if (!isDict(font.descendant)) warn(doc, Warning.FontInvalid, font.objectNumber);
  return font.details != 0;
}

/**
 * What the character at `p` stands for, in a string that ends at `end` > `p`; the next one is `codeLength` > 0 bytes behind.
 * It is the font's, and stays as long.
 */
export function nextChar(doc: Store, font: Font, p: usize, end: usize): CharInfo {
  const info = charAt(doc, font, p, end);
  if (!font.textOnly || (info.textLength && info.width >= 0)) return info;
  // What the PDF does not say may stand in the font's program.
  completeFont(doc, font);
  return charAt(doc, font, p, end);
}

function charAt(doc: Store, font: Font, p: usize, end: usize): CharInfo {
  const fonts = changetype<Fonts>(doc.fonts);
  let info: CharInfo | null = null;
  if (font.kind == FontKind.Composite) {
    store<u32>(fonts.units, 0);
    const length = readCompositeCode(font, p, end, fonts.units);
    info = compositeChar(doc, fonts, font, load<u32>(fonts.units), length);
  } else {
    info = simpleChar(doc, fonts, font, <u32>load<u8>(p));
  }
  return info ? info : fonts.nothing;
}

/** Adds a glyph's outline to `out`, in em space: y up, 1 = the font size. False when there is none, or it is damaged. */
export function fontOutline(font: Font, gid: u32, out: Path): bool {
  if (isHostGlyph(gid)) return hostOutline(font, gid & 0xffff, out);
  const program = programOf(font, gid);
  if (!program) return false;
  const start = out.pointLength;
  const whole = outline(program, gid & 0xffff, out);
  if (font.slant != 0 && program == font.program) {
    const end = out.pointData + out.pointLength;
    for (let p = out.pointData + start; p < end; p += 8) store<f32>(p, load<f32>(p) + font.slant * load<f32>(p, 4));
  }
  return whole;
}
