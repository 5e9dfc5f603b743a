import { Font } from '../font/font';
import { Matrix } from '../geometry/matrix';
import { Kind, kindOf, Obj } from '../syntax/object';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { Interpreter, MAX_NESTING } from './interpreter';

/** Draws a glyph of a Type 3 font at the text matrix, in a state of its own. ISO 32000-2, 9.6.4. */
export function paintType3(self: Interpreter, font: Font, charProc: Obj): void {
  const doc = self.doc;
  if (self.nesting >= MAX_NESTING) {
    warn(doc, Warning.NestingTooDeep);
    return;
  }
  const p = self.arena.alloc(offsetof<StreamData>() + 3 * offsetof<Matrix>());
  if (!p) return;
  const matrices = p + offsetof<StreamData>();
  const m = changetype<Matrix>(matrices);
  const text = changetype<Matrix>(matrices + offsetof<Matrix>());
  const line = changetype<Matrix>(matrices + 2 * offsetof<Matrix>());
  const data = changetype<StreamData>(p);
  if (!readStream(doc, charProc, data)) return;
  const state = self.state;
  if (!self.save()) {
    releaseStream(data);
    return self.restore();
  }
  text.copy(self.textMatrix);
  line.copy(self.lineMatrix);
  m.set(state.fontSize * state.stretch, 0, 0, state.fontSize, 0, state.rise);
  m.multiply(m, text);
  m.multiply(font.matrix, m);
  self.transform(m);
  state.mode = 0;
  const outer = self.colorless;
  self.nesting++;
  self.run(data.data, data.length, kindOf(font.resources) == Kind.Dict ? font.resources : self.resources);
  self.nesting--;
  self.colorless = outer;
  self.textMatrix.copy(text);
  self.lineMatrix.copy(line);
  self.restore();
  releaseStream(data);
}

/** `d0` and `d1`: after `d1` the glyph is a shape only, and takes the colour of the text. Table 111. */
export function glyphWidth(self: Interpreter, shapeOnly: bool): void {
  if (shapeOnly) self.colorless = true;
}
