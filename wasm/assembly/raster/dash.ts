import { Matrix } from '../geometry/matrix';
import { Stroke } from '../display/paint';
import { alloc } from '../memory/heap';
import { Point, Polyline } from './polyline';

/** The length given to a dash of none, in pixels: enough to keep its direction for a cap, too little to be seen. */
const DOT: f64 = 0.01;
/** A dash pattern shorter than this, in pixels, is drawn as a solid line. */
const FINEST: f64 = 0.1;
/** Patterns of more dashes are drawn solid. */
const MAX_DASHES: u32 = 1024;

/**
 * Cuts polylines into dashes. ISO 32000-2, 8.4.3.6. Lengths are measured in user space, points are in device space.
 * Only what lies in a given rectangle is cut: long lines cost no more than what is seen of them.
 */
@unmanaged
export class Dasher {
  private dashes: usize;
  private count: u32;
  /** The dash array's length, twice when it is odd: after that "on" and "off" repeat. */
  private period: f64;
  /** The dash that the pen is in (0 to 2 · count - 1; even: on), and how much of it is left. */
  private index: u32;
  private remaining: f64;
  // Device → user space, linear part.
  private ia: f64;
  private ib: f64;
  private ic: f64;
  private id: f64;
  private left: f64;
  private top: f64;
  private right: f64;
  private bottom: f64;
  private out: Polyline;
  /** The pen is down: the last point of `out` is where it is. */
  private drawing: bool;
  /** Nothing has been left out since the subpath's start. */
  private whole: bool;

  static create(): Dasher | null {
    const p = alloc(offsetof<Dasher>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Dasher>());
    return changetype<Dasher>(p);
  }

  /** Takes the pattern of `stroke`; `m` takes user space to device space. False when the line is to be solid. */
  setPattern(stroke: Stroke, m: Matrix): bool {
    const count = stroke.dashCount;
    if (!count || !stroke.dashes || count > MAX_DASHES) return false;
    this.dashes = stroke.dashes;
    this.count = count;
    let total: f64 = 0;
    for (let i: u32 = 0; i < count; i++) {
      const length = this.lengthAt(i);
      if (!(length >= 0) || !isFinite(length)) return false;
      total += length;
    }
    const det = m.a * m.d - m.b * m.c;
    if (!(abs(det) > 1e-12) || !(total * Math.sqrt(abs(det)) > FINEST)) return false;
    this.ia = m.d / det;
    this.ib = -m.b / det;
    this.ic = -m.c / det;
    this.id = m.a / det;
    this.period = count & 1 ? total * 2 : total;
    return true;
  }

  /** Adds the dashes of all subpaths of `line` to `out`, as far as they lie in the rectangle. */
  cut(line: Polyline, phase: f64, left: f64, top: f64, right: f64, bottom: f64, out: Polyline): void {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
    this.out = out;
    if (!isFinite(phase)) phase = 0;
    const points = line.count;
    for (let i: u32 = 0; i < points;) {
      const end = line.subpathEnd(i);
      this.cutSubpath(line, i, end, phase);
      i = end;
    }
  }

  private cutSubpath(line: Polyline, first: u32, end: u32, phase: f64): void {
    const out = this.out;
    const start = line.at(first);
    const closed = (start.kind & Point.Closed) != 0;
    const firstDash = out.count;
    this.seek(phase);
    const startsOn = this.isOn;
    this.drawing = false;
    this.whole = true;
    const segments = end - first - (closed ? 0 : 1);
    for (let k: u32 = 0; k < segments; k++) {
      const p = line.at(first + k);
      const q = first + k + 1 < end ? line.at(first + k + 1) : start;
      this.cutSegment(<f64>p.x, <f64>p.y, <f64>q.x, <f64>q.y, q.kind);
    }
    // A closed subpath that starts and ends inside a dash: one dash around the corner.
    if (!closed || !this.drawing || !startsOn || !this.whole) return;
    const stop = out.subpathEnd(firstDash);
    if (stop >= out.count) {
      out.close();
      return;
    }
    for (let k = firstDash + 1; k < stop; k++) {
      const p = out.at(k);
      out.add(p.x, p.y, p.kind);
    }
    out.at(firstDash).kind = Point.Start | Point.Hidden;
  }

  private cutSegment(x: f64, y: f64, x1: f64, y1: f64, kind: Point): void {
    const dx = x1 - x;
    const dy = y1 - y;
    const ux = this.ia * dx + this.ic * dy;
    const uy = this.ib * dx + this.id * dy;
    const length = Math.sqrt(ux * ux + uy * uy);
    if (!(length > 0)) return;
    // The part inside the rectangle (Liang and Barsky 1984).
    let from: f64 = 0;
    let to: f64 = 1;
    if (dx != 0) {
      from = max(from, ((dx > 0 ? this.left : this.right) - x) / dx);
      to = min(to, ((dx > 0 ? this.right : this.left) - x) / dx);
    } else if (x < this.left || x > this.right) to = -1;
    if (dy != 0) {
      from = max(from, ((dy > 0 ? this.top : this.bottom) - y) / dy);
      to = min(to, ((dy > 0 ? this.bottom : this.top) - y) / dy);
    } else if (y < this.top || y > this.bottom) to = -1;
    if (from >= to) {
      this.skip(length);
      return;
    }
    if (from > 0) this.skip(from * length);
    const out = this.out;
    const stop = to * length;
    const device = Math.sqrt(dx * dx + dy * dy);
    let at = from * length;
    while (true) {
      if (this.isOn && !this.drawing) {
        out.start(<f32>(x + dx * (at / length)), <f32>(y + dy * (at / length)));
        this.drawing = true;
      }
      const next = at + this.remaining;
      if (next > stop) {
        this.remaining = next - stop;
        break;
      }
      if (this.isOn) {
        const t = next / length + (this.lengthAt(this.index) == 0 ? DOT / device : 0);
        out.add(<f32>(x + dx * t), <f32>(y + dy * t), Point.Corner);
        this.drawing = false;
      }
      at = next;
      this.index++;
      if (this.index >= this.count << 1) this.index = 0;
      this.remaining = this.lengthAt(this.index);
    }
    if (this.drawing) {
      const smooth = to == 1 && (kind & Point.Kind) == Point.Smooth;
      out.add(<f32>(x + dx * to), <f32>(y + dy * to), smooth ? Point.Smooth : Point.Corner);
    }
    if (to < 1) this.skip(length - stop);
  }

  // @ts-ignore: decorator
  @inline private get isOn(): bool {
    return (this.index & 1) == 0;
  }

  // @ts-ignore: decorator
  @inline private lengthAt(index: u32): f64 {
    return <f64>load<f32>(this.dashes + ((<usize>(index % this.count)) << 2));
  }

  /** Puts the pen `distance` into the pattern. */
  private seek(distance: f64): void {
    distance -= Math.floor(distance / this.period) * this.period;
    const last = (this.count << 1) - 1;
    let index: u32 = 0;
    while (index < last) {
      const length = this.lengthAt(index);
      if (distance < length || (length == 0 && distance == 0)) break;
      distance -= length;
      index++;
    }
    this.index = index;
    this.remaining = max(this.lengthAt(index) - distance, 0);
  }

  /** Moves on by `distance` without drawing. */
  private skip(distance: f64): void {
    let into = -this.remaining;
    for (let i: u32 = 0; i <= this.index; i++) into += this.lengthAt(i);
    this.seek(into + distance);
    this.drawing = false;
    this.whole = false;
  }
}
