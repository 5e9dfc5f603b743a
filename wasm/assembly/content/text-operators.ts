import { GLYPH_NONE, GLYPH_SIZE, GLYPHS_HEADER, Op, Rule } from '../display/list';
import { CharInfo, Font, FontKind, fontOutline, loadFont, nextChar } from '../font/font';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { alloc, free } from '../memory/heap';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj, rawAt, rawGet, refNumber, stringOf } from '../syntax/object';
import { get, resolve } from '../syntax/store';
import { Interpreter } from './interpreter';
import { addClip } from './path-operators';
import { TextMode } from './state';
import { paintType3 } from './type3';

/** Text, ISO 32000-2, 9.4. */

export function beginText(self: Interpreter): void {
  self.textMatrix.identity();
  self.lineMatrix.identity();
}

/** Text that was shown in a clipping mode clips from here on: to nothing, where its glyphs have no outlines. */
export function endText(self: Interpreter): void {
  if (!self.clipsToText) return;
  self.clipsToText = false;
  const kept = self.keepPath(self.textClip);
  if (kept) addClip(self, kept, Rule.NonZero);
  self.textClip.clear();
}

export function setFont(self: Interpreter, name: u32, size: f64): void {
  if (self.count < 2) return;
  const doc = self.doc;
  const reference = rawGet(get(doc, self.resources, Name.Font), name);
  const font = loadFont(doc, resolve(doc, reference), refNumber(reference));
  self.state.font = font;
  self.state.fontSize = size;
}

/** `Td`. */
export function moveLine(self: Interpreter, x: f64, y: f64): void {
  const m = self.lineMatrix;
  m.e += x * m.a + y * m.c;
  m.f += x * m.b + y * m.d;
  self.textMatrix.copy(m);
}

/** `T*`. */
export function nextLine(self: Interpreter): void {
  moveLine(self, 0, -self.state.leading);
}

/** `Tm`. */
export function setTextMatrix(self: Interpreter): void {
  if (self.count < 6) return;
  const m = self.lineMatrix;
  m.set(self.number(6, 0), self.number(6, 1), self.number(6, 2), self.number(6, 3), self.number(6, 4), self.number(6, 5));
  self.textMatrix.copy(m);
}

/** `Tj`. */
export function showOperand(self: Interpreter): void {
  const string = self.operand(1, 0);
  if (kindOf(string) == Kind.String) show(self, string);
}

/** `TJ`: strings, and numbers that move back by thousandths of an em. */
export function showArray(self: Interpreter): void {
  const array = self.operand(1, 0);
  if (kindOf(array) == Kind.String) return show(self, array);
  if (kindOf(array) != Kind.Array) return;
  const state = self.state;
  const count = lengthOf(array);
  for (let i: u32 = 0; i < count; i++) {
    const item = rawAt(array, i);
    if (kindOf(item) == Kind.String) {
      show(self, item);
    } else {
      const by = -numberOf(item) * 0.001 * state.fontSize;
      const font = state.font;
      if (font && font.vertical) advance(self, 0, by);
      else advance(self, by * state.stretch, 0);
    }
  }
}

function advance(self: Interpreter, tx: f64, ty: f64): void {
  const m = self.textMatrix;
  m.e += tx * m.a + ty * m.c;
  m.f += tx * m.b + ty * m.d;
}

/** Shows a string: one `Glyphs` command, and for a Type 3 font what its glyphs draw. */
function show(self: Interpreter, string: Obj): void {
  const font = self.state.font;
  const length = lengthOf(string);
  if (!font || !length) return;
  const info = alloc(offsetof<CharInfo>());
  if (!info) return;
  showGlyphs(self, font, stringOf(string), length, changetype<CharInfo>(info));
  free(info);
}

