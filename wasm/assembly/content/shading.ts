import { INTENTS } from '../color/intent';
import { parseColorSpace } from '../color/space';
import { MAX_VALUES, mayJump, parseFunction } from '../color/function';
import { colorAt, shadingColor, ShadingColors, colorTable } from '../color/shading-colors';
import { Shading, ShadingKind } from '../display/shading';
import { Matrix } from '../geometry/matrix';
import { IntMap } from '../memory/map';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { boolOf, Kind, kindOf, numberOf, Obj, ownerNumber, rawGet } from '../syntax/object';
import { at, fetch, get, getInt, getMatrix, spend } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { Interpreter } from './interpreter';
import { buildMesh } from './mesh';

/** Shading dictionaries to what the renderer draws: colours worked out, functions gone. ISO 32000-2, 8.7.4.5. */

/** Colours of a function-based shading a side, at first and at most: the renderer blends between them. */
const COARSEST: u32 = 32;
const FINEST: u32 = 256;
/** A grid is fine enough when no colour between its points differs by more than this from the mean of its neighbours. */
const TOLERANCE: i32 = 2;

/**
 * The `Shading` of a dictionary, its colours taken through transfer tables (0: none), in the list's arena; 0 when it cannot be. One
 * that `sh` names again is not made again.
 */
export function buildShading(self: Interpreter, dict: Obj, isPattern: bool, transfer: usize): usize {
  const doc = self.doc;
  const number = isPattern || transfer ? 0 : ownerNumber(dict);
  if (!number || fetch(doc, number) != dict) return makeShading(self, dict, isPattern, transfer);
  if (!self.patterns) self.patterns = changetype<usize>(IntMap.create());
  if (!self.patterns) return 0;
  const known = changetype<IntMap>(self.patterns);
  const key = OF_SHADINGS + number * INTENTS + doc.intent;
  const held = <usize>known.get(key);
  if (held) return held;
  const made = makeShading(self, dict, isPattern, transfer);
  if (!doc.awaits) known.set(key, <u32>made);
  return made;
}

/** Keys of shadings in the map of patterns, whose own are object numbers, begin here. */
const OF_SHADINGS: u32 = 1 << 31;

function makeShading(self: Interpreter, dict: Obj, isPattern: bool, transfer: usize): usize {
  const doc = self.doc;
  const type = getInt(doc, dict, Name.ShadingType);
  const space = parseColorSpace(doc, rawGet(dict, Name.ColorSpace), self.resources);
  const p = self.arena.alloc(offsetof<Shading>() + offsetof<ShadingColors>());
  if (!p || !space || type < 1 || type > 7) {
    warn(doc, Warning.ShadingInvalid);
    return 0;
  }
  const shading = changetype<Shading>(p);
  const colors = changetype<ShadingColors>(p + offsetof<Shading>());
  colors.space = space;
  colors.transfer = transfer;
  const functionObject = get(doc, dict, Name.Function);
  colors.function = functionObject ? parseFunction(doc, functionObject) : null;
  const background = get(doc, dict, Name.Background);
  if (isPattern && kindOf(background) == Kind.Array) {
    const values = push(<usize>MAX_VALUES * 4);
    memory.fill(values, 0, <usize>MAX_VALUES * 4);
    for (let i: u32 = 0; i < min<u32>(space.components, <u32>MAX_VALUES); i++)
      store<f32>(values + ((<usize>i) << 2), <f32>numberOf(at(doc, background, i)));
    shading.hasBackground = true;
    shading.background = shadingColor(colors, values);
    pop(values);
  }
  let ok = false;
  if (type == 1) ok = functionBased(self, dict, shading, colors);
  else if (type < 4) ok = alongLine(self, dict, shading, colors, type == 3);
  else ok = buildMesh(self, dict, shading, colors, type);
  if (!ok) warn(doc, Warning.ShadingInvalid);
  return ok ? p : 0;
}

/** Types 2 and 3. */
function alongLine(self: Interpreter, dict: Obj, shading: Shading, colors: ShadingColors, radial: bool): bool {
  const doc = self.doc;
  const coords = get(doc, dict, Name.Coords);
  const domain = get(doc, dict, Name.Domain);
  const extend = get(doc, dict, Name.Extend);
  if (kindOf(coords) != Kind.Array || !colors.function) return false;
  shading.kind = radial ? ShadingKind.Radial : ShadingKind.Axial;
  shading.x0 = <f32>numberOf(at(doc, coords, 0));
  shading.y0 = <f32>numberOf(at(doc, coords, 1));
  shading.r0 = radial ? <f32>numberOf(at(doc, coords, 2)) : 0;
  const second: u32 = radial ? 3 : 2;
  shading.x1 = <f32>numberOf(at(doc, coords, second));
  shading.y1 = <f32>numberOf(at(doc, coords, second + 1));
  shading.r1 = radial ? <f32>numberOf(at(doc, coords, second + 2)) : 0;
  shading.extendStart = boolOf(at(doc, extend, 0));
  shading.extendEnd = boolOf(at(doc, extend, 1));
  const isDomain = kindOf(domain) == Kind.Array;
  shading.colors = colorTable(
    self.arena,
    colors,
    isDomain ? numberOf(at(doc, domain, 0)) : 0,
    isDomain ? numberOf(at(doc, domain, 1), 1) : 1,
  );
  return shading.colors != 0;
}

