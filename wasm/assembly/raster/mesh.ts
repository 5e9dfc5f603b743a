import { MeshVertex, Shading } from '../display/shading';
import { Matrix } from '../geometry/matrix';
import { pop, push } from '../memory/stack';
import { Store } from '../syntax/store';
import { Canvas } from './canvas';
import { charge, Cost } from './charge';
import { Point, Polyline } from './polyline';
import { cutToLine } from './shape';
import { Surface } from './surface';
import { MAX_EDGES } from './sweep';

/** Pixels whose middle lies outside a triangle by no more than this are painted too, so that neighbours leave no gap. */
const OVERLAP: f64 = 0.51;

/** Paints a mesh's triangles with colours that change evenly between their vertices. ISO 32000-2, 8.7.4.5.5. */
export function drawMesh(store: Store, shading: Shading, m: Matrix, out: Surface): void {
  const v = changetype<MeshVertex>(push(TRIANGLE));
  charge(store, <i32>shading.count, 1, Cost.Piece);
  for (let i: u32 = 0; i < shading.count && store.fuel > 0; i++) {
    placeTriangle(shading, i, m, v);
    drawTriangle(store, shading.colors, v, v.plus(1), v.plus(2), out);
  }
  pop(changetype<usize>(v));
}

/** A row of a triangle takes as long as so many pixels, and so does half of what there is to do before. */
const ROW: i32 = 8;
/** Meshes of more triangles than this keep edges of whole pixels. */
const MAX_CUT: u32 = 1 << 16;

/** Clears what `drawMesh` has painted beyond the triangles, which all count as turning the same way. */
export function cutToMesh(canvas: Canvas, shading: Shading, m: Matrix, out: Surface): void {
  const count = shading.count;
  if (count > MAX_CUT) return;
  const line = canvas.raster.line;
  line.clear();
  const v = changetype<MeshVertex>(push(TRIANGLE));
  for (let i: u32 = 0; i < count; i++) {
    placeTriangle(shading, i, m, v);
    addTriangle(line, v, v.plus(1), v.plus(2));
  }
  pop(changetype<usize>(v));
  cutToPieces(canvas, out, line);
}

/** Adds a triangle, turned the way that all are, to a line. */
export function addTriangle(line: Polyline, a: MeshVertex, b: MeshVertex, c: MeshVertex): void {
  const turned = areaOf(a, b, c) > 0;
  const q = turned ? b : c;
  const r = turned ? c : b;
  line.start(a.x, a.y);
  line.add(q.x, q.y, Point.Corner);
  line.add(r.x, r.y, Point.Corner);
}

/** Twice the area of a triangle in pixels, by its sign the way that it turns. */
export function areaOf(a: MeshVertex, b: MeshVertex, c: MeshVertex): f32 {
  const x = a.x;
  const y = a.y;
  return (b.x - x) * (c.y - y) - (c.x - x) * (b.y - y);
}

/** Clears what has been painted beyond the pieces of a mesh, which all turn the same way. */
export function cutToPieces(canvas: Canvas, out: Surface, line: Polyline): void {
  // Where the fuel has ended sides stay as whole pixels: a part of the shape would clear the rest.
  if (canvas.raster.store.fuel <= 0) return;
  // The sides of neighbours cancel out, in whatever order they are added up.
  const sweep = canvas.raster.sweep;
  sweep.limit = 0;
  cutToLine(canvas, out, line);
  sweep.limit = MAX_EDGES;
}

/** Room for the three vertices of a triangle. */
const TRIANGLE: usize = 3 * offsetof<MeshVertex>();

/** Takes a mesh's triangle to the device. */
function placeTriangle(shading: Shading, i: u32, m: Matrix, to: MeshVertex): void {
  const from = changetype<MeshVertex>(shading.pieces + <usize>i * TRIANGLE);
  for (let k: usize = 0; k < 3; k++) {
    const vertex = from.plus(k);
    const placed = to.plus(k);
    const x = <f64>vertex.x;
    const y = <f64>vertex.y;
    placed.x = <f32>m.x(x, y);
    placed.y = <f32>m.y(x, y);
    placed.color = vertex.color;
  }
}

/**
 * Paints a triangle between three vertices in device pixels, opaque. `table`: 256 colours that the vertices' values run through,
 * or 0. Beyond the triangle's sides colours go on only as far as those of its vertices reach.
 */