function showGlyphs(self: Interpreter, font: Font, start: usize, length: u32, info: CharInfo): void {
  const state = self.state;
  const doc = self.doc;
  const size = state.fontSize;
  const type3 = font.kind == FontKind.Type3;
  const mode = state.mode & 3;
  const invisible = mode == TextMode.Invisible || type3 || !self.isVisible;
  // em → page: size and stretch, then the text matrix, then the CTM
  const m = self.work;
  m.set(size * state.stretch, 0, 0, size, 0, state.rise);
  m.multiply(m, self.textMatrix);
  m.multiply(m, state.ctm);
  const fill = !invisible && mode != TextMode.Stroke ? state.paintOf(self.arena, state.fill) : 0;
  const strokes = !invisible && mode != TextMode.Fill;
  const strokePaint = strokes ? state.paintOf(self.arena, state.strokeInk) : 0;
  const stroke = strokes ? state.strokeOf(self.arena) : 0;
  // A code is at least one byte: there are no more glyphs than bytes.
  const commands = self.list.commands;
  const at = commands.length;
  const p = self.list.add(Op.Glyphs, GLYPHS_HEADER + length * GLYPH_SIZE);
  if (!p) return;
  store<u32>(p, <u32>changetype<usize>(font), 8);
  store<u32>(p, <u32>fill, 12);
  store<u32>(p, <u32>strokePaint, 16);
  store<u32>(p, <u32>stroke, 20);
  store<f32>(p, <f32>m.a, 24);
  store<f32>(p, <f32>m.b, 28);
  store<f32>(p, <f32>m.c, 32);
  store<f32>(p, <f32>m.d, 36);
  store<u32>(p, (<u32>font.vertical) | (self.spoken ? 2 : 0), 44);
  const clips = (state.mode & 4) != 0 && !type3;
  if (clips) self.clipsToText = true;
  let count: u32 = 0;
  const end = start + length;
  const startE = self.textMatrix.e;
  const startF = self.textMatrix.f;
  for (let q = start; q < end; count++) {
    const used = nextChar(doc, font, q, end, info);
    q += max<u32>(used, 1);
    const record = commands.data + at + GLYPHS_HEADER + count * GLYPH_SIZE;
    // The origin, in text space: risen, and moved so that the point (vx, vy) of the glyph comes to lie on the text position.
    const tx = -(<f64>info.vx) * size * state.stretch;
    const ty = state.rise - <f64>info.vy * size;
    const ux = self.textMatrix.x(tx, ty);
    const uy = self.textMatrix.y(tx, ty);
    store<u32>(record, type3 ? GLYPH_NONE : info.gid);
    store<u32>(record, info.code, 4);
    store<f32>(record, <f32>state.ctm.x(ux, uy), 8);
    store<f32>(record, <f32>state.ctm.y(ux, uy), 12);
    store<f32>(record, info.width, 16);
    store<f32>(record, info.stretch, 20);
    store<u32>(record, info.text, 24);
    store<u16>(record, <u16>info.textLength, 28);
    store<u16>(record, <u16>info.isSpace, 30);
    if (clips && info.gid != GLYPH_NONE) clipGlyph(self, font, record, m);
    const space = state.charSpace + (info.isSpace ? state.wordSpace : 0);
    if (font.vertical) advance(self, 0, -(<f64>info.width) * size + space);
    else advance(self, (<f64>info.width * size + space) * state.stretch, 0);
  }
  const bytes = GLYPHS_HEADER + count * GLYPH_SIZE;
  store<u32>(commands.data + at, bytes, 4);
  store<u32>(commands.data + at, count, 40);
  commands.length = at + bytes;
  doc.fuel -= count;
  if (type3 && self.isVisible && mode != TextMode.Invisible) {
    const endE = self.textMatrix.e;
    const endF = self.textMatrix.f;
    self.textMatrix.e = startE;
    self.textMatrix.f = startF;
    paintType3Glyphs(self, font, start, end, info);
    self.textMatrix.e = endE;
    self.textMatrix.f = endF;
  }
}

function paintType3Glyphs(self: Interpreter, font: Font, start: usize, end: usize, info: CharInfo): void {
  const state = self.state;
  for (let q = start; q < end;) {
    q += max<u32>(nextChar(self.doc, font, q, end, info), 1);
    if (info.charProc) {
      const outer = self.spoken;
      self.spoken = outer || info.textLength != 0;
      paintType3(self, font, info.charProc);
      self.spoken = outer;
    }
    const space = state.charSpace + (info.isSpace ? state.wordSpace : 0);
    advance(self, (<f64>info.width * state.fontSize + space) * state.stretch, 0);
  }
}

/** Adds a glyph's outline to the text clip. */
function clipGlyph(self: Interpreter, font: Font, record: usize, m: Matrix): void {
  const outline = Path.create();
  if (!outline) return;
  if (fontOutline(font, load<u32>(record), outline)) {
    const place = self.work2;
    const stretch = <f64>load<f32>(record, 20);
    place.set(m.a * stretch, m.b * stretch, m.c, m.d, <f64>load<f32>(record, 8), <f64>load<f32>(record, 12));
    self.textClip.append(outline, place);
  }
  outline.destroy();
}
