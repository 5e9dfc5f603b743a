import { Matrix } from '../geometry/matrix';
import { alloc } from '../memory/heap';
import { Point, Polyline, Vertex } from './polyline';

/** How far a chord of a round join or cap may lie from the circle, in pixels. */
const TOLERANCE: f64 = 0.025;
/** Round joins of huge pens are not cut finer than this (radians). */
const FINEST: f64 = 0.02;
/** Half the width of the thinnest outline, in device pixels. */
const THINNEST: f64 = 0.5;
/** Turns less than this (cosine) on a curve need no join: both sides meet on the angle's bisector. */
const STRAIGHT: f64 = 0.97;

export const enum Cap {
  Butt = 0,
  Round = 1,
  Square = 2,
}

export const enum Join {
  Miter = 0,
  Round = 1,
  Bevel = 2,
}

/**
 * Turns polylines into the outlines of their strokes, to be filled by the non-zero rule.
 *
 * The pen is an ellipse: the unit circle under a matrix. All geometry is done in *pen space*, where it is a circle of
 * radius 1; what comes out is transformed back. Each subpath is gone along on its left side, then back on its
 * left side again. On the inside of a turn the outline passes through the vertex itself, so that it never winds the wrong
 * way however short the segments are.
 */
@unmanaged
export class Stroker {
  cap: Cap;
  join: Join;
  /** How strongly the outline is to be painted, 0 to 1: less than 1 where the pen is thinner than a pixel. */
  cover: f32;
  /** Square of the miter limit. */
  private limit: f64;
  // The pen, device = pen matrix × pen space, and its inverse.
  private a: f64;
  private b: f64;
  private c: f64;
  private d: f64;
  private ia: f64;
  private ib: f64;
  private ic: f64;
  private id: f64;
  /** The angle between two points of a round join. */
  private step: f64;
  private out: Polyline;
  private fresh: bool;

  static create(): Stroker | null {
    const p = alloc(offsetof<Stroker>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Stroker>());
    return changetype<Stroker>(p);
  }

  /**
   * Sets the pen: width (user space) under the linear part of `m` (user space → device). A pen thinner than a pixel becomes
   * a pixel wide, and `cover` makes up for that, down to `faintest` (0 to 1). `pixel`: the size of a device pixel.
   */
  setPen(width: f64, m: Matrix, cap: u32, join: u32, miterLimit: f64, faintest: f64, pixel: f64): void {
    const thinnest = THINNEST * pixel;
    this.cap = cap;
    this.join = join;
    const limit = miterLimit >= 1 ? miterLimit : 1;
    this.limit = limit * limit;
    const half = width > 0 ? width * 0.5 : 0;
    const a = m.a * half;
    const b = m.b * half;
    const c = m.c * half;
    const d = m.d * half;
    // The ellipse's axes: eigenvectors of M·Mᵀ = (p q; q r). A circle under M is the same as under axes · lengths.
    const p = a * a + c * c;
    const q = a * b + c * d;
    const r = b * b + d * d;
    const mean = (p + r) * 0.5;
    const spread = Math.sqrt((p - r) * (p - r) * 0.25 + q * q);
    let long = Math.sqrt(max(mean + spread, 0));
    let short = Math.sqrt(max(mean - spread, 0));
    let ux: f64 = 1;
    let uy: f64 = 0;
    if (spread > 1e-12 * mean) {
      ux = q;
      uy = mean + spread - p;
      if (abs(r - mean - spread) > abs(uy)) {
        ux = mean + spread - r;
        uy = q;
      }
      const length = Math.sqrt(ux * ux + uy * uy);
      if (length > 0) {
        ux /= length;
        uy /= length;
      } else {
        ux = 1;
      }
    }
    if (!(long < 1e7)) long = 1e7;
    this.cover = <f32>min(max(long / thinnest, faintest), 1);
    long = max(long, thinnest);
    short = min(max(short, thinnest), long);
    this.a = ux * long;
    this.b = uy * long;
    this.c = -uy * short;
    this.d = ux * short;
    this.ia = ux / long;
    this.ic = uy / long;
    this.ib = -uy / short;
    this.id = ux / short;
    this.step = max(2 * Math.acos(max(1 - TOLERANCE / long, 0.5)), FINEST);
  }

  /** How far the stroke reaches from its path at most, in pixels: the square cap's corner, or the miter. */
  reach(): f64 {
    const long = Math.sqrt(this.a * this.a + this.b * this.b);
    return long * max(1.5, this.join == Join.Miter ? Math.sqrt(this.limit) : 1) + 1;
  }

  /** Adds the outlines of all subpaths of `line` to `out`. `line`'s points are moved to pen space. */
  stroke(line: Polyline, out: Polyline): void {
    this.out = out;
    const count = line.count;
    for (let i: u32 = 0; i < count;) {
      const end = line.subpathEnd(i);
      const flags = line.at(i).kind;
      if (!(flags & Point.Hidden)) this.strokeSubpath(line, i, end, (flags & Point.Closed) != 0);
      i = end;
    }
  }

