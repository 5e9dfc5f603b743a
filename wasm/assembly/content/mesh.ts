import { MAX_VALUES } from '../color/function';
import { colorAt, ShadingColors, colorTable } from '../color/shading-colors';
import { Shading, SHADING_VERTEX, ShadingKind } from '../display/shading';
import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, get, getInt, spend } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { Interpreter } from './interpreter';
import { addColor, addPieces, isLinear, MeshColors, mixOwn } from './mesh-colors';

/**
 * Mesh shadings (types 4 to 7, ISO 32000-2, 8.7.4.5.5 to 8.7.4.5.8) as triangles. Patches are cut into a grid of them.
 *
 *   vertex  ┌ 0 x  4 y (f32)   8 colour (u32), or the function's variable from 0 to 1 (f32)
 */

/** Cuts of a patch a side: at least, and at most. */
const FEWEST: u32 = 4;
/** … where colours change as their space has it. */
const FEWEST_OWN: u32 = 12;
const MOST: u32 = 48;
/** The length of a cut, in points of the page, in between. */
const CUT: f64 = 6;
const MAX_TRIANGLES: u32 = 1 << 19;

/** Reads the bits of a mesh's stream. */
@unmanaged
class MeshReader {
  data: usize;
  bits: u64;
  position: u64;
  coordinateBits: u32;
  componentBits: u32;
  flagBits: u32;
  /** Values of a colour: its components, or one for the function. */
  components: u32;
  /** f64 × (4 + 2 × components): xmin xmax ymin ymax c1min … */
  decode: usize;
  colors: ShadingColors;
  /** Colours that are interpolated in their own space; null: in RGB, or by the function's variable. */
  own: MeshColors | null;
  /** Points of the page to a unit of the shading. */
  scale: f64;

  // @ts-ignore: decorator
  @inline get hasMore(): bool {
    return this.position + <u64>this.coordinateBits * 2 <= this.bits;
  }

  take(n: u32): u32 {
    if (!n || this.position + <u64>n > this.bits) {
      this.position += n;
      return 0;
    }
    const word = bswap<u64>(load<u64>(this.data + <usize>(this.position >> 3)));
    const value = (word << (this.position & 7)) >> (<u64>(64 - n));
    this.position += n;
    return <u32>value;
  }

  align(): void {
    this.position = (this.position + 7) & ~7;
  }

  private decoded(n: u32, i: usize): f64 {
    const low = load<f64>(this.decode + (i << 4));
    const high = load<f64>(this.decode + (i << 4), 8);
    return low + (<f64>this.take(n) * (high - low)) / (Math.pow(2, n) - 1);
  }

  point(out: usize): void {
    store<f32>(out, <f32>this.decoded(this.coordinateBits, 0));
    store<f32>(out, <f32>this.decoded(this.coordinateBits, 1), 4);
  }

  /** A colour as a vertex holds it. */
  color(): u32 {
    const input = push(<usize>MAX_VALUES * 8);
    memory.fill(input, 0, <usize>MAX_VALUES * 8);
    for (let i: u32 = 0; i < this.components; i++) store<f64>(input + ((<usize>i) << 3), this.decoded(this.componentBits, <usize>i + 2));
    const own = this.own;
    const color = own ? addColor(own, input) : this.colors.function ? this.variable(load<f64>(input)) : colorAt(this.colors, input);
    pop(input);
    return color;
  }

  private variable(t: f64): u32 {
    const low = load<f64>(this.decode, 32);
    const high = load<f64>(this.decode, 40);
    return reinterpret<u32>(<f32>(high == low ? 0 : (t - low) / (high - low)));
  }
}

/** Builds a mesh's triangles; false when there are none. */
export function buildMesh(self: Interpreter, dict: Obj, shading: Shading, colors: ShadingColors, type: i32, m: Matrix): bool {
  const doc = self.doc;
  const p = self.arena.alloc(offsetof<StreamData>() + offsetof<MeshReader>());
  const out = Buffer.create(4096);
  if (!p || !out) return false;
  const data = changetype<StreamData>(p);
  const reader = changetype<MeshReader>(p + offsetof<StreamData>());
  let ok = false;
  if (readStream(doc, dict, data)) {
    reader.data = data.data;
    reader.bits = (<u64>data.length) << 3;
    reader.coordinateBits = <u32>getInt(doc, dict, Name.BitsPerCoordinate);
    reader.componentBits = <u32>getInt(doc, dict, Name.BitsPerComponent);
    reader.flagBits = <u32>getInt(doc, dict, Name.BitsPerFlag);
    reader.components = colors.function ? 1 : min<u32>(colors.space.components, <u32>MAX_VALUES);
    reader.colors = colors;
    reader.own = colors.function || isLinear(colors) ? null : ownColors(self, reader);
    reader.scale = Math.sqrt(abs(m.a * m.d - m.b * m.c));
    reader.decode = decodeOf(self, dict, reader.components);
    if (reader.decode && reader.coordinateBits - 1 < 32 && reader.componentBits - 1 < 16 && reader.flagBits <= 8) {
      if (type == 4) freeForm(self, reader, out);
      else if (type == 5) lattice(self, reader, <u32>getInt(doc, dict, Name.VerticesPerRow), out);
      else patches(self, reader, type == 7, out);
      ok = keep(self, shading, reader, out);
    }
    const own = reader.own;
    if (own) own.values.destroy();
    releaseStream(data);
  }
  out.destroy();
  return ok;
}

