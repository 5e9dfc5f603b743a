import { ImageFlag, Op, StencilCommand } from '../display/commands';
import { Paint } from '../display/paint';
import { Font } from '../font/font';
import { Matrix } from '../geometry/matrix';
import { Image } from '../image/image';
import { IntMap } from '../memory/map';
import { Kind, kindOf, Obj } from '../syntax/object';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { Interpreter, MAX_NESTING } from './interpreter';
import { addStencil } from './xobject';

/**
 * Glyphs of Type 3 fonts are content streams: ISO 32000-2, 9.6.4. Most such fonts are bitmaps, as TeX made them: a glyph is
 * a stencil in the colour of the text, and nothing else. Its stream is run when it is first shown on a page; after that it
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

  // @ts-ignore: decorator
  @inline get matrix(): Matrix {
    return changetype<Matrix>(changetype<usize>(this) + offsetof<Shape>());
  }
}

/** Draws a glyph of a Type 3 font at the text matrix, in a state of its own. */
export function paintType3(self: Interpreter, font: Font, charProc: Obj): void {
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
  m.multiply(shape.matrix, m);
  addStencil(self, image, paint, shape.flags, m);
}

/** Runs a glyph's stream. */
function runGlyph(self: Interpreter, font: Font, charProc: Obj, m: Matrix): void {
  const doc = self.doc;
  if (self.nesting >= MAX_NESTING) {
    warn(doc, Warning.NestingTooDeep);
    return;
  }
  const p = self.arena.alloc(offsetof<StreamData>() + 3 * offsetof<Matrix>());
  if (!p) return;
  const matrices = p + offsetof<StreamData>();
  const text = changetype<Matrix>(matrices);
  const line = changetype<Matrix>(matrices + offsetof<Matrix>());
  const glyph = changetype<Matrix>(matrices + 2 * offsetof<Matrix>());
  const data = changetype<StreamData>(p);
  if (!readStream(doc, charProc, data)) return;
  const state = self.state;
  const from = self.list.commands.length;
  const paint = state.paintOf(self.arena, state.fill); // before it is saved: what the glyph paints with is then the same
  if (!self.save()) {
    releaseStream(data);
    return self.restore();
  }
  text.copy(self.textMatrix);
  line.copy(self.lineMatrix);
  self.transform(m);
  glyph.copy(state.ctm);
  state.mode = 0;
  const outer = self.colorless;
  self.nesting++;
  self.run(data.data, data.length, kindOf(font.resources) == Kind.Dict ? font.resources : self.resources);
  self.nesting--;
  const shapeOnly = self.colorless;
  self.colorless = outer;
  self.textMatrix.copy(text);
  self.lineMatrix.copy(line);
  self.restore();
  releaseStream(data);
  if (shapeOnly && paint) remember(self, charProc, from, paint, glyph);
}

/** Keeps what a glyph has drawn since the command at `from`, where it is one stencil, or nothing; `glyph`: its CTM. */
function remember(self: Interpreter, charProc: Obj, from: u32, paint: Paint, glyph: Matrix): void {
  let stencil: StencilCommand | null = null;
  const list = self.list;
  for (let at = from; list.hasCommand(at); at += list.commandAt(at).size) {
    const command = list.commandAt(at);
    if (command.op == Op.Save || command.op == Op.Restore) continue;
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
    shape.image = stencil.image;
    shape.flags = stencil.flags;
  }
  changetype<IntMap>(self.shapes).set(<u32>charProc, <u32>place);
}

/** `d0` and `d1`: after `d1` the glyph is a shape only, and takes the colour of the text. Table 111. */
export function glyphWidth(self: Interpreter, shapeOnly: bool): void {
  if (shapeOnly) self.colorless = true;
}
