import { ClipPathCommand, ImageFlag, Op, StencilCommand } from '../display/commands';
import { Paint, Rule } from '../display/paint';
import { Font, nextChar } from '../font/font';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { Image } from '../image/image';
import { IntMap } from '../memory/map';
import { CELL, Kind, kindOf, lengthOf, Obj, stringOf } from '../syntax/object';
import { spend } from '../syntax/store';
import { readStream } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { Frame } from './frame';
import { Interpreter, MAX_NESTING } from './interpreter';
import { addClip } from './path-operators';
import { advance, showItem } from './show-string';
import { addStencil } from './xobject';

/**
 * Glyphs of Type 3 fonts are content streams: ISO 32000-2, 9.6.4. Most such fonts are bitmaps, as TeX made them: a glyph is
 * a stencil in the colour of the text, cut down to a path at most, and nothing else. Its stream is run when it is first shown on a page; after that it
 * is shown as the same stencil again.
 */

/**
 *   Shape   ┌ 0  fields    └ then Matrix: from the unit square of the stencil to glyph space
 */
@unmanaged
class Shape {
  /** Null: the glyph is blank. */
  image: Image | null;
  /** Of its `Op.Stencil` command. */
  flags: u32;
  /** What it is cut down to, in glyph space; null: it is whole. */
  clip: Path | null;
  rule: Rule;

  // @ts-ignore: decorator
  @inline get matrix(): Matrix {
    return changetype<Matrix>(changetype<usize>(this) + offsetof<Shape>());
  }
}

/** Strings in a Type 3 font that are being shown: a row of the glyphs' streams. */
@unmanaged
class StringRow extends Frame {
  font: Font;
  /** The strings, and numbers, that are yet to be shown. */
  items: Obj;
  count: u32;
  /** What is left of the string that is being shown. */
  start: usize;
  end: usize;
  /** Where the text position goes at its end. */
  endE: f64;
  endF: f64;
  /** How far the glyph that was drawn last moves it. */
  advance: f64;
  outerSpoken: bool;
}

/** Shows `count` strings, and moves by the numbers between them: each string as a `Glyphs` command that draws nothing, and then what its glyphs draw. */
export function showType3(self: Interpreter, font: Font, items: Obj, count: u32): void {
  const row = Frame.row<StringRow>();
  if (!row) return;
  row.next = nextGlyph.index;
  row.onEnd = endRow.index;
  row.font = font;
  row.items = items;
  row.count = count;
  row.outerSpoken = self.spoken;
  self.push(row);
}

/** `next` of a `StringRow`: shows up to a glyph whose stream is to be run. */
function nextGlyph(self: Interpreter, row: StringRow): bool {
  const state = self.state;
  const m = self.textMatrix;
  while (true) {
    self.spoken = row.outerSpoken;
    advance(self, row.advance, 0);
    row.advance = 0;
    if (row.start < row.end) {
      if (!spend(self.doc, 1)) return false;
      const info = nextChar(self.doc, row.font, row.start, row.end);
      row.start += info.codeLength;
      const space = state.charSpace + (info.isSpace ? state.wordSpace : 0);
      row.advance = (<f64>info.width * state.fontSize + space) * state.stretch;
      if (!info.charProc) continue;
      self.spoken = row.outerSpoken || info.textLength != 0;
      paintType3(self, row.font, info.charProc);
      if (self.frame != row) return true;
      continue;
    }
    if (row.end) {
      m.e = row.endE;
      m.f = row.endF;
      row.end = 0;
    }
    if (!row.count) return false;
    const item = row.items;
    row.items += CELL;
    row.count--;
    const e = m.e;
    const f = m.f;
    showItem(self, row.font, item);
    if (kindOf(item) != Kind.String) continue;
    row.endE = m.e;
    row.endF = m.f;
    row.start = stringOf(item);
    row.end = row.start + lengthOf(item);
    m.e = e;
    m.f = f;
  }
}

/** `onEnd` of a `StringRow`. */
function endRow(self: Interpreter, row: StringRow): void {
  self.spoken = row.outerSpoken;
}

/** Draws a glyph of a Type 3 font at the text matrix, in a state of its own: as a shape that is known, or by its stream, which is run next. */
function paintType3(self: Interpreter, font: Font, charProc: Obj): void {
  const state = self.state;
  const m = self.work;
  m.set(state.fontSize * state.stretch, 0, 0, state.fontSize, 0, state.rise);
  m.multiply(m, self.textMatrix);
  m.multiply(font.matrix, m);
  const shapes = changetype<IntMap>(self.shapes);
  const known = self.shapes ? <usize>shapes.get(<u32>charProc) : 0;
  if (known) paintShape(self, changetype<Shape>(known), m);
  else runGlyph(self, font, charProc, m);
}

