import { GLYPH_NONE, GlyphsCommand, GlyphsFlag, Op, PlacedGlyph } from '../display/commands';
import { completeFont, Font, FontKind, fontOutline, nextChar } from '../font/font';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { Kind, kindOf, lengthOf, numberOf, Obj, stringOf } from '../syntax/object';
import { beginKnockout, endGroup, knocksOutFill } from './group';
import { Interpreter } from './interpreter';
import { TextMode } from './state';

/** Strings that are shown, ISO 32000-2, 9.4.3 and 9.4.4: where their glyphs are, as `Glyphs` commands. */

/** Shows a string of `TJ`'s array, or moves by a number. */
export function showItem(self: Interpreter, font: Font, item: Obj): void {
  const state = self.state;
  if (kindOf(item) == Kind.String) return show(self, font, stringOf(item), lengthOf(item));
  const by = -numberOf(item) * 0.001 * state.fontSize;
  if (font.vertical) advance(self, 0, by);
  else advance(self, by * state.stretch, 0);
}

/** Moves the text position, in text space. */
export function advance(self: Interpreter, tx: f64, ty: f64): void {
  const m = self.textMatrix;
  m.e += tx * m.a + ty * m.c;
  m.f += tx * m.b + ty * m.d;
}

/** Adds the `Glyphs` command of a string, and moves past it. */
function show(self: Interpreter, font: Font, start: usize, length: u32): void {
  if (!length) return;
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
  const from = self.list.commands.length;
  const asOne = fill != null && knocksOutFill(state, strokePaint);
  if (asOne) beginKnockout(self);
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
  const vertical = font.vertical;
  command.flags = (vertical ? GlyphsFlag.Vertical : 0) | (self.spoken ? GlyphsFlag.Spoken : 0);
  const clips = (state.mode & 4) != 0 && !type3;
  if (clips) self.clipsToText = true;
  if (clips && font.textOnly) completeFont(doc, font);
  // Strings are what most pages are made of: what is the same for all of their glyphs is worked out once.
  const ctm = state.ctm;
  const stretch = state.stretch;
  const rise = state.rise;
  const charSpace = state.charSpace;
  const wordSpace = state.wordSpace;
  const text = self.textMatrix;
  const a = text.a;
  const b = text.b;
  const c = text.c;
  const d = text.d;
  let e = text.e;
  let f = text.f;
  let count: u32 = 0;
  const end = start + length;
  for (let q = start; q < end; count++) {
    const info = nextChar(doc, font, q, end);
    q += info.codeLength;
    const glyph = command.glyph(count);
    // The origin, in text space: risen, and moved so that the point (vx, vy) of the glyph comes to lie on the text position.
    const tx = -(<f64>info.vx) * size * stretch;
    const ty = rise - <f64>info.vy * size;
    const ux = a * tx + c * ty + e;
    const uy = b * tx + d * ty + f;
    glyph.index = type3 ? GLYPH_NONE : info.gid;
    glyph.code = info.code;
    glyph.x = <f32>ctm.x(ux, uy);
    glyph.y = <f32>ctm.y(ux, uy);
    glyph.advance = info.width;
    glyph.stretch = info.stretch;
    glyph.text = info.text;
    glyph.textLength = <u16>info.textLength;
    glyph.flags = <u16>info.isSpace;
    if (clips && info.gid != GLYPH_NONE) clipGlyph(self, font, glyph, m);
    const space = charSpace + (info.isSpace ? wordSpace : 0);
    const dx: f64 = vertical ? 0 : (<f64>info.width * size + space) * stretch;
    const dy: f64 = vertical ? -(<f64>info.width) * size + space : 0;
    e += dx * a + dy * c;
    f += dx * b + dy * d;
  }
  text.e = e;
  text.f = f;
  command.size = GlyphsCommand.sizeFor(count);
  command.count = count;
  commands.length = at + command.size;
  doc.fuel -= count;
  if (asOne) endGroup(self, from);
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
