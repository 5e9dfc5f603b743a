import { MAX_VALUES } from '../color/function';
import { ShadingColors, colorTable } from '../color/shading-colors';
import { Shading, SHADING_PATCH, SHADING_VERTEX, ShadingKind } from '../display/shading';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, get, getInt, spend } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { Interpreter } from './interpreter';
import { addPieces, isLinear, MeshColors } from './mesh-colors';
import { MAX_BYTES, MeshReader } from './mesh-reader';
import { patches } from './patches';

/**
 * Mesh shadings (types 4 to 7, ISO 32000-2, 8.7.4.5.5 to 8.7.4.5.8) as triangles, or patches.
 *
 *   vertex  ┌ 0 x  4 y (f32)   8 colour (u32), or the function's variable from 0 to 1 (f32)
 */

/** Builds a mesh's triangles; false when there are none. */
export function buildMesh(self: Interpreter, dict: Obj, shading: Shading, colors: ShadingColors, type: i32): bool {
  const doc = self.doc;
  const p = self.arena.alloc(offsetof<StreamData>() + offsetof<MeshReader>());
  const out = Buffer.create(4096);
  if (!p || !out) {
    Buffer.drop(out);
    return false;
  }
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
    reader.decode = decodeOf(self, dict, reader.components);
    if (reader.decode && reader.coordinateBits - 1 < 32 && reader.componentBits - 1 < 16 && reader.flagBits <= 8) {
      if (type == 4) freeForm(self, reader, out);
      else if (type == 5) lattice(self, reader, <u32>getInt(doc, dict, Name.VerticesPerRow), out);
      else patches(self, reader, type == 7, out);
      ok = keep(self, shading, reader, type < 6, out);
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

function keep(self: Interpreter, shading: Shading, reader: MeshReader, areTriangles: bool, out: Buffer): bool {
  const pieces = self.arena.alloc(out.length);
  if (!out.length || !pieces) return false;
  memory.copy(pieces, out.data, out.length);
  shading.kind = areTriangles ? ShadingKind.Mesh : ShadingKind.Patches;
  shading.pieces = pieces;
  shading.count = out.length / (areTriangles ? 3 * <u32>SHADING_VERTEX : <u32>SHADING_PATCH);
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
  return !spend(self.doc, 4) || out.failed || out.length >= MAX_BYTES;
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
