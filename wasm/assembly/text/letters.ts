import { BeginAnnotationCommand, BeginMarkCommand, GLYPH_NONE, GlyphsCommand, GlyphsFlag, Op, PlacedGlyph } from '../display/commands';
import { DisplayList } from '../display/list';
import { Mark } from '../document/structure-order';
import { Font, FontKind } from '../font/font';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';

/**
 * Reading starts with letters: what the page's glyphs say, in the order in which they are shown, each with its place.
 * Spaces are letters too where the page shows them as characters; most pages only leave gaps (see breaks.ts).
 */
/** What separates two letters. */
export const enum Break {
  None = 0,
  Space = 1,
  Line = 2,
}

/** One glyph's text. Places are in page space (points, y down). */
@unmanaged
export class Letter {
  /** The origin, and where the next glyph would stand without extra spacing. */
  x: f32;
  y: f32;
  endX: f32;
  endY: f32;
  /** Unit vector along the writing. */
  ux: f32;
  uy: f32;
  /** The em, in points: what gaps are measured by; of a Type 3 font with next to none how large the text looks. */
  size: f32;
  /** How large the text looks, in points: the em again, but for Type 3 fonts. */
  height: f32;
  /** UTF-16; length 0: it says nothing, or is said by another letter (ActualText). */
  text: usize;
  length: u32;
  font: usize;
  /** Of its filling, else of its outline: 0x00BBGGRR; 0 where it is invisible. */
  color: u32;
  /** Where its command stands in the list, from the start: what comes later lies above it. */
  at: u32;
  /** The marked content it is part of: index in the page's marks + 1; 0: none. */
  mark: u32;
  /** What separates it from the letter before. */
  before: Break;
  isSpace: bool;
  vertical: bool;
  rightToLeft: bool;
  /** Part of the layout, not of the text: a page number, a running head (14.8.2.2). */
  artifact: bool;
  /** Nothing of it is painted: text of render mode 3, or clear. */
  invisible: bool;
  /** What it is written in, a field or free text: the annotation's object number, or a number above all of those; 0: the page itself. */
  annotation: u32;
}

/** Text that is higher than so many ems is measured by its height. */
const MOST_EMS: f32 = 6;
/** How many pieces of marked content of a page are told apart. */
const MAX_MARKS: u32 = 1 << 16;
/** Paint with less alpha shows nothing. */
const CLEAR: f32 = 0.01;
/** Annotations that are no objects of their own count from here, but for the first. */
const UNNUMBERED: u32 = 1 << 31;
/** What stands for the artifacts among the marks that are open. */
const ARTIFACT: u32 = 0xffffffff;

/**
 * Gathers the letters of a page's content into `out`, one `Letter` after the other, and the marked content with an MCID
 * that they are part of into `marks`, one `Mark` after the other. What lies beyond the sides of the page is not text of it,
 * nor are annotations; what is written in form fields and free text goes into `written`.
 */