/** Type 1: sampled over its domain; where no grid is fine enough, its colours are worked out for each pixel. */
function functionBased(self: Interpreter, dict: Obj, shading: Shading, colors: ShadingColors): bool {
  const doc = self.doc;
  const f = colors.function;
  if (!f || f.inputs != 2) return false;
  const domain = get(doc, dict, Name.Domain);
  const known = kindOf(domain) == Kind.Array;
  shading.x0 = known ? <f32>numberOf(at(doc, domain, 0)) : 0;
  shading.x1 = known ? <f32>numberOf(at(doc, domain, 1)) : 1;
  shading.y0 = known ? <f32>numberOf(at(doc, domain, 2)) : 0;
  shading.y1 = known ? <f32>numberOf(at(doc, domain, 3)) : 1;
  const matrices = push(2 * offsetof<Matrix>());
  const matrix = changetype<Matrix>(matrices);
  const unit = changetype<Matrix>(matrices + offsetof<Matrix>());
  getMatrix(doc, dict, Name.Matrix, matrix);
  unit.set(<f64>shading.x1 - <f64>shading.x0, 0, 0, <f64>shading.y1 - <f64>shading.y0, <f64>shading.x0, <f64>shading.y0);
  unit.multiply(unit, matrix);
  shading.kind = ShadingKind.Function;
  shading.a = <f32>unit.a;
  shading.b = <f32>unit.b;
  shading.c = <f32>unit.c;
  shading.d = <f32>unit.d;
  shading.e = <f32>unit.e;
  shading.f = <f32>unit.f;
  pop(matrices);
  shading.exact = colors;
  if (mayJump(f)) return true;
  let side = COARSEST;
  while (true) {
    shading.columns = side;
    shading.rows = side;
    shading.colors = self.arena.alloc(side * side * 4);
    if (!shading.colors || !spend(doc, <i32>(side * side))) return false;
    sampleGrid(shading, colors, side);
    let bend = bendOf(shading.colors, side);
    if (bend <= TOLERANCE || doc.fuel <= 0) {
      shading.exact = null;
      return true;
    }
    if (side == FINEST) return true;
    // Of a smooth function a grid twice as fine has a quarter of the bend: grids that are not fine enough are passed over.
    for (; bend > TOLERANCE && side < FINEST; bend >>= 2) side <<= 1;
  }
}

function sampleGrid(shading: Shading, colors: ShadingColors, side: u32): void {
  const input = push(<usize>MAX_VALUES * 8);
  memory.fill(input, 0, <usize>MAX_VALUES * 8);
  const width = <f64>shading.x1 - <f64>shading.x0;
  const height = <f64>shading.y1 - <f64>shading.y0;
  const step = 1.0 / <f64>side;
  for (let j: u32 = 0; j < side && colors.function!.doc.fuel > 0; j++) {
    for (let i: u32 = 0; i < side; i++) {
      store<f64>(input, <f64>shading.x0 + width * (<f64>i + 0.5) * step);
      store<f64>(input, <f64>shading.y0 + height * (<f64>j + 0.5) * step, 8);
      store<u32>(shading.colors + ((<usize>(j * side + i)) << 2), colorAt(colors, input));
    }
  }
  pop(input);
}

/** By how much a colour of a grid differs at most from the mean of its neighbours: of those on its left and right, and above and below. */
function bendOf(grid: usize, side: u32): i32 {
  const row = (<usize>side) << 2;
  let most: i32 = 0;
  for (let j: u32 = 0; j < side; j++) {
    for (let i: u32 = 0; i < side; i++) {
      const p = grid + ((<usize>(j * side + i)) << 2);
      if (i - 1 < side - 2) most = max(most, bend(load<u32>(p), load<u32>(p - 4), load<u32>(p + 4)));
      if (j - 1 < side - 2) most = max(most, bend(load<u32>(p), load<u32>(p - row), load<u32>(p + row)));
    }
  }
  return most;
}

function bend(middle: u32, a: u32, b: u32): i32 {
  let most: i32 = 0;
  for (let shift: u32 = 0; shift < 24; shift += 8) {
    const mean = <i32>((((a >> shift) & 255) + ((b >> shift) & 255)) >> 1);
    most = max(most, abs(<i32>((middle >> shift) & 255) - mean));
  }
  return most;
}
