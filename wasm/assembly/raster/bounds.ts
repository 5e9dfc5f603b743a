import { Matrix } from '../geometry/matrix';
import { ClipState } from './clip';

/** A rectangle of whole device pixels. */
@unmanaged
export class Bounds {
  x0: i32;
  y0: i32;
  x1: i32;
  y1: i32;

  get isEmpty(): bool {
    return this.x0 >= this.x1 || this.y0 >= this.y1;
  }

  get width(): i32 {
    return this.x1 - this.x0;
  }

  get height(): i32 {
    return this.y1 - this.y0;
  }

  /** All of a picture. */
  setSize(width: i32, height: i32): void {
    this.x0 = 0;
    this.y0 = 0;
    this.x1 = width;
    this.y1 = height;
  }

  /** The pixels of the clip that a rectangle touches. False when there are none. */
  set(clip: ClipState, x0: f64, y0: f64, x1: f64, y1: f64): bool {
    this.x0 = <i32>min(max(Math.floor(x0), <f64>clip.x0), <f64>clip.x1);
    this.y0 = <i32>min(max(Math.floor(y0), <f64>clip.y0), <f64>clip.y1);
    this.x1 = <i32>max(min(Math.ceil(x1), <f64>clip.x1), <f64>clip.x0);
    this.y1 = <i32>max(min(Math.ceil(y1), <f64>clip.y1), <f64>clip.y0);
    return !this.isEmpty;
  }

  /** The pixels that the unit square under a matrix touches, which has to be finite. */
  setUnitSquare(m: Matrix): void {
    this.x0 = <i32>Math.floor(m.e + min(m.a, 0) + min(m.c, 0));
    this.y0 = <i32>Math.floor(m.f + min(m.b, 0) + min(m.d, 0));
    this.x1 = <i32>Math.ceil(m.e + max(m.a, 0) + max(m.c, 0));
    this.y1 = <i32>Math.ceil(m.f + max(m.b, 0) + max(m.d, 0));
  }

  /** The pixels of the clip that a rectangle under a matrix touches. False when there are none. */
  setTransformed(clip: ClipState, m: Matrix, x0: f64, y0: f64, x1: f64, y1: f64): bool {
    const ax = m.x(x0, y0);
    const ay = m.y(x0, y0);
    const bx = m.x(x1, y0);
    const by = m.y(x1, y0);
    const cx = m.x(x1, y1);
    const cy = m.y(x1, y1);
    const dx = m.x(x0, y1);
    const dy = m.y(x0, y1);
    if (!isFinite(ax + ay + bx + by + cx + cy + dx + dy)) return this.set(clip, clip.x0, clip.y0, clip.x1, clip.y1);
    return this.set(
      clip,
      min(min(ax, bx), min(cx, dx)),
      min(min(ay, by), min(cy, dy)),
      max(max(ax, bx), max(cx, dx)),
      max(max(ay, by), max(cy, dy)),
    );
  }
}
