import { GLYPH_NONE, GlyphsCommand, GlyphsFlag, Op, PlacedGlyph } from '../display/commands';
import { Rule } from '../display/paint';
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
  const fill = !invisible && mode != TextMode.Stroke ? state.paintOf(self.arena, state.fill) : null;
  const strokes = !invisible && mode != TextMode.Fill;
  const strokePaint = strokes ? state.paintOf(self.arena, state.strokeInk) : null;
  const stroke = strokes ? state.strokeOf(self.arena) : null;
  // A code is at least one byte: there are no more glyphs than bytes.
  const commands = self.list.commands;
  const at = commands.length;
  const p = self.list.addSized(Op.Glyphs, GlyphsCommand.sizeFor(length));
  if (!p) return;
  const command = changetype<GlyphsCommand>(p);
  command.font = font;
  command.paint = fill;
  command.strokePaint = strokePaint;
  command.stroke = stroke;
  command.a = <f32>m.a;
  command.b = <f32>m.b;
  command.c = <f32>m.c;
  command.d = <f32>m.d;
  command.flags = (font.vertical ? GlyphsFlag.Vertical : 0) | (self.spoken ? GlyphsFlag.Spoken : 0);
  const clips = (state.mode & 4) != 0 && !type3;
  if (clips) self.clipsToText = true;
  let count: u32 = 0;
  const end = start + length;
  const startE = self.textMatrix.e;
  const startF = self.textMatrix.f;
  for (let q = start; q < end; count++) {
    const used = nextChar(doc, font, q, end, info);
    q += max<u32>(used, 1);
    const glyph = command.glyph(count);
    // The origin, in text space: risen, and moved so that the point (vx, vy) of the glyph comes to lie on the text position.
    const tx = -(<f64>info.vx) * size * state.stretch;
    const ty = state.rise - <f64>info.vy * size;
    const ux = self.textMatrix.x(tx, ty);
    const uy = self.textMatrix.y(tx, ty);
    glyph.index = type3 ? GLYPH_NONE : info.gid;
    glyph.code = info.code;
    glyph.x = <f32>state.ctm.x(ux, uy);
    glyph.y = <f32>state.ctm.y(ux, uy);
    glyph.advance = info.width;
    glyph.stretch = info.stretch;
    glyph.text = info.text;
    glyph.textLength = <u16>info.textLength;
    glyph.flags = <u16>info.isSpace;
    if (clips && info.gid != GLYPH_NONE) clipGlyph(self, font, glyph, m);
    const space = state.charSpace + (info.isSpace ? state.wordSpace : 0);
    if (font.vertical) advance(self, 0, -(<f64>info.width) * size + space);
    else advance(self, (<f64>info.width * size + space) * state.stretch, 0);
  }
  command.size = GlyphsCommand.sizeFor(count);
  command.count = count;
  commands.length = at + command.size;
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
function clipGlyph(self: Interpreter, font: Font, glyph: PlacedGlyph, m: Matrix): void {
  const outline = Path.create();
  if (!outline) return;
  if (fontOutline(font, glyph.index, outline)) {
    const place = self.work2;
    const stretch = <f64>glyph.stretch;
    place.set(m.a * stretch, m.b * stretch, m.c, m.d, <f64>glyph.x, <f64>glyph.y);
    self.textClip.append(outline, place);
  }
  outline.destroy();
}