  private strokeSubpath(line: Polyline, start: u32, end: u32, closed: bool): void {
    // To pen space, dropping points that repeat the one before.
    const segments = end - start > 1 || closed;
    let last = start;
    for (let i = start; i < end; i++) {
      const p = line.at(i);
      const x = <f64>p.x;
      const y = <f64>p.y;
      const px = <f32>(this.ia * x + this.ic * y);
      const py = <f32>(this.ib * x + this.id * y);
      const q = line.at(last);
      if (i > start) {
        if (same(px, py, q.x, q.y)) {
          if ((p.kind & Point.Kind) == Point.Corner && last > start) q.kind = Point.Corner;
          continue;
        }
        last++;
      }
      const to = line.at(last);
      to.x = px;
      to.y = py;
      if (i > start) to.kind = p.kind;
    }
    const first = line.at(start);
    if (closed && last > start) {
      const q = line.at(last);
      if (same(q.x, q.y, first.x, first.y)) last--;
    }
    const n = <i32>(last - start) + 1;
    this.fresh = true;
    if (n == 1) {
      if (segments) this.dot(<f64>first.x, <f64>first.y);
      return;
    }
    if (closed && n > 2) {
      for (let i = 0; i < n; i++) this.corner(first, (i + n - 1) % n, i, (i + 1) % n);
      this.out.close();
      this.fresh = true;
      for (let i = n - 1; i >= 0; i--) this.corner(first, (i + 1) % n, i, (i + n - 1) % n);
      this.out.close();
      return;
    }
    if (closed) {
      // There and back again: a line with joins for caps.
      this.corner(first, 0, 1, 0);
      this.corner(first, 1, 0, 1);
      this.out.close();
      return;
    }
    for (let i = 1; i < n - 1; i++) this.corner(first, i - 1, i, i + 1);
    this.end(first, n - 2, n - 1);
    for (let i = n - 2; i > 0; i--) this.corner(first, i + 1, i, i - 1);
    this.end(first, 1, 0);
    this.out.close();
  }

  /** A subpath of no length: a round cap makes a dot of it, other caps have no direction to lie in. ISO 32000-2, 8.5.3.2. */
  private dot(x: f64, y: f64): void {
    if (this.cap != Cap.Round) return;
    this.arc(x, y, 1, 0, -2 * Math.PI);
    this.out.close();
  }

  /** The left side around vertex `i1` between its neighbours. */
  private corner(points: Vertex, i0: i32, i1: i32, i2: i32): void {
    const p0 = points.plus(i0);
    const p1 = points.plus(i1);
    const p2 = points.plus(i2);
    const x = <f64>p1.x;
    const y = <f64>p1.y;
    let ax = x - <f64>p0.x;
    let ay = y - <f64>p0.y;
    let bx = <f64>p2.x - x;
    let by = <f64>p2.y - y;
    const la = Math.sqrt(ax * ax + ay * ay);
    const lb = Math.sqrt(bx * bx + by * by);
    ax /= la;
    ay /= la;
    bx /= lb;
    by /= lb;
    const dot = ax * bx + ay * by;
    const cross = ax * by - ay * bx;
    const smooth = (p1.kind & Point.Kind) == Point.Smooth;
    // Left normals (-ay, ax) and (-by, bx); their bisector reaches the offset lines' intersection at 1 / (1 + dot).
    if (dot > 0.9999 || (smooth && dot > STRAIGHT && la > 0.5 && lb > 0.5)) {
      const k = 1 / (1 + dot);
      this.emit(x - (ay + by) * k, y + (ax + bx) * k);
      return;
    }
    this.emit(x - ay, y + ax);
    if (cross > 0) {
      this.emit(x, y);
    } else if (smooth || this.join == Join.Round) {
      this.arc(x, y, -ay, ax, cross == 0 ? -Math.PI : Math.atan2(cross, dot));
    } else if (this.join == Join.Miter && 2 <= this.limit * (1 + dot)) {
      const k = 1 / (1 + dot);
      this.emit(x - (ay + by) * k, y + (ax + bx) * k);
    }
    this.emit(x - by, y + bx);
  }

  /** The cap at point `i1`, coming from `i0`. */
  private end(points: Vertex, i0: i32, i1: i32): void {
    const p0 = points.plus(i0);
    const p1 = points.plus(i1);
    const x = <f64>p1.x;
    const y = <f64>p1.y;
    let dx = x - <f64>p0.x;
    let dy = y - <f64>p0.y;
    const length = Math.sqrt(dx * dx + dy * dy);
    dx /= length;
    dy /= length;
    if (this.cap == Cap.Square) {
      this.emit(x - dy + dx, y + dx + dy);
      this.emit(x + dy + dx, y - dx + dy);
      return;
    }
    this.emit(x - dy, y + dx);
    if (this.cap == Cap.Round) this.arc(x, y, -dy, dx, -Math.PI);
    this.emit(x + dy, y - dx);
  }

  /** Points between (nx, ny) and the same turned by `angle`, around (x, y); both ends left out. */
  private arc(x: f64, y: f64, nx: f64, ny: f64, angle: f64): void {
    const n = Math.ceil(abs(angle) / this.step);
    if (n < 2) return;
    const cos = Math.cos(angle / n);
    const sin = Math.sin(angle / n);
    for (let k: f64 = 1; k < n; k += 1) {
      const t = nx * cos - ny * sin;
      ny = nx * sin + ny * cos;
      nx = t;
      this.emit(x + nx, y + ny);
    }
  }

  /** A point of the outline, from pen space to device space. */
  private emit(x: f64, y: f64): void {
    const dx = <f32>(this.a * x + this.c * y);
    const dy = <f32>(this.b * x + this.d * y);
    if (this.fresh) this.out.start(dx, dy);
    else this.out.add(dx, dy, Point.Corner);
    this.fresh = false;
  }
}

/** Whether two points of pen space are too near for the line between them to have a direction. */
// @ts-ignore: decorator
@inline function same(x0: f32, y0: f32, x1: f32, y1: f32): bool {
  const dx = x1 - x0;
  const dy = y1 - y0;
  return dx * dx + dy * dy < 1e-7;
}
