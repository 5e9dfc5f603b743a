import { Rectangle } from '../geometry/rectangle';
import { Name } from '../syntax/names';
import { nameBytes, nameLength } from '../syntax/name-table';
import { Obj } from '../syntax/object';
import { resource } from '../syntax/resources';
import { getInt, getNumber, getRect, Store } from '../syntax/store';
import { FAMILY_WORDS } from './family-words';
import { FontProgram, loadProgram } from './program/program';
import { Font, FontFlag, Fonts } from './record';

/**
 * Fonts that stand in for those that are not embedded: the 14 standard fonts (ISO 32000-2, 9.6.2.2), their aliases, and
 * all others by their name and descriptor. The files are pdfjs-dist's, whose metrics are those of the standard fonts.
 */

/** What a word in a font's name says. The first five are families. */
export const enum Look {
  Symbol = 0,
  Dingbats = 1,
  Fixed = 2,
  Sans = 3,
  Serif = 4,
  Bold = 5,
  Italic = 6,
  OwnOrder = 7,
  /** A family of the standard fonts, and what else is in the names of those. */
  Standard = 8,
  Plain = 9,
}

/** A stem wider than this, in thousandths of an em, is that of a bold font: Helvetica has 88, its bold 140. */
const BOLD_STEM: f64 = 120;
/** Ghostscript's pdfwrite says of stems that it does not know this much of the box's right side: Computer Modern's regular would be bold. */
const GUESSED_STEM: f64 = 0.15;
/** OpenType's weight class of semi-bold. */
const BOLD_WEIGHT: i32 = 600;
/** Letters of a name that are looked at. */
const LONGEST: u32 = 60;
/** tan 12°, the angle of Helvetica-Oblique. */
const SLANT: f32 = 0.2126;

/** Writes a name without capitals, what is no letter or digit, and the tag of a subset (ABCDEF+) to `out`; its length. */
function normalize(doc: Store, name: u32, out: usize): u32 {
  let from = nameBytes(doc, name);
  let length = nameLength(doc, name);
  if (length > 7 && load<u8>(from, 6) == 0x2b /* + */) {
    from += 7;
    length -= 7;
  }
  let n: u32 = 0;
  for (let i: u32 = 0; i < length && n < LONGEST; i++) {
    let c = <u32>load<u8>(from + i);
    if (c - 65 < 26) c |= 0x20;
    if (c - 97 < 26 || c - 48 < 10) store<u8>(out + n++, <u8>c);
  }
  return n;
}

/** The looks, as bits, whose words are in a normalized name; of the families only the first. */
function looksOf(name: usize, length: u32): u32 {
  let looks: u32 = 0;
  for (let p = FAMILY_WORDS; load<u8>(p, 1); p += 2 + <usize>load<u8>(p, 1)) {
    const look = <Look>load<u8>(p);
    if (look <= Look.Serif && looks & 31) continue;
    const size = <u32>load<u8>(p, 1);
    // A symbol font is called so; others have symbols beside their letters.
    const last: u32 = look == Look.Symbol ? 0 : length;
    const initial = load<u8>(p, 2);
    for (let i: u32 = 0; i + size <= length && i <= last; i++) {
      if (load<u8>(name + i) != initial || memory.compare(name + i, p + 2, size)) continue;
      looks |= 1 << look;
      break;
    }
  }
  return looks;
}

/** Whether a normalized name is that of a standard font: a family of theirs, and nothing behind it but plain words. */
function isStandard(name: usize, length: u32): bool {
  let at: u32 = 0;
  for (let look = Look.Standard; at < length; look = Look.Plain) {
    let longest: u32 = 0;
    for (let p = FAMILY_WORDS; load<u8>(p, 1); p += 2 + <usize>load<u8>(p, 1)) {
      const size = <u32>load<u8>(p, 1);
      if (<Look>load<u8>(p) != look || size <= longest || at + size > length || load<u8>(p, 2) != load<u8>(name + at)) continue;
      if (!memory.compare(name + at, p + 2, size)) longest = size;
    }
    if (!longest) return false;
    at += longest;
  }
  return at > 0;
}

