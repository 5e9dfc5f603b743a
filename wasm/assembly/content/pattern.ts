import { intentOf } from '../color/intent';
import { transferOf } from '../color/transfer';
import { DisplayList } from '../display/list';
import { Blend, Pattern, PatternKind } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { IntMap } from '../memory/map';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, Obj, rawGet, refNumber } from '../syntax/object';
import { get, getInt, getMatrix, getNumber, getRect, resolve } from '../syntax/store';
import { readStream } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { blendOf, fillAlphaOf } from './ext-gstate';
import { Frame } from './frame';
import { Interpreter, MAX_NESTING } from './interpreter';
import { buildShading } from './shading';

/** Patterns, ISO 32000-2, 8.7. */

/** The pattern of a name in the resources, as the list holds it; 0 when there is none. */
export function loadPattern(self: Interpreter, name: u32): usize {
  const doc = self.doc;
  const reference = rawGet(get(doc, self.resources, Name.Pattern), name);
  const object = resolve(doc, reference);
  if (kindOf(object) != Kind.Dict && kindOf(object) != Kind.Stream) return 0;
  const key = refNumber(reference);
  // A pattern looks the same wherever the base matrix is the same, which on one page it mostly is.
  const held = key ? cached(self, key) : 0;
  if (held) return held;
  const matrix = changetype<Matrix>(push(offsetof<Matrix>()));
  getMatrix(doc, object, Name.Matrix, matrix);
  matrix.multiply(matrix, self.base);
  const type = getInt(doc, object, Name.PatternType);
  const made = type == 2 ? stateShadingPattern(self, object, matrix) : tilingPattern(self, object, matrix);
  pop(changetype<usize>(matrix));
  if (made && key) remember(self, key, made);
  return made;
}

/** Cached patterns with the base matrix that they were made for. */
function cached(self: Interpreter, key: u32): usize {
  if (!self.patterns) return 0;
  const record = <usize>changetype<IntMap>(self.patterns).get(key);
  if (!record || memory.compare(record, changetype<usize>(self.base), offsetof<Matrix>()) != 0) return 0;
  return <usize>load<u32>(record, offsetof<Matrix>());
}

function remember(self: Interpreter, key: u32, pattern: usize): void {
  if (!self.patterns) self.patterns = changetype<usize>(IntMap.create());
  const record = self.arena.alloc(offsetof<Matrix>() + 8);
  if (!self.patterns || !record) return;
  memory.copy(record, changetype<usize>(self.base), offsetof<Matrix>());
  store<u32>(record, <u32>pattern, offsetof<Matrix>());
  changetype<IntMap>(self.patterns).set(key, <u32>record);
}

/**
 * A shading pattern. It begins with the state of the page, and not with that of what it paints, but for what its own /ExtGState says
 * (11.6.7): of which alpha, blend mode, rendering intent and transfer functions are heeded.
 */
function stateShadingPattern(self: Interpreter, object: Obj, matrix: Matrix): usize {
  const doc = self.doc;
  const state = get(doc, object, Name.ExtGState);
  const intent = doc.intent;
  doc.intent = intentOf(doc, state, intent);
  const p = shadingPattern(self, get(doc, object, Name.Shading), matrix, true, transferOf(doc, state, 0));
  doc.intent = intent;
  if (!p) return 0;
  const pattern = changetype<Pattern>(p);
  pattern.alpha = fillAlphaOf(doc, state, 1);
  pattern.blend = blendOf(doc, state, Blend.Normal);
  return p;
}

/** A pattern of a shading dictionary, for a shading pattern or for `sh`, in transfer tables (0: none); 0 when it cannot be drawn. */
export function shadingPattern(self: Interpreter, dict: Obj, matrix: Matrix, isPattern: bool, transfer: usize): usize {
  const shading = buildShading(self, dict, isPattern, transfer);
  const p = shading ? self.arena.alloc(offsetof<Pattern>()) : 0;
  if (!p) return 0;
  const pattern = changetype<Pattern>(p);
  pattern.kind = PatternKind.Shading;
  pattern.shading = shading;
  pattern.alpha = 1;
  pattern.matrix.set(matrix);
  if (!readBox(self, dict, pattern)) pattern.x1 = -1; // x1 < x0: none
  return p;
}

/** A tiling pattern, whose cell is drawn into a list of its own, in pattern space, before what comes next. */
function tilingPattern(self: Interpreter, stream: Obj, matrix: Matrix): usize {
  const doc = self.doc;
  if (kindOf(stream) != Kind.Stream) return 0;
  if (self.nesting >= MAX_NESTING) {
    warn(doc, Warning.NestingTooDeep);
    return 0;
  }
  const p = self.arena.alloc(offsetof<Pattern>());
  const cell = DisplayList.create(self.arena);
  if (!p || !cell) return 0;
  const pattern = changetype<Pattern>(p);
  pattern.kind = PatternKind.Tiling;
  pattern.cell = changetype<usize>(cell);
  pattern.alpha = 1;
  pattern.matrix.set(matrix);
  if (!readBox(self, stream, pattern)) return 0;
  pattern.xStep = <f32>getNumber(doc, stream, Name.XStep);
  pattern.yStep = <f32>getNumber(doc, stream, Name.YStep);
  if (!(abs(pattern.xStep) > 0)) pattern.xStep = pattern.x1 - pattern.x0;
  if (!(abs(pattern.yStep) > 0)) pattern.yStep = pattern.y1 - pattern.y0;
  pattern.uncolored = getInt(doc, stream, Name.PaintType) == 2;
  const frame = Frame.create<Frame>(doc);
  if (!frame) return 0;
  const inner = readStream(doc, stream, frame.stream) ? self.enterList(cell) : null;
  if (!inner) {
    frame.destroy();
    return 0;
  }
  inner.colorless = pattern.uncolored;
  const own = get(doc, stream, Name.Resources);
  inner.enter(frame, kindOf(own) == Kind.Dict ? own : self.resources);
  return p;
}

/** Reads the /BBox of a pattern; whether there is one. */
function readBox(self: Interpreter, dict: Obj, pattern: Pattern): bool {
  const box = Rectangle.push();
  const found = getRect(self.doc, dict, Name.BBox, box);
  if (found) {
    pattern.x0 = <f32>box.x0;
    pattern.y0 = <f32>box.y0;
    pattern.x1 = <f32>box.x1;
    pattern.y1 = <f32>box.y1;
  }
  box.pop();
  return found;
}
