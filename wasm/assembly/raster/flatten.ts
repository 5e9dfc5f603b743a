import { Matrix } from '../geometry/matrix';
import { Path, Verb } from '../geometry/path';
import { Rectangle } from '../geometry/rectangle';
import { Point, Polyline, Vertex } from './polyline';

/** How far a chord may lie from its curve, in pixels: below what 8 bits of coverage show. */
const TOLERANCE: f64 = 0.05;
const MAX_CHORDS: f64 = 256;
/** Coordinates beyond this are cut off; all the arithmetic that follows stays finite. */
const FAR: f64 = 1e7;

/** A coordinate, with NaN and what is too far away brought back. */
// @ts-ignore: decorator
@inline function tame(v: f64): f64 {
  return v == v ? min(max(v, -FAR), FAR) : 0;
}

/** The part of a curve's first and last step at which it gets one more point for the sake of its tangents. */
const END: f64 = 1.0 / 128.0;

/**
 * The subpaths of `path`, transformed to device space and with chords for curves, added to `out`. With `tangents` the
 * chords at a curve's ends are so short that they go where the curve does there: joins need it, a miter most of all.
 */
export function flatten(path: Path, m: Matrix, out: Polyline, tangents: bool = false): void {
  const verbs = path.verbData;
  const count = path.verbCount;
  let p = path.pointData;
  const end = p + path.pointLength;
  let x: f64 = 0;
  let y: f64 = 0;
  let startX: f64 = 0;
  let startY: f64 = 0;
  let open = false; // a subpath is being added to; after Close the next segment begins one at its start
  for (let i: u32 = 0; i < count; i++) {
    const verb = <Verb>load<u8>(verbs + i);
    const need: usize = verb == Verb.Cubic ? 24 : verb == Verb.Close ? 0 : 8;
    if (p + need > end) return;
    if (verb == Verb.Close) {
      if (open) out.close();
      open = false;
      x = startX;
      y = startY;
      continue;
    }
    if (verb == Verb.Move || (!open && i == 0)) {
      startX = x = tame(m.x(<f64>load<f32>(p), <f64>load<f32>(p, 4)));
      startY = y = tame(m.y(<f64>load<f32>(p), <f64>load<f32>(p, 4)));
      if (verb == Verb.Move) p += need;
      out.start(<f32>x, <f32>y);
      open = true;
      if (verb == Verb.Move) continue;
    }
    if (!open) {
      out.start(<f32>x, <f32>y);
      open = true;
    }
    if (verb == Verb.Line) {
      x = tame(m.x(<f64>load<f32>(p), <f64>load<f32>(p, 4)));
      y = tame(m.y(<f64>load<f32>(p), <f64>load<f32>(p, 4)));
      out.add(<f32>x, <f32>y, Point.Corner);
    } else {
      const x1 = tame(m.x(<f64>load<f32>(p), <f64>load<f32>(p, 4)));
      const y1 = tame(m.y(<f64>load<f32>(p), <f64>load<f32>(p, 4)));
      const x2 = tame(m.x(<f64>load<f32>(p, 8), <f64>load<f32>(p, 12)));
      const y2 = tame(m.y(<f64>load<f32>(p, 8), <f64>load<f32>(p, 12)));
      const x3 = tame(m.x(<f64>load<f32>(p, 16), <f64>load<f32>(p, 20)));
      const y3 = tame(m.y(<f64>load<f32>(p, 16), <f64>load<f32>(p, 20)));
      flattenCubic(x, y, x1, y1, x2, y2, x3, y3, tangents, out);
      x = x3;
      y = y3;
    }
    p += need;
  }
}

/** Chords at even steps; their number by Wang's bound on the second differences (Wang 1984). */
function flattenCubic(x0: f64, y0: f64, x1: f64, y1: f64, x2: f64, y2: f64, x3: f64, y3: f64, tangents: bool, out: Polyline): void {
  const ux = x0 - 2 * x1 + x2;
  const uy = y0 - 2 * y1 + y2;
  const vx = x1 - 2 * x2 + x3;
  const vy = y1 - 2 * y2 + y3;
  const bend = Math.sqrt(max(ux * ux + uy * uy, vx * vx + vy * vy));
  const n = min(Math.ceil(Math.sqrt(bend * (0.75 / TOLERANCE))), MAX_CHORDS);
  if (n > 1) {
    const cx = 3 * (x1 - x0);
    const cy = 3 * (y1 - y0);
    const bx = 3 * ux;
    const by = 3 * uy;
    const ax = x3 - x0 - 3 * (x2 - x1);
    const ay = y3 - y0 - 3 * (y2 - y1);
    const step = 1.0 / n;
    if (!out.points.reserve((<u32>n + 2) * offsetof<Vertex>())) return;
    for (let k = tangents ? END : 1; k < n; k = k < 1 ? 1 : k == n - 1 && tangents ? n - END : k + 1) {
      const t = k * step;
      out.put(<f32>(x0 + t * (cx + t * (bx + t * ax))), <f32>(y0 + t * (cy + t * (by + t * ay))), Point.Smooth);
    }
  }
  out.add(<f32>x3, <f32>y3, Point.Corner);
}

/**
 * The box around all points of `path` in device space, control points included.
 * False when the path has no point.
 */
export function pathBounds(path: Path, m: Matrix, out: Rectangle): bool {
  let p = path.pointData;
  const end = p + (path.pointLength & ~7);
  if (p >= end) return false;
  let x0: f64 = Infinity;
  let y0: f64 = Infinity;
  let x1: f64 = -Infinity;
  let y1: f64 = -Infinity;
  for (; p < end; p += 8) {
    const px = <f64>load<f32>(p);
    const py = <f64>load<f32>(p, 4);
    const x = tame(m.x(px, py));
    const y = tame(m.y(px, py));
    x0 = min(x0, x);
    y0 = min(y0, y);
    x1 = max(x1, x);
    y1 = max(y1, y);
  }
  out.set(x0, y0, x1, y1);
  return true;
}
