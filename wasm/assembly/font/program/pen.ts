import { Matrix } from '../../geometry/matrix';
import { Path } from '../../geometry/path';

/** Segments that one glyph may have. */
const MAX_SEGMENTS: u32 = 1 << 17;

/**
 * Draws a charstring: steps in character space become segments in em space. The charstring's current point is kept
 * apart from the path's, since closing a contour does not move it (Adobe Type 1 Font Format, closepath).
 *
 *   Pen     ┌ 0  path, 0: only the width is wanted   ┌ 4 open: a contour has begun   ┌ 8 segments that may follow
 *           └ 16 x, y (f64, character space)         └ 32 character space to em space
 */
@unmanaged
export class Pen {
  path: usize;
  open: bool;
  left: u32;
  /** Keeps the numbers that follow aligned to 8. */
  private spare: u32;
  x: f64;
  y: f64;
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;

  start(path: Path | null): void {
    this.path = changetype<usize>(path);
    this.open = false;
    this.left = MAX_SEGMENTS;
    this.x = 0;
    this.y = 0;
  }

  get matrix(): Matrix {
    return changetype<Matrix>(changetype<usize>(this) + offsetof<Pen>('a'));
  }

  /** Ends the contour and starts another one at (dx, dy) from here. */
  moveBy(dx: f64, dy: f64): void {
    this.close();
    this.x += dx;
    this.y += dy;
  }

  lineBy(dx: f64, dy: f64): void {
    this.begin();
    this.x += dx;
    this.y += dy;
    if (!this.spend()) return;
    const m = this.matrix;
    changetype<Path>(this.path).lineTo(<f32>m.x(this.x, this.y), <f32>m.y(this.x, this.y));
  }

  /** Each pair is relative to the one before. */
  curveBy(dx1: f64, dy1: f64, dx2: f64, dy2: f64, dx3: f64, dy3: f64): void {
    this.begin();
    const x1 = this.x + dx1;
    const y1 = this.y + dy1;
    const x2 = x1 + dx2;
    const y2 = y1 + dy2;
    const x3 = x2 + dx3;
    const y3 = y2 + dy3;
    this.x = x3;
    this.y = y3;
    if (!this.spend()) return;
    const m = this.matrix;
    changetype<Path>(this.path).cubicTo(
      <f32>m.x(x1, y1),
      <f32>m.y(x1, y1),
      <f32>m.x(x2, y2),
      <f32>m.y(x2, y2),
      <f32>m.x(x3, y3),
      <f32>m.y(x3, y3),
    );
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    changetype<Path>(this.path).close();
  }

  /** A contour starts when its first segment is drawn: moves without one leave no trace. */
  private begin(): void {
    if (this.open || !this.path || !this.left) return;
    const m = this.matrix;
    changetype<Path>(this.path).moveTo(<f32>m.x(this.x, this.y), <f32>m.y(this.x, this.y));
    this.open = true;
  }

  private spend(): bool {
    if (!this.path || !this.left) return false;
    this.left--;
    return true;
  }
}
