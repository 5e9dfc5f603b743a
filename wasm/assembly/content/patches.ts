import { MESH_PATCH, MeshPatch, OWN_SIDE } from '../display/shading';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { spend } from '../syntax/store';
import { Interpreter } from './interpreter';
import { mixOwn } from './mesh-colors';
import { MAX_BYTES, MeshReader } from './mesh-reader';

/**
 * Types 6 and 7. Sixteen control points, in the order of the stream (figure 45 and figure 47): twelve around the edge, and
 * inside four, which a Coons patch has by a formula.
 */
export function patches(self: Interpreter, reader: MeshReader, tensor: bool, out: Buffer): void {
  const points = push(2 * (16 * 8 + 4 * 4)); // x, y (f32) in the order of the stream
  const colors = points + 16 * 8;
  const before = colors + 4 * 4;
  const oldColors = before + 16 * 8;
  memory.fill(points, 0, 16 * 8 + 4 * 4);
  while (reader.hasMore && spend(self.doc, 8) && !out.failed && out.length < MAX_BYTES) {
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
    addPatch(self, reader, points, colors, out);
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

/** Adds a patch, whose corners c1 to c4 of the stream are at p00, p03, p33 and p30. */
function addPatch(self: Interpreter, reader: MeshReader, points: usize, colors: usize, out: Buffer): void {
  const p = out.extend(<u32>MESH_PATCH);
  if (!p) return;
  const patch = changetype<MeshPatch>(p);
  const placed = patch.points;
  for (let i: usize = 0; i < 16; i++) store<u64>(placed + (i << 3), load<u64>(points + ((<usize>load<u8>(PLACE + i)) << 3)));
  memory.copy(p, colors, 16);
  patch.own = ownColors(self, reader, colors);
}

/** The colours of a patch that change as their space has it; 0: they change evenly. */
function ownColors(self: Interpreter, reader: MeshReader, colors: usize): usize {
  const own = reader.own;
  if (!own || !spend(self.doc, <i32>(OWN_SIDE * OWN_SIDE))) return 0;
  const grid = self.arena.alloc(OWN_SIDE * OWN_SIDE * 4);
  for (let i: usize = 0; grid && i < OWN_SIDE; i++) {
    const u = <f32>i / <f32>(OWN_SIDE - 1);
    for (let j: usize = 0; j < OWN_SIDE; j++) {
      const v = <f32>j / <f32>(OWN_SIDE - 1);
      const mixed = mixOwn(
        own,
        load<u32>(colors),
        load<u32>(colors, 4),
        load<u32>(colors, 8),
        load<u32>(colors, 12),
        (1 - u) * (1 - v),
        (1 - u) * v,
        u * v,
        u * (1 - v),
      );
      store<u32>(grid + ((i * OWN_SIDE + j) << 2), mixed);
    }
  }
  return grid;
}
