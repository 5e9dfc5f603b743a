import { Matrix } from '../geometry/matrix';

/** An affine map as it lies in a command: x' = a·x + c·y + e, y' = b·x + d·y + f. */
@unmanaged
export class Placement {
  a: f32;
  b: f32;
  c: f32;
  d: f32;
  e: f32;
  f: f32;

  /** Takes over a matrix. */
  set(m: Matrix): void {
    this.a = <f32>m.a;
    this.b = <f32>m.b;
    this.c = <f32>m.c;
    this.d = <f32>m.d;
    this.e = <f32>m.e;
    this.f = <f32>m.f;
  }

  /** Copies the map into a matrix. */
  read(m: Matrix): void {
    m.set(<f64>this.a, <f64>this.b, <f64>this.c, <f64>this.d, <f64>this.e, <f64>this.f);
  }
}
