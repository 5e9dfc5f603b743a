import { CharInfo, Font, FontKind, loadWholeFont, nextChar } from '../font/font';
import { NO_GLYPH } from '../font/record';
import { Buffer } from '../memory/buffer';
import { alloc, allocZeroed, free } from '../memory/heap';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Store } from '../syntax/store';
import { fontOfAnyCharacter } from './standard-fonts';
import { setFont, TextStyle, useStandard } from './text-style';
import { operator, pushHex } from './writer';

/** The character that begins at a code unit, of which `left` are there: the unit, or both of a pair, the first one high. */
export function characterAt(units: usize, left: u32): u32 {
  const unit = <u32>load<u16>(units);
  if (left < 2 || unit >> 10 != 0x36) return unit;
  const second = <u32>load<u16>(units, 2);
  return second >> 10 == 0x37 ? (unit << 16) | second : unit;
}

/** How many code units a character takes. */
// @ts-ignore: decorator
@inline export function unitsOf(character: u32): u32 {
  return character >> 16 ? 2 : 1;
}

/** A font, with the way back from characters to its codes, and another one for those that it has not. */
@unmanaged
export class Typeface {
  doc: Store;
  font: Font;
  /** The atom of its name. */
  name: u32;
  /** UTF-16 code unit → code (u16 each); 0: the font has no such character. No table: they are the same. */
  codes: usize;
  /** Bytes of a code. */
  codeLength: u32;
  /** What has the characters that this one has not; null while nobody has asked for any. */
  other: Typeface | null;

  /** Null when memory is out. */
  static create(doc: Store, font: Font, name: u32): Typeface | null {
    const face = Typeface.bare(doc, font, name);
    if (!face) return null;
    face.codes = allocZeroed(1 << 17);
    if (!face.codes) {
      face.destroy();
      return null;
    }
    face.learn();
    return face;
  }

  private static bare(doc: Store, font: Font, name: u32): Typeface | null {
    const p = allocZeroed(offsetof<Typeface>());
    if (!p) return null;
    const face = changetype<Typeface>(p);
    face.doc = doc;
    face.font = font;
    face.name = name;
    face.codeLength = font.kind == FontKind.Composite ? 2 : 1;
    return face;
  }

  destroy(): void {
    const other = this.other;
    if (other) other.destroy();
    free(this.codes);
    free(changetype<usize>(this));
  }

  private learn(): void {
    const count: u32 = this.codeLength == 2 ? 0x10000 : 0x100;
    this.doc.fuel -= 2 * count;
    let known = this.gather(count, true, false);
    known += this.gather(count, false, known != 0);
    // A font that does not say what its codes stand for: its writer took them for Latin-1.
    if (!known) for (let code: u32 = 1; code < 0x100; code++) store<u16>(this.slot(code), <u16>code);
  }

  /**
   * Adds the characters that have no code yet; how many. `sure`: only those with a glyph and, of composite fonts, whose
   * text is not the code's own number, which is also what the font says of codes that nothing explains. `drawn`: of the others only
   * those with a glyph, and the space, which needs none; without, all that a font stands for of which nobody knows the glyphs.
   */
  private gather(count: u32, sure: bool, drawn: bool): u32 {
    const wide = this.codeLength == 2;
    let known: u32 = 0;
    for (let code: u32 = 1; code < count; code++) {
      const info = this.charOf(code);
      if (info.codeLength != this.codeLength || info.textLength != 1) continue;
      const unit = <u32>load<u16>(<usize>info.text);
      const hasGlyph = info.gid != NO_GLYPH || info.charProc != 0;
      if (sure ? !hasGlyph || (wide && unit == code) : !hasGlyph && (wide || (drawn && unit != 0x20))) continue;
      const slot = this.slot(unit);
      if (load<u16>(slot)) continue;
      store<u16>(slot, <u16>code);
      known++;
    }
    return known;
  }

  // @ts-ignore: decorator
  @inline private slot(unit: u32): usize {
    return this.codes + ((<usize>unit) << 1);
  }

