import { GLYPH_SIZE, GLYPHS_HEADER, DisplayList, Op } from '../display/list';
import { Font, FontKind } from '../font/font';
import { Buffer } from '../memory/buffer';

/**
 * Reading starts with letters: what the page's glyphs say, in the order in which they are shown, each with its place and
 * with what separates it from the one before. Spaces are letters too where the page shows them as characters; most pages
 * only leave gaps, and those are found here.
 */
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
  /** The em, in points: what gaps are measured by. */
  size: f32;
  /** How large the text looks, in points: the em again, but for Type 3 fonts. */
  height: f32;
  /** UTF-16; length 0: it says nothing, or is said by another letter (ActualText). */
  text: usize;
  length: u32;
  font: usize;
  /** What separates it from the letter before. */
  before: Break;
  isSpace: bool;
  vertical: bool;
  rightToLeft: bool;
}

/** A gap of this part of the em between two glyphs reads as a space: about half of the narrowest space that fonts have. */
// @ts-ignore: decorator
@inline const SPACE: f32 = 0.15;
/** The same down a line: glyphs stand by their own vertical origins there, which are not all in one place. */
// @ts-ignore: decorator
@inline const VERTICAL_SPACE: f32 = 0.5;
/** Glyphs further apart than this across the line are on different lines; exponents and indices are nearer. */
// @ts-ignore: decorator
@inline const LINE: f32 = 0.6;
/** A step back of more than this begins a new line, or a column. */
// @ts-ignore: decorator
@inline const BACK: f32 = 0.75;
/** Glyphs nearer than this are at the same place. */
// @ts-ignore: decorator
@inline const SAME_PLACE: f32 = 0.12;
/** The longest string that is looked for when it is printed again, in glyphs. */
// @ts-ignore: decorator
@inline const REPEATED: i32 = 256;

/**
 * Gathers the letters of a page's content into `out`, one `Letter` after the other. Annotations are not text of the page,
 * nor is what lies beyond its sides.
 */
export function collectLetters(list: DisplayList, out: Buffer): void {
  const commands = list.commands;
  let at = commands.data;
  const end = at + commands.length;
  let annotations = 0;
  let marks: u32 = 0;
  // Marked content with an ActualText: its depth, and whether the text has been said.
  let actualDepth: u32 = 0;
  let actual: usize = 0;
  let actualLength: u32 = 0;
  while (at + 8 <= end) {
    const op = <Op>load<u32>(at);
    const size = load<u32>(at, 4);
    if (size < 8) break;
    if (op == Op.BeginAnnotation) annotations++;
    else if (op == Op.EndAnnotation) annotations--;
    else if (op == Op.BeginMark) {
      marks++;
      if (!actualDepth && load<u32>(at, 16)) {
        actualDepth = marks;
        actual = <usize>load<u32>(at, 16);
        actualLength = load<u32>(at, 20);
      }
    } else if (op == Op.EndMark) {
      if (marks == actualDepth) actualDepth = 0;
      if (marks) marks--;
    } else if (op == Op.Glyphs && !annotations) {
      const first = out.length;
      addGlyphs(list, at, out);
      if (actualDepth) {
        silence(out, first, actual, actualLength);
        actualLength = 0; // said once
      }
    }
    at += size;
  }
  separate(out);
}

/** All letters from `first` on are silent, but for the first, which says the text. */
function silence(out: Buffer, first: u32, text: usize, length: u32): void {
  for (let at = first; at < out.length; at += <u32>offsetof<Letter>()) {
    const letter = changetype<Letter>(out.data + at);
    letter.text = text;
    letter.length = at == first ? length : 0;
    letter.isSpace = false;
    letter.rightToLeft = false; // ActualText is in logical order already
  }
}

function addGlyphs(list: DisplayList, command: usize, out: Buffer): void {
  const a = load<f32>(command, 24);
  const b = load<f32>(command, 28);
  const c = load<f32>(command, 32);
  const d = load<f32>(command, 36);
  const count = load<u32>(command, 40);
  const vertical = (load<u32>(command, 44) & 1) != 0;
  // Along the writing, and the height of the em across it.
  const ax = vertical ? -c : a;
  const ay = vertical ? -d : b;
  const length = <f32>Math.sqrt(<f64>(ax * ax + ay * ay));
  const size = <f32>Math.sqrt(<f64>(vertical ? a * a + b * b : c * c + d * d));
  const font = changetype<Font>(<usize>load<u32>(command, 8));
  // A Type 3 font's em may have any size: how high its glyphs are is another matter.
  const height = font.kind == FontKind.Type3 ? size * (font.ascent - font.descent) : size;
  if (!(length > 0) || !(size > 0)) return;
  for (let i: u32 = 0; i < count; i++) {
    const glyph = command + GLYPHS_HEADER + <usize>i * GLYPH_SIZE;
    const p = out.extend(<u32>offsetof<Letter>());
    if (!p) return;
    const letter = changetype<Letter>(p);
    const advance = load<f32>(glyph, 16);
    letter.x = load<f32>(glyph, 8);
    letter.y = load<f32>(glyph, 12);
    letter.endX = letter.x + ax * advance;
    letter.endY = letter.y + ay * advance;
    letter.ux = ax / length;
    letter.uy = ay / length;
    letter.size = size;
    letter.height = height;
    letter.text = <usize>load<u32>(glyph, 24);
    letter.length = load<u16>(glyph, 28);
    letter.font = <usize>load<u32>(command, 8);
    letter.before = Break.None;
    letter.vertical = vertical;
    letter.isSpace = isBlank(letter);
    letter.rightToLeft = !vertical && letter.length > 0 && isRightToLeft(load<u16>(letter.text));
    if (isOffPage(letter, list)) out.length -= <u32>offsetof<Letter>();
  }
}

