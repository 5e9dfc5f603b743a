import { MAX_VALUES } from '../color/function';
import { ShadingColors, colorTable } from '../color/shading-colors';
import { MESH_PATCH, MeshVertex, Shading, ShadingKind } from '../display/shading';
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

/** So many bytes of a list cost a unit of fuel: a page's meshes take a hundred megabytes at most, or as many as the file is worth. */
const BYTES_A_UNIT: u32 = 8;

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
  self.doc.fuel -= <i64>(out.length / BYTES_A_UNIT);
  const pieces = self.arena.alloc(out.length);
  if (!out.length || !pieces) return false;
  memory.copy(pieces, out.data, out.length);
  shading.kind = areTriangles ? ShadingKind.Mesh : ShadingKind.Patches;
  shading.pieces = pieces;
  shading.count = out.length / (areTriangles ? 3 * offsetof<MeshVertex>() : <u32>MESH_PATCH);
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
function addTriangle(reader: MeshReader, out: Buffer, a: MeshVertex, b: MeshVertex, c: MeshVertex): void {
  const own = reader.own;
  if (own) addPieces(own, out, a, b, c);
  else triangle(out, a, b, c);
}

function triangle(out: Buffer, a: MeshVertex, b: MeshVertex, c: MeshVertex): void {
  const p = out.extend(3 * offsetof<MeshVertex>());
  if (!p) return;
  const to = changetype<MeshVertex>(p);
  copy(a, to);
  copy(b, to.plus(1));
  copy(c, to.plus(2));
}

function copy(from: MeshVertex, to: MeshVertex): void {
  memory.copy(changetype<usize>(to), changetype<usize>(from), offsetof<MeshVertex>());
}

function isFull(self: Interpreter, out: Buffer, vertices: u32): bool {
  return !spend(self.doc, <i32>(4 * vertices)) || out.failed || out.length >= MAX_BYTES;
}

/** Type 4: each vertex says by its flag which edge of the last triangle it goes on from. */
function freeForm(self: Interpreter, reader: MeshReader, out: Buffer): void {
  const a = changetype<MeshVertex>(push(3 * offsetof<MeshVertex>()));
  const b = a.plus(1);
  const c = a.plus(2);
  while (reader.hasMore && !isFull(self, out, 1)) {
    const flag = reader.take(reader.flagBits) & 3;
    if (flag == 0) {
      vertex(reader, a);
      reader.take(reader.flagBits);
      vertex(reader, b);
      reader.take(reader.flagBits);
      vertex(reader, c);
    } else {
      if (flag == 1) copy(b, a);
      copy(c, b);
      vertex(reader, c);
    }
    addTriangle(reader, out, a, b, c);
  }
  pop(changetype<usize>(a));
}

function vertex(reader: MeshReader, out: MeshVertex): void {
  reader.point(changetype<usize>(out));
  out.color = reader.color();
  reader.align();
}

/** Type 5: rows of vertices. */
function lattice(self: Interpreter, reader: MeshReader, perRow: u32, out: Buffer): void {
  if (perRow < 2 || perRow > 1 << 16) return;
  const rows = self.scratch.alloc(<usize>perRow * offsetof<MeshVertex>() * 2);
  if (!rows) return;
  let above = changetype<MeshVertex>(rows);
  let row = above.plus(perRow);
  for (let y = 0; reader.hasMore && !isFull(self, out, perRow); y++) {
    for (let x: u32 = 0; x < perRow; x++) vertex(reader, row.plus(x));
    if (reader.position > reader.bits + 7) return;
    for (let x: usize = 0; y && x + 1 < <usize>perRow; x++) {
      const p = above.plus(x);
      const q = row.plus(x);
      addTriangle(reader, out, p, p.plus(1), q);
      addTriangle(reader, out, p.plus(1), q, q.plus(1));
    }
    const t = above;
    above = row;
    row = t;
  }
}
