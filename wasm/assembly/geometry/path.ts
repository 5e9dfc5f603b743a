import { alloc, free } from '../memory/heap';
import { Buffer } from '../memory/buffer';
import { Matrix } from './matrix';

/** Segments of a path. Quadratic curves are raised to cubic when they are added. */
export const enum Verb {
  Move = 0, // 1 point
  Line = 1, // 1 point
  Cubic = 2, // 3 points
  Close = 3, // 0 points
}

/**
 * A path: verbs, and the points they use up in order. A path may hold several subpaths; one that is not closed is
 * closed for filling only.
 *
 *   Path    ┌ 0  verbs (Buffer of u8)    ┌ 16 points (Buffer of f32 pairs)
 *           └ 32 start of the subpath, x, y (f32)   40 current point, x, y (f32)
 */
@unmanaged
export class Path {
  verbData: usize;
  verbCount: u32;
  verbLimit: u32;
  verbFailed: bool;
  pointData: usize;
  pointLength: u32;
  pointLimit: u32;
  pointFailed: bool;
  startX: f32;
  startY: f32;
  x: f32;
  y: f32;

  /** A new empty path on the heap, or null when memory is out. */
  static create(): Path | null {
    const p = alloc(offsetof<Path>());
    if (!p) return null;
    const path = changetype<Path>(p);
    path.init();
    return path;
  }

  init(): void {
    memory.fill(changetype<usize>(this), 0, offsetof<Path>());
  }

  /** One `Verb` a byte. */
  // @ts-ignore: decorator
  @inline get verbs(): Buffer {
    return changetype<Buffer>(changetype<usize>(this));
  }

  /** x, y as f32, 8 bytes a point. */
  // @ts-ignore: decorator
  @inline get points(): Buffer {
    return changetype<Buffer>(changetype<usize>(this) + offsetof<Path>('pointData'));
  }

  get failed(): bool {
    return this.verbFailed || this.pointFailed;
  }

  get isEmpty(): bool {
    return this.verbCount == 0;
  }

  moveTo(x: f32, y: f32): void {
    this.verbs.pushU8(Verb.Move);
    this.addPoint(x, y);
    this.startX = x;
    this.startY = y;
  }

  lineTo(x: f32, y: f32): void {
    this.verbs.pushU8(Verb.Line);
    this.addPoint(x, y);
  }

  cubicTo(x1: f32, y1: f32, x2: f32, y2: f32, x3: f32, y3: f32): void {
    this.verbs.pushU8(Verb.Cubic);
    this.addPoint(x1, y1);
    this.addPoint(x2, y2);
    this.addPoint(x3, y3);
  }

  quadTo(cx: f32, cy: f32, x: f32, y: f32): void {
    const k: f32 = 2.0 / 3.0;
    const x0 = this.x;
    const y0 = this.y;
    this.cubicTo(x0 + k * (cx - x0), y0 + k * (cy - y0), x + k * (cx - x), y + k * (cy - y), x, y);
  }

  close(): void {
    if (!this.verbCount) return;
    this.verbs.pushU8(Verb.Close);
    this.x = this.startX;
    this.y = this.startY;
  }

  rect(x: f32, y: f32, w: f32, h: f32): void {
    this.moveTo(x, y);
    this.lineTo(x + w, y);
    this.lineTo(x + w, y + h);
    this.lineTo(x, y + h);
    this.close();
  }

  /** Adds a copy of `from`, transformed. */
  append(from: Path, m: Matrix): void {
    this.verbs.pushBytes(from.verbData, from.verbCount);
    const count = from.pointLength >> 3;
    const out = this.points.extend(from.pointLength);
    if (!out) return;
    for (let i: u32 = 0; i < count; i++) {
      const p = from.pointData + ((<usize>i) << 3);
      const x = <f64>load<f32>(p);
      const y = <f64>load<f32>(p, 4);
      const q = out + ((<usize>i) << 3);
      store<f32>(q, <f32>m.x(x, y));
      store<f32>(q, <f32>m.y(x, y), 4);
    }
    const sx = <f64>from.startX;
    const sy = <f64>from.startY;
    const cx = <f64>from.x;
    const cy = <f64>from.y;
    this.startX = <f32>m.x(sx, sy);
    this.startY = <f32>m.y(sx, sy);
    this.x = <f32>m.x(cx, cy);
    this.y = <f32>m.y(cx, cy);
  }

  /** Takes the points to where `m` has them. */
  transform(m: Matrix): void {
    for (let p = this.pointData, end = p + this.pointLength; p < end; p += 8) {
      const x = <f64>load<f32>(p);
      const y = <f64>load<f32>(p, 4);
      store<f32>(p, <f32>m.x(x, y));
      store<f32>(p, <f32>m.y(x, y), 4);
    }
  }

  // @ts-ignore: decorator
  @inline private addPoint(x: f32, y: f32): void {
    const p = this.points.extend(8);
    if (p) {
      store<f32>(p, x);
      store<f32>(p, y, 4);
    }
    this.x = x;
    this.y = y;
  }

  clear(): void {
    this.verbs.clear();
    this.points.clear();
  }

  /** Gives the contents back; the path can be used again. */
  release(): void {
    this.verbs.release();
    this.points.release();
  }

  destroy(): void {
    this.release();
    free(changetype<usize>(this));
  }
}