export function collectLetters(list: DisplayList, out: Buffer, marks: Buffer, written: Buffer): void {
  let isHidden = false; // in an annotation that is not read
  let annotation: u32 = 0;
  let annotations: u32 = 0;
  let number: u32 = 0;
  let into = out;
  // What the letters in each of the marks that are open are part of.
  const open = Buffer.create(256);
  if (!open) return;
  let mark: u32 = 0;
  // Marked content with an ActualText: its depth, and whether the text has been said.
  let actualDepth: u32 = 0;
  let actual: usize = 0;
  let actualLength: u32 = 0;
  for (let at: u32 = 0; list.hasCommand(at); at += list.commandAt(at).size) {
    const command = list.commandAt(at);
    const op = command.op;
    if (op == Op.BeginAnnotation) {
      const begin = changetype<BeginAnnotationCommand>(command);
      if (begin.subtype == Name.Widget || begin.subtype == Name.FreeText) {
        into = written;
        // Those that are no objects of their own have one number together.
        annotation = begin.objectNumber != number ? begin.objectNumber : UNNUMBERED + annotations++;
        number = begin.objectNumber;
      } else isHidden = true;
    } else if (op == Op.EndAnnotation) {
      into = out;
      annotation = 0;
      mark = 0;
      isHidden = false;
    } else if (op == Op.BeginMark) {
      const content = changetype<BeginMarkCommand>(command);
      open.pushU32(mark);
      if (content.tag == Name.Artifact) mark = ARTIFACT;
      else if (content.mcid >= 0 && mark != ARTIFACT && !annotation) mark = addMark(marks, content.form, content.mcid, mark);
      if (!actualDepth && content.actualText) {
        actualDepth = open.length;
        actual = content.actualText;
        actualLength = content.actualTextLength;
      }
    } else if (op == Op.EndMark && open.length) {
      if (open.length == actualDepth) actualDepth = 0;
      open.length -= 4;
      mark = load<u32>(open.data + open.length);
    } else if (op == Op.Glyphs && !isHidden && !(changetype<GlyphsCommand>(command).flags & GlyphsFlag.Spoken)) {
      const first = into.length;
      addGlyphs(list, at, into, mark, annotation);
      if (actualDepth) {
        silence(into, first, actual, actualLength);
        actualLength = 0; // said once
      }
    }
  }
  open.destroy();
}

/** Adds a piece of marked content; `outer`, when there is no room for more. */
function addMark(marks: Buffer, stream: u32, mcid: i32, outer: u32): u32 {
  const count = marks.length / <u32>offsetof<Mark>();
  const p = count < MAX_MARKS ? marks.extend(<u32>offsetof<Mark>()) : 0;
  if (!p) return outer;
  memory.fill(p, 0, offsetof<Mark>());
  changetype<Mark>(p).stream = stream;
  changetype<Mark>(p).mcid = mcid;
  return count + 1;
}

/** All letters from `first` on are silent, but for the first, which says the text. */
function silence(out: Buffer, first: u32, text: usize, length: u32): void {
  for (let at = first; at < out.length; at += <u32>offsetof<Letter>()) {
    const letter = changetype<Letter>(out.data + at);
    letter.text = text;
    letter.length = at == first ? length : 0;
    letter.isSpace = isBlank(letter);
    letter.rightToLeft = false; // ActualText is in logical order already
  }
}

/** Adds the letters of the glyphs' command at `at`. */
function addGlyphs(list: DisplayList, at: u32, out: Buffer, mark: u32, annotation: u32): void {
  const command = changetype<GlyphsCommand>(list.commandAt(at));
  const a = command.a;
  const b = command.b;
  const c = command.c;
  const d = command.d;
  const count = command.count;
  const vertical = (command.flags & GlyphsFlag.Vertical) != 0;
  // Along the writing, and the height of the em across it.
  const ax = vertical ? -c : a;
  const ay = vertical ? -d : b;
  const length = <f32>Math.sqrt(<f64>(ax * ax + ay * ay));
  const em = <f32>Math.sqrt(<f64>(vertical ? a * a + b * b : c * c + d * d));
  const font = command.font;
  const paint = command.paint ? command.paint : command.strokePaint;
  const color = paint ? paint.color : 0;
  // The glyphs of Type 3 fonts paint themselves.
  const invisible = paint ? paint.alpha < CLEAR : font.kind != FontKind.Type3;
  // A Type 3 font's em may have any size: how high its glyphs are is another matter.
  const height = font.kind == FontKind.Type3 ? em * (font.ascent - font.descent) : em;
  const size = height > em * MOST_EMS ? height : em;
  if (!(length > 0) || !(size > 0) || !isFinite(length + size)) return;
  const ux = ax / length;
  const uy = ay / length;
  let p = out.extend(count * <u32>offsetof<Letter>());
  if (!p) return;
  for (let i: u32 = 0; i < count; i++) {
    const glyph = command.glyph(i);
    const letter = changetype<Letter>(p);
    const advance = glyph.advance;
    letter.x = glyph.x;
    letter.y = glyph.y;
    letter.endX = letter.x + ax * advance;
    letter.endY = letter.y + ay * advance;
    letter.ux = ux;
    letter.uy = uy;
    letter.size = size;
    letter.height = height;
    letter.text = glyph.text;
    letter.length = glyph.textLength;
    letter.font = changetype<usize>(font);
    letter.color = color;
    letter.at = at;
    letter.invisible = invisible;
    letter.before = Break.None;
    letter.vertical = vertical;
    letter.mark = mark == ARTIFACT ? 0 : mark;
    letter.artifact = mark == ARTIFACT;
    letter.annotation = annotation;
    if (!letter.length) sayUnknown(letter, glyph, font);
    const first = letter.length ? <u32>load<u16>(letter.text) : 0;
    letter.isSpace = letter.length == 1 ? isWhite(first) : isBlank(letter);
    letter.rightToLeft = !vertical && isRightToLeft(first);
    const isInside = letter.x >= 0 && letter.y >= 0 && letter.x <= list.width && letter.y <= list.height;
    if ((isInside && isFinite(letter.endX + letter.endY)) || !isOffPage(letter, list)) p += offsetof<Letter>();
  }
  out.length = <u32>(p - out.data);
}

