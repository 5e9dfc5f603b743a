/**
 * An affine transformation, as PDF writes it: (x, y) → (a·x + c·y + e, b·x + d·y + f). ISO 32000-2, 8.3.3.
 *
 *   Matrix  ┌ 0 a ┌ 8 b ┌ 16 c ┌ 24 d ┌ 32 e ┌ 40 f      (f64 each, 48 bytes)
 */
@unmanaged
export class Matrix {
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;

  set(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64): void {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.e = e;
    this.f = f;
  }

  identity(): void {
    this.set(1, 0, 0, 1, 0, 0);
  }

  copy(m: Matrix): void {
    memory.copy(changetype<usize>(this), changetype<usize>(m), offsetof<Matrix>());
  }

  /** this = first `m`, then `n` (m × n in PDF's row-vector notation). May alias either. */
  multiply(m: Matrix, n: Matrix): void {
    this.set(
      m.a * n.a + m.b * n.c,
      m.a * n.b + m.b * n.d,
      m.c * n.a + m.d * n.c,
      m.c * n.b + m.d * n.d,
      m.e * n.a + m.f * n.c + n.e,
      m.e * n.b + m.f * n.d + n.f,
    );
  }

  /** this = the inverse of `m`; false, and unchanged, when there is none. */
  invert(m: Matrix): bool {
    const det = m.a * m.d - m.b * m.c;
    if (!(abs(det) > 1e-30) || !isFinite(det)) return false;
    const k = 1.0 / det;
    this.set(m.d * k, -m.b * k, -m.c * k, m.a * k, (m.c * m.f - m.d * m.e) * k, (m.b * m.e - m.a * m.f) * k);
    return true;
  }

  // @ts-ignore: decorator
  @inline x(x: f64, y: f64): f64 {
    return this.a * x + this.c * y + this.e;
  }

  // @ts-ignore: decorator
  @inline y(x: f64, y: f64): f64 {
    return this.b * x + this.d * y + this.f;
  }

  /** The mean factor by which lengths grow: √|det|. */
  scale(): f64 {
    return Math.sqrt(abs(this.a * this.d - this.b * this.c));
  }
}