/** Null when memory is out. */
function ownColors(self: Interpreter, reader: MeshReader): MeshColors | null {
  const p = self.scratch.alloc(offsetof<MeshColors>());
  const values = p ? Buffer.create(4096) : null;
  if (!values) return null;
  const own = changetype<MeshColors>(p);
  own.doc = self.doc;
  own.colors = reader.colors;
  own.components = reader.components;
  own.values = values;
  return own;
}

function keep(self: Interpreter, shading: Shading, reader: MeshReader, out: Buffer): bool {
  const vertices = self.arena.alloc(out.length);
  if (!out.length || !vertices) return false;
  memory.copy(vertices, out.data, out.length);
  shading.kind = ShadingKind.Mesh;
  shading.vertices = vertices;
  shading.triangles = out.length / (3 * <u32>SHADING_VERTEX);
  if (reader.colors.function) {
    shading.colors = colorTable(self.arena, reader.colors, load<f64>(reader.decode, 32), load<f64>(reader.decode, 40));
    return shading.colors != 0;
  }
  return true;
}

function decodeOf(self: Interpreter, dict: Obj, components: u32): usize {
  const doc = self.doc;
  const array = get(doc, dict, Name.Decode);
  const count: u32 = 4 + 2 * components;
  if (kindOf(array) != Kind.Array || lengthOf(array) < count) return 0;
  const p = self.arena.alloc((<usize>count) << 3);
  for (let i: u32 = 0; p && i < count; i++) store<f64>(p + ((<usize>i) << 3), numberOf(at(doc, array, i)));
  return p;
}

/** Adds a triangle whose colours are as the reader has them. */
function addTriangle(reader: MeshReader, out: Buffer, a: usize, b: usize, c: usize): void {
  const own = reader.own;
  if (own) addPieces(own, out, a, b, c);
  else triangle(out, a, b, c);
}

function triangle(out: Buffer, a: usize, b: usize, c: usize): void {
  const p = out.extend(3 * <u32>SHADING_VERTEX);
  if (!p) return;
  memory.copy(p, a, SHADING_VERTEX);
  memory.copy(p + SHADING_VERTEX, b, SHADING_VERTEX);
  memory.copy(p + 2 * SHADING_VERTEX, c, SHADING_VERTEX);
}

function isFull(self: Interpreter, out: Buffer): bool {
  return !spend(self.doc, 4) || out.failed || out.length >= MAX_TRIANGLES * 3 * <u32>SHADING_VERTEX;
}

/** Type 4: each vertex says by its flag which edge of the last triangle it goes on from. */
function freeForm(self: Interpreter, reader: MeshReader, out: Buffer): void {
  const a = push(3 * 16);
  const b = a + 16;
  const c = b + 16;
  while (reader.hasMore && !isFull(self, out)) {
    const flag = reader.take(reader.flagBits) & 3;
    if (flag == 0) {
      vertex(reader, a);
      reader.take(reader.flagBits);
      vertex(reader, b);
      reader.take(reader.flagBits);
      vertex(reader, c);
    } else {
      if (flag == 1) memory.copy(a, b, 12);
      memory.copy(b, c, 12);
      vertex(reader, c);
    }
    addTriangle(reader, out, a, b, c);
  }
  pop(a);
}

function vertex(reader: MeshReader, out: usize): void {
  reader.point(out);
  store<u32>(out, reader.color(), 8);
  reader.align();
}