/** Shows a glyph again; `m` takes glyph space to user space. */
function paintShape(self: Interpreter, shape: Shape, m: Matrix): void {
  const state = self.state;
  const image = shape.image;
  const paint = image ? state.paintOf(self.arena, state.fill) : null;
  if (!image || !paint) return;
  m.multiply(m, state.ctm);
  const shown = shape.clip;
  if (shown) {
    const clip = self.keepPath(shown);
    if (!clip) return;
    clip.transform(m);
    self.list.addPlain(Op.Save);
    addClip(self, clip, shape.rule);
  }
  m.multiply(shape.matrix, m);
  addStencil(self, image, paint, shape.flags, m);
  if (shown) self.list.addPlain(Op.Restore);
}

/** A glyph whose stream is run. */
@unmanaged
class GlyphFrame extends Frame {
  charProc: Obj;
  outerColorless: bool;
  /** Where the commands of the glyph begin in the list. */
  from: u32;
  /** The text's; null: it is not painted. */
  paint: Paint | null;
  // The glyph's CTM.
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;

  // @ts-ignore: decorator
  @inline get ctm(): Matrix {
    return changetype<Matrix>(changetype<usize>(this) + offsetof<GlyphFrame>('a'));
  }
}

/** Runs a glyph's stream. */
function runGlyph(self: Interpreter, font: Font, charProc: Obj, m: Matrix): void {
  const doc = self.doc;
  if (self.nesting >= MAX_NESTING) {
    warn(doc, Warning.NestingTooDeep);
    return;
  }
  const frame = Frame.create<GlyphFrame>(doc);
  if (!frame) return;
  if (!readStream(doc, charProc, frame.stream)) return frame.destroy();
  const state = self.state;
  frame.onEnd = endGlyph.index;
  frame.charProc = charProc;
  frame.from = self.list.commands.length;
  frame.paint = state.paintOf(self.arena, state.fill); // before it is saved: what the glyph paints with is then the same
  if (!self.save()) {
    frame.destroy();
    return self.restore();
  }
  frame.outerColorless = self.colorless;
  self.transform(m);
  frame.ctm.copy(state.ctm);
  state.mode = 0;
  self.nesting++;
  self.enter(frame, kindOf(font.resources) == Kind.Dict ? font.resources : self.resources);
}

/** `onEnd` of a glyph. */
function endGlyph(self: Interpreter, frame: GlyphFrame): void {
  self.nesting--;
  const shapeOnly = self.colorless;
  self.colorless = frame.outerColorless;
  self.restore();
  const paint = frame.paint;
  if (shapeOnly && paint) remember(self, frame.charProc, frame.from, paint, frame.ctm);
}

/** Keeps what a glyph has drawn since the command at `from`, where it is one stencil, cut down once at most, or nothing; `glyph`: its CTM. */
function remember(self: Interpreter, charProc: Obj, from: u32, paint: Paint, glyph: Matrix): void {
  let stencil: StencilCommand | null = null;
  let clip: ClipPathCommand | null = null;
  const list = self.list;
  for (let at = from; list.hasCommand(at); at += list.commandAt(at).size) {
    const command = list.commandAt(at);
    if (command.op == Op.Save || command.op == Op.Restore) continue;
    if (command.op == Op.ClipPath && !clip && !stencil) {
      clip = changetype<ClipPathCommand>(command);
      continue;
    }
    const candidate = changetype<StencilCommand>(command);
    if (command.op != Op.Stencil || stencil || candidate.paint != paint) return;
    stencil = candidate;
  }
  if (!self.shapes) self.shapes = changetype<usize>(IntMap.create());
  const place = self.arena.alloc(offsetof<Shape>() + offsetof<Matrix>());
  if (!self.shapes || !place) return;
  const shape = changetype<Shape>(place);
  if (stencil) {
    const m = self.work;
    if (!m.invert(glyph)) return;
    stencil.matrix.read(shape.matrix);
    shape.matrix.multiply(shape.matrix, m);
    stencil.flags |= ImageFlag.Glyph;
    if (clip) {
      const kept = self.keepPath(clip.path);
      if (!kept) return;
      kept.transform(m);
      shape.clip = kept;
      shape.rule = clip.rule;
    }
    shape.image = stencil.image;
    shape.flags = stencil.flags;
  }
  changetype<IntMap>(self.shapes).set(<u32>charProc, <u32>place);
}

/** `d0` and `d1`: after `d1` the glyph is a shape only, and takes the colour of the text. Table 111. */
export function glyphWidth(self: Interpreter, shapeOnly: bool): void {
  if (shapeOnly) self.colorless = true;
}