/** Whether no part of a letter's em box is on the page. */
function isOffPage(letter: Letter, list: DisplayList): bool {
  if (letter.vertical) return false;
  const upX = letter.uy * letter.height;
  const upY = -letter.ux * letter.height;
  const x0 = min(letter.x, letter.endX) + min<f32>(upX, 0);
  const x1 = max(letter.x, letter.endX) + max<f32>(upX, 0);
  const y0 = min(letter.y, letter.endY) + min<f32>(upY, 0);
  const y1 = max(letter.y, letter.endY) + max<f32>(upY, 0);
  return x1 < 0 || y1 < 0 || x0 > list.width || y0 > list.height;
}

function isBlank(letter: Letter): bool {
  for (let i: u32 = 0; i < letter.length; i++) {
    const c = <u32>load<u16>(letter.text + ((<usize>i) << 1));
    if (c != 0x20 && c != 0xa0 && c != 9 && c != 0x3000 && !(c >= 0x2000 && c <= 0x200b)) return false;
  }
  return letter.length > 0;
}

/** Hebrew, Arabic and their neighbours, and their presentation forms (Unicode's blocks of bidi class R and AL). */
export function isRightToLeft(c: u32): bool {
  return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00);
}

/** Finds what separates each letter from the one before, and drops what is printed twice to look bold. */
function separate(out: Buffer): void {
  const step = <u32>offsetof<Letter>();
  let before: usize = 0;
  let twin: usize = 0; // what the letter dropped last repeats: a whole string may be repeated
  let to = out.data;
  const end = out.data + out.length;
  for (let from = out.data; from < end; from += step) {
    const letter = changetype<Letter>(from);
    if (before) {
      twin = twinOf(letter, before, twin, out.data);
      if (twin) continue;
      letter.before = between(changetype<Letter>(before), letter);
    }
    if (to != from) memory.copy(to, from, step);
    before = to;
    to += step;
  }
  out.length = <u32>(to - out.data);
}

/** The letter that `letter` repeats, among those from `first` to `last`, after one that repeated `twin` (0: none did); 0 for none. */
function twinOf(letter: Letter, last: usize, twin: usize, first: usize): usize {
  const step = offsetof<Letter>();
  if (twin && twin < last && isSame(changetype<Letter>(twin + step), letter)) return twin + step;
  if (letter.isSpace) return 0;
  if (isSame(changetype<Letter>(last), letter)) return last;
  const l = changetype<Letter>(last);
  if ((letter.x - l.x) * l.ux + (letter.y - l.y) * l.uy > 0) return 0; // goes on
  for (let i = 1, p = last; i < REPEATED && p > first; i++) {
    p -= step;
    if (isSame(changetype<Letter>(p), letter)) return p;
  }
  return 0;
}

/** The same text at almost the same place. */
function isSame(a: Letter, b: Letter): bool {
  if (a.length != b.length || !b.length) return false;
  // Half an advance, where that is less: the em of a Type 3 font may have any size.
  const limit = min<f32>(b.size * SAME_PLACE, max<f32>(abs(b.endX - b.x), abs(b.endY - b.y)) * 0.5);
  if (abs(b.x - a.x) > limit || abs(b.y - a.y) > limit) return false;
  return memory.compare(a.text, b.text, (<usize>b.length) << 1) == 0;
}

function between(last: Letter, letter: Letter): Break {
  const size = max(last.size, letter.size);
  const dx = letter.x - last.endX;
  const dy = letter.y - last.endY;
  const along = (dx * last.ux + dy * last.uy) / size;
  const across = abs(dy * last.ux - dx * last.uy) / size;
  // Another direction of writing is another line.
  if (last.ux * letter.ux + last.uy * letter.uy < 0.9 || last.vertical != letter.vertical) return Break.Line;
  if (across > LINE) return Break.Line;
  if (along < -BACK) {
    // Right to left in logical order: the letter ends where the last one began.
    if (letter.rightToLeft || last.rightToLeft) {
      const ex = last.x - letter.endX;
      const ey = last.y - letter.endY;
      const gap = (ex * last.ux + ey * last.uy) / size;
      if (abs(gap) < BACK * 4) return gap > SPACE ? Break.Space : Break.None;
    }
    return Break.Line;
  }
  return along > (last.vertical ? VERTICAL_SPACE : SPACE) ? Break.Space : Break.None;
}
