import { SpaceKind } from '../color/space';
import { ShadingColors, shadingColor } from '../color/shading-colors';
import { MeshVertex } from '../display/shading';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { spend, Store } from '../syntax/store';

/**
 * Colours of a mesh in a space other than RGB and grey, or that a transfer function changes: they are interpolated there (ISO 32000-2, 8.7.4.5.5), so a vertex
 * holds where its components are, and the triangles are cut until colours between their corners may be interpolated in RGB.
 *
 *   components: f32 × `components` for each colour of the file, one behind the other
 */

/** Pieces of a triangle's side at most. */
const MOST: u32 = 16;
/** How far, in levels of 255, a colour in the middle of a piece may be from the exact one. */
const TOLERANCE: f64 = 2;


@unmanaged
export class MeshColors {
  doc: Store;
  colors: ShadingColors;
  components: u32;
  values: Buffer;
}

/** Whether colours between others are the same in the space and as they are painted. */
export function isLinear(colors: ShadingColors): bool {
  if (colors.transfer) return false;
  return colors.space.kind == SpaceKind.Gray || colors.space.kind == SpaceKind.Rgb;
}

/** Keeps a colour (f64 components); what a vertex holds of it. */
export function addColor(own: MeshColors, input: usize): u32 {
  const values = own.values;
  const at = values.length;
  const p = values.extend(own.components * 4);
  if (!p) return 0;
  for (let i: u32 = 0; i < own.components; i++) store<f32>(p + ((<usize>i) << 2), <f32>load<f64>(input + ((<usize>i) << 3)));
  return at;
}

/** The mean of four colours with weights, as 0xFFBBGGRR. */
export function mixOwn(own: MeshColors, a: u32, b: u32, c: u32, d: u32, wa: f32, wb: f32, wc: f32, wd: f32): u32 {
  const data = own.values.data;
  if (own.values.failed || !own.values.length) return 0xff000000;
  own.doc.fuel--;
  const mixed = push(128);
  memory.fill(mixed, 0, 128);
  for (let i: usize = 0; i < (<usize>own.components) << 2; i += 4) {
    store<f32>(
      mixed + i,
      load<f32>(data + a + i) * wa + load<f32>(data + b + i) * wb + load<f32>(data + c + i) * wc + load<f32>(data + d + i) * wd,
    );
  }
  const color = shadingColor(own.colors, mixed);
  pop(mixed);
  return color;
}

/** Adds the pieces of a triangle to `out`. */
export function addPieces(own: MeshColors, out: Buffer, a: MeshVertex, b: MeshVertex, c: MeshVertex): void {
  const pieces = piecesOf(own, a.color, b.color, c.color);
  if (!spend(own.doc, <i32>(pieces * pieces))) return;
  for (let j: u32 = 0; j < pieces; j++) {
    for (let i: u32 = 0; i + j < pieces; i++) {
      addPiece(own, out, a, b, c, pieces, i, j, 1);
      if (i + j + 1 < pieces) addPiece(own, out, a, b, c, pieces, i + 1, j + 1, -1);
    }
  }
}

/** The piece with a corner (i, j) steps from a towards b and c, and the others one step on (or back). */
function addPiece(own: MeshColors, out: Buffer, a: MeshVertex, b: MeshVertex, c: MeshVertex, pieces: u32, i: u32, j: u32, step: i32): void {
  const p = out.extend(3 * offsetof<MeshVertex>());
  if (!p) return;
  const piece = changetype<MeshVertex>(p);
  putVertex(own, piece, a, b, c, pieces, i, j);
  putVertex(own, piece.plus(1), a, b, c, pieces, i + step, j);
  putVertex(own, piece.plus(2), a, b, c, pieces, i, j + step);
}

function putVertex(own: MeshColors, out: MeshVertex, a: MeshVertex, b: MeshVertex, c: MeshVertex, pieces: u32, i: u32, j: u32): void {
  const u = <f32>i / <f32>pieces;
  const v = <f32>j / <f32>pieces;
  const w: f32 = 1 - u - v;
  out.x = a.x * w + b.x * u + c.x * v;
  out.y = a.y * w + b.y * u + c.y * v;
  out.color = mixOwn(own, a.color, b.color, c.color, a.color, w, u, v, 0);
}

/** How often a triangle's sides are cut: n pieces are n² times as near to the exact colour as one. */
function piecesOf(own: MeshColors, a: u32, b: u32, c: u32): u32 {
  const most = max(bend(own, a, b), max(bend(own, b, c), bend(own, c, a)));
  return <u32>min(max(Math.ceil(Math.sqrt(most / TOLERANCE)), 1), <f64>MOST);
}

/** How far the colour in the middle of two is from their mean in RGB, in levels. */
function bend(own: MeshColors, a: u32, b: u32): f64 {
  const first = mixOwn(own, a, a, a, a, 1, 0, 0, 0);
  const last = mixOwn(own, b, b, b, b, 1, 0, 0, 0);
  const middle = mixOwn(own, a, b, a, a, 0.5, 0.5, 0, 0);
  let most: f64 = 0;
  for (let shift: u32 = 0; shift < 24; shift += 8) {
    const mean = <f64>(((first >> shift) & 255) + ((last >> shift) & 255)) * 0.5;
    most = max(most, abs(<f64>((middle >> shift) & 255) - mean));
  }
  return most;
}