/** Type 5: rows of vertices. */
function lattice(self: Interpreter, reader: MeshReader, perRow: u32, out: Buffer): void {
  if (perRow < 2 || perRow > 1 << 16) return;
  const rows = self.scratch.alloc(<usize>perRow * SHADING_VERTEX * 2);
  if (!rows) return;
  let above = rows;
  let row = rows + <usize>perRow * SHADING_VERTEX;
  for (let y = 0; reader.hasMore && !isFull(self, out); y++) {
    for (let x: u32 = 0; x < perRow; x++) vertex(reader, row + <usize>x * SHADING_VERTEX);
    if (reader.position > reader.bits + 7) return;
    for (let x: usize = 0; y && x + 1 < <usize>perRow; x++) {
      const p = above + x * SHADING_VERTEX;
      const q = row + x * SHADING_VERTEX;
      addTriangle(reader, out, p, p + SHADING_VERTEX, q);
      addTriangle(reader, out, p + SHADING_VERTEX, q, q + SHADING_VERTEX);
    }
    const t = above;
    above = row;
    row = t;
  }
}

/**
 * Types 6 and 7. Sixteen control points, in the order of the stream (figure 45 and figure 47): twelve around the edge, and
 * inside four, which a Coons patch has by a formula.
 */
function patches(self: Interpreter, reader: MeshReader, tensor: bool, out: Buffer): void {
  const points = push(2 * (16 * 8 + 4 * 4)); // x, y (f32) in the order of the stream
  const colors = points + 16 * 8;
  const before = colors + 4 * 4;
  const oldColors = before + 16 * 8;
  memory.fill(points, 0, 16 * 8 + 4 * 4);
  while (reader.hasMore && !isFull(self, out)) {
    const flag = reader.take(reader.flagBits) & 3;
    let first: usize = 0;
    let firstColor: usize = 0;
    if (flag) {
      // 8.7.4.5.7, table 84: the new patch's first edge is an edge of the last one.
      memory.copy(before, points, 128);
      memory.copy(oldColors, colors, 16);
      for (let i: usize = 0; i < 4; i++) memory.copy(points + (i << 3), before + (((<usize>flag * 3 + i) % 12) << 3), 8);
      store<u32>(colors, load<u32>(oldColors + ((<usize>flag) << 2)));
      store<u32>(colors, load<u32>(oldColors + (((<usize>(flag + 1)) & 3) << 2)), 4);
      first = 4;
      firstColor = 2;
    }
    const count: usize = tensor ? 16 : 12;
    for (let i = first; i < count; i++) reader.point(points + (i << 3));
    for (let i = firstColor; i < 4; i++) store<u32>(colors + (i << 2), reader.color());
    reader.align();
    if (reader.position > reader.bits + 7) break;
    if (!tensor) innerPoints(points);
    cut(self, reader, points, colors, out);
  }
  pop(points);
}

// Places of the control points p(row, column) in the stream's order: p00 p01 p02 p03 p13 p23 p33 p32 p31 p30 p20 p10 p11 p12 p22 p21.
// prettier-ignore
// @ts-ignore: decorator
@lazy const PLACE: usize = memory.data<u8>([0, 1, 2, 3,  11, 12, 13, 4,  10, 15, 14, 5,  9, 8, 7, 6]);

// @ts-ignore: decorator
@inline function at_(points: usize, row: usize, column: usize, axis: usize): f32 {
  return load<f32>(points + ((<usize>load<u8>(PLACE + row * 4 + column)) << 3) + axis);
}

/** 8.7.4.5.8: the four inner points that make a tensor patch the Coons patch. */
function innerPoints(points: usize): void {
  for (let axis: usize = 0; axis < 8; axis += 4) {
    const p00 = at_(points, 0, 0, axis);
    const p01 = at_(points, 0, 1, axis);
    const p02 = at_(points, 0, 2, axis);
    const p03 = at_(points, 0, 3, axis);
    const p10 = at_(points, 1, 0, axis);
    const p13 = at_(points, 1, 3, axis);
    const p20 = at_(points, 2, 0, axis);
    const p23 = at_(points, 2, 3, axis);
    const p30 = at_(points, 3, 0, axis);
    const p31 = at_(points, 3, 1, axis);
    const p32 = at_(points, 3, 2, axis);
    const p33 = at_(points, 3, 3, axis);
    const q = points + axis;
    store<f32>(q, (-4 * p00 + 6 * (p01 + p10) - 2 * (p03 + p30) + 3 * (p31 + p13) - p33) / 9, 12 * 8);
    store<f32>(q, (-4 * p03 + 6 * (p02 + p13) - 2 * (p00 + p33) + 3 * (p32 + p10) - p30) / 9, 13 * 8);
    store<f32>(q, (-4 * p33 + 6 * (p32 + p23) - 2 * (p30 + p03) + 3 * (p02 + p20) - p00) / 9, 14 * 8);
    store<f32>(q, (-4 * p30 + 6 * (p31 + p20) - 2 * (p33 + p00) + 3 * (p01 + p23) - p03) / 9, 15 * 8);
  }
}