/**
 * How far above a glyph's origin its line from the top down begins, in em, where a font does not say otherwise (ISO 32000-2, 9.7.4.3);
 * the glyph, which stands in the middle of that line, is taken for an em wide.
 */
export const VERTICAL_ORIGIN: f32 = 0.88;

/** A glyph that shows nothing and is wider than this, in em, is a space. */
const BLANK: f32 = 0.15;

/**
 * What a glyph says of which nobody knows the character: code 32, and what shows nothing, is a space; the rest is U+FFFD,
 * so that what stands around it does not run into one word.
 */
function sayUnknown(letter: Letter, glyph: PlacedGlyph, font: Font): void {
  const isSpace = (glyph.flags & 1) != 0;
  const isBlank = glyph.index == GLYPH_NONE && font.kind != FontKind.Type3;
  if (!isSpace && isBlank && glyph.advance < BLANK) return;
  letter.text = isSpace || isBlank ? memory.data<u16>([0x20]) : memory.data<u16>([0xfffd]);
  letter.length = 1;
}

/** Whether no part of the em box of a letter whose origin is beside the page is on it, or the letter is nowhere at all. */
function isOffPage(letter: Letter, list: DisplayList): bool {
  if (!isFinite(letter.x + letter.y + letter.endX + letter.endY)) return true;
  if (letter.vertical) return false;
  const upX = letter.uy * letter.height;
  const upY = -letter.ux * letter.height;
  const x0 = min(letter.x, letter.endX) + min<f32>(upX, 0);
  const x1 = max(letter.x, letter.endX) + max<f32>(upX, 0);
  const y0 = min(letter.y, letter.endY) + min<f32>(upY, 0);
  const y1 = max(letter.y, letter.endY) + max<f32>(upY, 0);
  return x1 < 0 || y1 < 0 || x0 > list.width || y0 > list.height;
}

/** Whether a letter says white space, and nothing else. */
export function isBlank(letter: Letter): bool {
  for (let i: u32 = 0; i < letter.length; i++) if (!isWhite(<u32>load<u16>(letter.text + ((<usize>i) << 1)))) return false;
  return letter.length > 0;
}

// @ts-ignore: decorator
@inline function isWhite(c: u32): bool {
  return c == 0x20 || c == 0xa0 || c == 9 || c == 0x3000 || (c >= 0x2000 && c <= 0x200b);
}

/** Hebrew, Arabic and their neighbours, and their presentation forms (Unicode's blocks of bidi class R and AL). */
export function isRightToLeft(c: u32): bool {
  if (c < 0x590 || isArabicDigit(c)) return false;
  return c < 0x900 || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00);
}

/** Digits of the Arabic script and their separators (bidi class AN and EN): numbers are read from the left there, too. */
export function isArabicDigit(c: u32): bool {
  return (c >= 0x660 && c <= 0x66c) || (c >= 0x6f0 && c <= 0x6f9);
}