/** Fills in what the name and the descriptor say of a font's look; its family. */
export function describe(doc: Store, fonts: Fonts, font: Font): Look {
  const descriptor = font.descriptor;
  const length = normalize(doc, font.name, fonts.name);
  const looks = looksOf(fonts.name, length);
  font.standard = isStandard(fonts.name, length);
  const flags = font.flags;
  const weight = getInt(doc, descriptor, Name.FontWeight);
  font.bold =
    (looks & (1 << Look.Bold)) != 0 ||
    (flags & FontFlag.ForceBold) != 0 ||
    weight >= BOLD_WEIGHT ||
    (!weight && hasBoldStem(doc, descriptor));
  font.italic = (looks & (1 << Look.Italic)) != 0 || (flags & FontFlag.Italic) != 0 || getNumber(doc, descriptor, Name.ItalicAngle) != 0;
  font.ownOrder = (looks & (1 << Look.OwnOrder)) != 0;
  const families = looks & 31;
  let family = families ? <Look>ctz<u32>(families) : Look.Sans;
  if (!families) {
    if (flags & FontFlag.FixedPitch) family = Look.Fixed;
    else if (flags & FontFlag.Serif) family = Look.Serif;
  }
  font.serif = family == Look.Serif;
  font.fixedPitch = family == Look.Fixed || (flags & FontFlag.FixedPitch) != 0;
  return family;
}

/** Whether a descriptor says that stems are wide; not where it is Ghostscript's guess, which knows nothing of them. */
function hasBoldStem(doc: Store, descriptor: Obj): bool {
  const stem = getNumber(doc, descriptor, Name.StemV);
  if (stem <= BOLD_STEM) return false;
  const box = Rectangle.push();
  getRect(doc, descriptor, Name.FontBBox, box);
  const guess = Math.floor(GUESSED_STEM * <f64>box.x1);
  box.pop();
  return stem != guess;
}

/** The atom of the file that stands in for a font. */
export function fileOf(family: Look, bold: bool, italic: bool): Name {
  switch (family) {
    case Look.Symbol:
      return Name.FoxitSymbol_pfb;
    case Look.Dingbats:
      return Name.FoxitDingbats_pfb;
    case Look.Fixed:
      if (bold) return italic ? Name.FoxitFixedBoldItalic_pfb : Name.FoxitFixedBold_pfb;
      return italic ? Name.FoxitFixedItalic_pfb : Name.FoxitFixed_pfb;
    case Look.Serif:
      if (bold) return italic ? Name.FoxitSerifBoldItalic_pfb : Name.FoxitSerifBold_pfb;
      return italic ? Name.FoxitSerifItalic_pfb : Name.FoxitSerif_pfb;
    default:
      if (bold) return italic ? Name.LiberationSans_BoldItalic_ttf : Name.LiberationSans_Bold_ttf;
      return italic ? Name.LiberationSans_Italic_ttf : Name.LiberationSans_Regular_ttf;
  }
}

/** Gives a font the program that stands in for its own; none, and `pending`, when the host has yet to bring it. */
export function substitute(doc: Store, fonts: Fonts, font: Font, family: Look): void {
  font.substituted = true;
  if (family <= Look.Dingbats && font.italic) font.slant = SLANT;
  font.program = resourceProgram(doc, fonts, font, fileOf(family, font.bold, font.italic));
}

/** The font program that the host has under a name. Null where it has none, or one that cannot be read, or has yet to bring it: then `font` is `pending`. */
export function resourceProgram(doc: Store, fonts: Fonts, font: Font, file: Name): FontProgram | null {
  let program = fonts.files.get(file);
  if (!program) {
    const brought = resource(doc, file);
    if (!brought) {
      font.pending = file;
      return null;
    }
    if (brought.length) program = <u32>changetype<usize>(loadProgram(doc.arena, brought.bytes, brought.length));
    program = max<u32>(program, 1);
    fonts.files.set(file, program);
  }
  return program > 1 ? changetype<FontProgram>(<usize>program) : null;
}