  /** What a code stands for; the font may take fewer of its bytes. */
  private charOf(code: u32): CharInfo {
    const bytes = push(8);
    const length = this.lengthOf(code);
    store<u32>(bytes, bswap<u32>(code << (32 - (length << 3))));
    const info = nextChar(this.doc, this.font, bytes, bytes + length);
    pop(bytes);
    return info;
  }

  /** Bytes of a code: a pair is one of four. */
  // @ts-ignore: decorator
  @inline private lengthOf(code: u32): u32 {
    return code >> 16 ? 4 : this.codeLength;
  }

  has(character: u32): bool {
    return this.codeOf(character) != 0;
  }

  // @ts-ignore: decorator
  @inline private codeOf(character: u32): u32 {
    if (!this.codes) return character;
    return character >> 16 ? 0 : <u32>load<u16>(this.slot(character));
  }

  /** What a character is shown as: a space that keeps words together as one like others, where the font has none; what only steers a text as nothing. */
  private shown(character: u32): u32 {
    if (character == 0xa0 && !this.has(character)) return 0x20;
    const steers =
      character == 0xad ||
      character - 0x200b < 5 ||
      character - 0x2028 < 7 ||
      character - 0x2060 < 5 ||
      character - 0xfe00 < 16 ||
      character == 0xfeff;
    return steers && !this.has(character) ? 0 : character;
  }

  /** The face that shows a character: this one, or the other. Null for what nothing shows: line breaks, half of a pair. */
  private faceOf(character: u32): Typeface | null {
    if (this.has(character)) return this;
    if (character <= 0x20 || character >> 11 == 0x1b) return null;
    if (!this.other) {
      const font = loadWholeFont(this.doc, fontOfAnyCharacter(this.doc), 0);
      this.other = font ? Typeface.bare(this.doc, font, Name.ODE_UTF16) : null;
    }
    return this.other;
  }

  /** In em. */
  characterWidth(character: u32): f64 {
    const shown = this.shown(character);
    const face = this.faceOf(shown);
    return face ? <f64>face.charOf(face.codeOf(shown)).width : 0;
  }

  /** The width of `count` code units, in em. */
  width(units: usize, count: u32): f64 {
    let sum: f64 = 0;
    for (let i: u32 = 0; i < count;) {
      const character = characterAt(units + ((<usize>i) << 1), count - i);
      sum += this.characterWidth(character);
      i += unitsOf(character);
    }
    return sum;
  }

  /** Writes `Tj` of `count` code units, where this font is set in a size, which it is behind them, too. */
  show(out: Buffer, size: f64, units: usize, count: u32): void {
    let face: Typeface = this;
    out.pushU8(0x3c);
    for (let i: u32 = 0; i < count;) {
      const character = characterAt(units + ((<usize>i) << 1), count - i);
      i += unitsOf(character);
      const shown = this.shown(character);
      const next = this.faceOf(shown);
      if (!next) continue;
      if (next != face) face = this.change(out, next, size);
      const code = face.codeOf(shown);
      for (let left = face.lengthOf(code) << 3; left > 0; left -= 8) pushHex(out, (code >> (left - 8)) & 0xff);
    }
    if (face != this) this.change(out, this, size);
    out.pushU8(0x3e);
    operator(out, 'Tj');
  }

  /** Goes on in another face. */
  private change(out: Buffer, face: Typeface, size: f64): Typeface {
    out.pushU8(0x3e);
    operator(out, 'Tj');
    setFont(this.doc, out, face.name, size);
    out.pushU8(0x3c);
    return face;
  }
}

/** The style's font, or a standard one where it has none of the text's characters; null when memory is out. */
export function typefaceFor(doc: Store, style: TextStyle, text: Buffer | null): Typeface | null {
  const font = style.font;
  if (!font) return null;
  const face = Typeface.create(doc, font, style.name);
  if (!face || !text || knowsAny(face, text)) return face;
  face.destroy();
  if (!useStandard(doc, Name.Helvetica, style)) return null;
  const standard = style.font;
  return standard ? Typeface.create(doc, standard, style.name) : null;
}

function knowsAny(face: Typeface, text: Buffer): bool {
  for (let i: u32 = 0; i + 1 < text.length; i += 2) {
    const unit = <u32>load<u16>(text.data + <usize>i);
    if (unit > 0x20 && face.has(unit)) return true;
  }
  return false;
}
