import { pop, push } from '../memory/stack';

/** An upright rectangle: x0 ≤ x1 and y0 ≤ y1. */
@unmanaged
export class Rectangle {
  x0: f64;
  y0: f64;
  x1: f64;
  y1: f64;

  /** One on the stack, with whatever is there; `pop` takes it off. */
  static push(): Rectangle {
    return changetype<Rectangle>(push(offsetof<Rectangle>()));
  }

  pop(): void {
    pop(changetype<usize>(this));
  }

  // @ts-ignore: decorator
  @inline get width(): f64 {
    return this.x1 - this.x0;
  }

  // @ts-ignore: decorator
  @inline get height(): f64 {
    return this.y1 - this.y0;
  }

  set(x0: f64, y0: f64, x1: f64, y1: f64): void {
    this.x0 = x0;
    this.y0 = y0;
    this.x1 = x1;
    this.y1 = y1;
  }
}
