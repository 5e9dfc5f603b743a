import { Shading, SHADING_VERTEX } from '../display/shading';
import { Matrix } from '../geometry/matrix';
import { Canvas } from './canvas';
import { Point } from './polyline';
import { cutToLine } from './shape';
import { Surface } from './surface';
import { MAX_EDGES } from './sweep';

/** Pixels whose middle lies outside a triangle by no more than this are painted too, so that neighbours leave no gap. */
const OVERLAP: f64 = 0.51;

/** Paints a mesh's triangles with colours that change evenly between their vertices. ISO 32000-2, 8.7.4.5.5. */
export function drawMesh(shading: Shading, m: Matrix, out: Surface): void {
  const vertices = shading.vertices;
  if (!vertices) return;
  for (let i: u32 = 0; i < shading.triangles; i++) drawTriangle(shading, vertices + <usize>i * (3 * SHADING_VERTEX), m, out);
}

/** Meshes of more triangles than this keep edges of whole pixels. */
const MAX_CUT: u32 = 1 << 16;

/** Clears what `drawMesh` has painted beyond the triangles, which all count as turning the same way. */
export function cutToMesh(canvas: Canvas, shading: Shading, m: Matrix, out: Surface): void {
  const count = shading.triangles;
  if (!shading.vertices || count > MAX_CUT) return;
  const line = canvas.raster.line;
  line.clear();
  for (let i: u32 = 0; i < count; i++) {
    const v = shading.vertices + <usize>i * (3 * SHADING_VERTEX);
    const x0 = <f32>m.x(<f64>load<f32>(v), <f64>load<f32>(v, 4));
    const y0 = <f32>m.y(<f64>load<f32>(v), <f64>load<f32>(v, 4));
    const x1 = <f32>m.x(<f64>load<f32>(v, 12), <f64>load<f32>(v, 16));
    const y1 = <f32>m.y(<f64>load<f32>(v, 12), <f64>load<f32>(v, 16));
    const x2 = <f32>m.x(<f64>load<f32>(v, 24), <f64>load<f32>(v, 28));
    const y2 = <f32>m.y(<f64>load<f32>(v, 24), <f64>load<f32>(v, 28));
    const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    line.start(x0, y0);
    line.add(area > 0 ? x1 : x2, area > 0 ? y1 : y2, Point.Corner);
    line.add(area > 0 ? x2 : x1, area > 0 ? y2 : y1, Point.Corner);
  }
  // The sides of neighbours cancel out, in whatever order they are added up.
  const sweep = canvas.raster.sweep;
  sweep.limit = 0;
  cutToLine(canvas, out, line);
  sweep.limit = MAX_EDGES;
}

function drawTriangle(shading: Shading, v: usize, m: Matrix, out: Surface): void {
  const x0 = m.x(<f64>load<f32>(v), <f64>load<f32>(v, 4));
  const y0 = m.y(<f64>load<f32>(v), <f64>load<f32>(v, 4));
  const x1 = m.x(<f64>load<f32>(v, 12), <f64>load<f32>(v, 16));
  const y1 = m.y(<f64>load<f32>(v, 12), <f64>load<f32>(v, 16));
  const x2 = m.x(<f64>load<f32>(v, 24), <f64>load<f32>(v, 28));
  const y2 = m.y(<f64>load<f32>(v, 24), <f64>load<f32>(v, 28));
  const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  if (!(abs(area) > 1e-9) || !isFinite(area)) return;
  const top = <i32>max(Math.floor(min(y0, min(y1, y2)) - OVERLAP), <f64>out.y0);
  const bottom = <i32>min(Math.ceil(max(y0, max(y1, y2)) + OVERLAP), <f64>out.y1);
  // Barycentric weights of vertices 1 and 2 as linear functions of the device.
  const u = 1 / area;
  const ax = (y2 - y0) * u;
  const ay = (x0 - x2) * u;
  const bx = (y0 - y1) * u;
  const by = (x1 - x0) * u;
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
      const low = max(min(ey, fy), py - OVERLAP);
      const high = min(max(ey, fy), py + OVERLAP);
      if (low > high) continue;
      const slope = fy == ey ? 0 : (fx - ex) / (fy - ey);
      const a = fy == ey ? ex : ex + (low - ey) * slope;
      const b = fy == ey ? fx : ex + (high - ey) * slope;
      left = min(left, min(a, b));
      right = max(right, max(a, b));
    }
    const from = <i32>max(Math.floor(left), <f64>out.x0);
    const to = <i32>min(Math.ceil(right), <f64>out.x1);
    if (from >= to) continue;
    let d = out.at(from, y);
    for (let x = from; x < to; x++, d += 4) {
      const w1 = min(max(ax * (<f64>x + 0.5 - x0) + ay * (py - y0), 0), 1);
      const w2 = min(max(bx * (<f64>x + 0.5 - x0) + by * (py - y0), 0), 1 - w1);
      store<u32>(d, colorAt(shading, v, w1, w2));
    }
  }
}

/** The colour at weights w1, w2 of the second and third vertex; opaque. */
function colorAt(shading: Shading, v: usize, w1: f64, w2: f64): u32 {
  const w0 = 1 - w1 - w2;
  if (shading.colors) {
    const t = w0 * <f64>load<f32>(v, 8) + w1 * <f64>load<f32>(v, 20) + w2 * <f64>load<f32>(v, 32);
    return load<u32>(shading.colors + ((<usize>(<i32>(min(max(t, 0), 1) * 255 + 0.5))) << 2)) | 0xff000000;
  }
  const c0 = load<u32>(v, 8);
  const c1 = load<u32>(v, 20);
  const c2 = load<u32>(v, 32);
  return mix(c0, c1, c2, w0, w1, w2, 0) | mix(c0, c1, c2, w0, w1, w2, 8) | mix(c0, c1, c2, w0, w1, w2, 16) | 0xff000000;
}

// @ts-ignore: decorator
@inline function mix(c0: u32, c1: u32, c2: u32, w0: f64, w1: f64, w2: f64, shift: u32): u32 {
  const v = w0 * <f64>((c0 >> shift) & 255) + w1 * <f64>((c1 >> shift) & 255) + w2 * <f64>((c2 >> shift) & 255);
  return (<u32>min(max(v + 0.5, 0), 255)) << shift;
}