/** How often a patch is cut a side: by the longest way along its control points. */
function cutsOf(points: usize, scale: f64): u32 {
  let longest: f64 = 0;
  for (let i: usize = 0; i < 4; i++) {
    let along: f64 = 0;
    let down: f64 = 0;
    for (let k: usize = 0; k < 3; k++) {
      along += Math.hypot(<f64>(at_(points, i, k + 1, 0) - at_(points, i, k, 0)), <f64>(at_(points, i, k + 1, 4) - at_(points, i, k, 4)));
      down += Math.hypot(<f64>(at_(points, k + 1, i, 0) - at_(points, k, i, 0)), <f64>(at_(points, k + 1, i, 4) - at_(points, k, i, 4)));
    }
    longest = max(longest, max(along, down));
  }
  const cuts = Math.ceil((longest * scale) / CUT);
  return cuts > 0 ? <u32>min(cuts, <f64>MOST) : 0; // also where it is NaN
}

/** Cuts a patch into squares of two triangles. */
function cut(self: Interpreter, reader: MeshReader, points: usize, colors: usize, out: Buffer): void {
  const own = reader.own;
  const cuts = max(cutsOf(points, reader.scale), own ? FEWEST_OWN : FEWEST);
  const side: usize = <usize>cuts + 1;
  if (!spend(self.doc, <i32>(cuts * cuts))) return;
  const grid = self.scratch.alloc(side * side * SHADING_VERTEX);
  if (!grid) return;
  const isValue = reader.colors.function !== null;
  for (let j: usize = 0; j < side; j++) {
    const v = <f32>j / <f32>cuts;
    for (let i: usize = 0; i < side; i++) {
      const u = <f32>i / <f32>cuts;
      const p = grid + (j * side + i) * SHADING_VERTEX;
      for (let axis: usize = 0; axis < 8; axis += 4) {
        let sum: f32 = 0;
        for (let row: usize = 0; row < 4; row++) {
          let across: f32 = 0;
          for (let column: usize = 0; column < 4; column++) across += bernstein(v, column) * at_(points, row, column, axis);
          sum += bernstein(u, row) * across;
        }
        store<f32>(p + axis, sum);
      }
      // Corners: c1 at p00, c2 at p03, c3 at p33, c4 at p30.
      const a = load<u32>(colors);
      const b = load<u32>(colors, 4);
      const c = load<u32>(colors, 8);
      const d = load<u32>(colors, 12);
      const mixed = own
        ? mixOwn(own, a, b, c, d, (1 - u) * (1 - v), (1 - u) * v, u * v, u * (1 - v))
        : isValue
          ? mixValues(a, b, c, d, u, v)
          : mixColors(a, b, c, d, u, v);
      store<u32>(p, mixed, 8);
    }
  }
  for (let j: usize = 0; j < <usize>cuts; j++) {
    for (let i: usize = 0; i < <usize>cuts; i++) {
      const p = grid + (j * side + i) * SHADING_VERTEX;
      const q = p + side * SHADING_VERTEX;
      triangle(out, p, p + SHADING_VERTEX, q);
      triangle(out, p + SHADING_VERTEX, q, q + SHADING_VERTEX);
    }
  }
}

function bernstein(t: f32, i: usize): f32 {
  const s: f32 = 1 - t;
  return i == 0 ? s * s * s : i == 1 ? 3 * t * s * s : i == 2 ? 3 * t * t * s : t * t * t;
}

function mixValues(a: u32, b: u32, c: u32, d: u32, u: f32, v: f32): u32 {
  const low = reinterpret<f32>(a) * (1 - v) + reinterpret<f32>(b) * v;
  const high = reinterpret<f32>(d) * (1 - v) + reinterpret<f32>(c) * v;
  return reinterpret<u32>(low * (1 - u) + high * u);
}

function mixColors(a: u32, b: u32, c: u32, d: u32, u: f32, v: f32): u32 {
  let mixed: u32 = 0;
  for (let shift: u32 = 0; shift < 32; shift += 8) {
    const low = <f32>((a >> shift) & 255) * (1 - v) + <f32>((b >> shift) & 255) * v;
    const high = <f32>((d >> shift) & 255) * (1 - v) + <f32>((c >> shift) & 255) * v;
    mixed |= (<u32>(low * (1 - u) + high * u + 0.5)) << shift;
  }
  return mixed;
}