export function drawTriangle(doc: Store, table: usize, a: MeshVertex, b: MeshVertex, c: MeshVertex, out: Surface): void {
  const x0 = <f64>a.x;
  const y0 = <f64>a.y;
  const x1 = <f64>b.x;
  const y1 = <f64>b.y;
  const x2 = <f64>c.x;
  const y2 = <f64>c.y;
  const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  if (!(abs(area) > 1e-9) || !isFinite(area)) return;
  const top = <i32>max(Math.floor(min(y0, min(y1, y2)) - OVERLAP), <f64>out.y0);
  const bottom = <i32>min(Math.ceil(max(y0, max(y1, y2)) + OVERLAP), <f64>out.y1);
  if (top >= bottom) return;
  // Barycentric weights of vertices 1 and 2 are linear functions of the device, and so are the colours.
  const u = 1 / area;
  const c0 = channels(table, a);
  const d1 = f32x4.sub(channels(table, b), c0);
  const d2 = f32x4.sub(channels(table, c), c0);
  const alongX = f32x4.add(scaled(d1, (y2 - y0) * u), scaled(d2, (y0 - y1) * u));
  const alongY = f32x4.add(scaled(d1, (x0 - x2) * u), scaled(d2, (x1 - x0) * u));
  const low = f32x4.add(c0, f32x4.min(f32x4.splat(0), f32x4.min(d1, d2)));
  const high = f32x4.add(c0, f32x4.max(f32x4.splat(0), f32x4.max(d1, d2)));
  const slope01 = slopeOf(x0, y0, x1, y1);
  const slope12 = slopeOf(x1, y1, x2, y2);
  const slope20 = slopeOf(x2, y2, x0, y0);
  let painted = ROW * (bottom - top + 2);
  for (let y = top; y < bottom; y++) {
    const py = <f64>y + 0.5;
    // The row's part of the triangle, between the sides that the row (a little thicker) crosses.
    let left: f64 = Infinity;
    let right: f64 = -Infinity;
    for (let k = 0; k < 3; k++) {
      const ex = k == 0 ? x0 : k == 1 ? x1 : x2;
      const ey = k == 0 ? y0 : k == 1 ? y1 : y2;
      const fx = k == 0 ? x1 : k == 1 ? x2 : x0;
      const fy = k == 0 ? y1 : k == 1 ? y2 : y0;
      const from = max(min(ey, fy), py - OVERLAP);
      const to = min(max(ey, fy), py + OVERLAP);
      if (from > to) continue;
      const slope = k == 0 ? slope01 : k == 1 ? slope12 : slope20;
      const p = fy == ey ? ex : ex + (from - ey) * slope;
      const q = fy == ey ? fx : ex + (to - ey) * slope;
      left = min(left, min(p, q));
      right = max(right, max(p, q));
    }
    const from = <i32>max(Math.floor(left), <f64>out.x0);
    const to = <i32>min(Math.ceil(right), <f64>out.x1);
    if (from >= to) continue;
    painted += to - from;
    let color = f32x4.add(c0, f32x4.add(scaled(alongX, <f64>from + 0.5 - x0), scaled(alongY, py - y0)));
    for (let d = out.at(from, y), end = d + ((<usize>(to - from)) << 2); d < end; d += 4, color = f32x4.add(color, alongX)) {
      const v = i32x4.trunc_sat_f32x4_u(f32x4.add(f32x4.min(f32x4.max(color, low), high), f32x4.splat(0.5)));
      if (table) {
        store<u32>(d, load<u32>(table + ((<usize>i32x4.extract_lane(v, 0)) << 2)) | 0xff000000);
        continue;
      }
      const words = v128.narrow<i32>(v, v);
      store<u32>(d, i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0) | 0xff000000);
    }
  }
  charge(doc, painted, 1, Cost.Triangle);
}

// @ts-ignore: decorator
@inline function slopeOf(x0: f64, y0: f64, x1: f64, y1: f64): f64 {
  return y1 == y0 ? 0 : (x1 - x0) / (y1 - y0);
}

// @ts-ignore: decorator
@inline function scaled(v: v128, by: f64): v128 {
  return f32x4.mul(v, f32x4.splat(<f32>by));
}

/** A vertex's colour, 0 to 255 a lane; with a table the place in it in all lanes. */
// @ts-ignore: decorator
@inline function channels(table: usize, v: MeshVertex): v128 {
  if (table) return f32x4.splat(min<f32>(max<f32>(v.value, 0), 1) * 255);
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(i32x4.splat(<i32>v.color))));
}
