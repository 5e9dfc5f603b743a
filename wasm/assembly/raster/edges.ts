import { Buffer } from '../memory/buffer';
import { alloc, free } from '../memory/heap';
import { Point, Polyline } from './polyline';

/** An edge of an outline, in pixels from the corner of the rectangle that is swept. */
@unmanaged
export class Edge {
  /** Top and bottom, y0 < y1. */
  y0: f32;
  y1: f32;
  /** At y0. */
  x: f32;
  /** dx/dy. */
  slope: f32;
  /** 1 down, -1 up. */
  winding: i32;
  /** The index + 1 of the next one that starts in the same row. */
  next: u32;
}

/** Vertices snap to 1/256 pixel in y, so that a row has few different ones; finer than 8-bit coverage shows. */
const SNAP: f64 = 256;

// @ts-ignore: decorator
@inline export function snapped(y: f64): f64 {
  return nearest(y * SNAP) / SNAP;
}

/** The edges of one shape, cut to a rectangle and sorted into the rows that they start in. */
@unmanaged
export class Edges {
  private edgeData: usize;
  private edgeLength: u32;
  private edgeLimit: u32;
  private edgeFailed: bool;
  private heads: usize;
  private headRoom: i32;
  x0: i32;
  y0: i32;
  width: i32;
  height: i32;
  /** Rows that edges start or end in; top > bottom: none. */
  top: i32;
  bottom: i32;

  static create(): Edges | null {
    const p = alloc(offsetof<Edges>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Edges>());
    return changetype<Edges>(p);
  }

  // @ts-ignore: decorator
  @inline private get edges(): Buffer {
    return changetype<Buffer>(changetype<usize>(this));
  }

  get count(): u32 {
    return this.edgeLength / offsetof<Edge>();
  }

  /** Starts a shape that is wanted inside a rectangle of the device. False when memory is out. */
  open(x0: i32, y0: i32, x1: i32, y1: i32): bool {
    this.edges.clear();
    this.x0 = x0;
    this.y0 = y0;
    this.width = x1 - x0;
    this.height = y1 - y0;
    this.top = this.height;
    this.bottom = -1;
    if (this.height > this.headRoom || !this.heads) {
      free(this.heads);
      this.headRoom = 0;
      this.heads = alloc((<usize>(this.height + 256)) << 2);
      if (!this.heads) return false;
      this.headRoom = this.height + 256;
    }
    memory.fill(this.heads, 0, (<usize>this.height) << 2);
    return true;
  }

  /** The first edge that starts in `row`; null: none. */
  // @ts-ignore: decorator
  @inline first(row: i32): Edge | null {
    return this.numbered(load<u32>(this.heads + ((<usize>row) << 2)));
  }

  // @ts-ignore: decorator
  @inline next(edge: Edge): Edge | null {
    return this.numbered(edge.next);
  }

  /** The edge of an index + 1. */
  // @ts-ignore: decorator
  @inline private numbered(number: u32): Edge | null {
    return number ? changetype<Edge>(this.edgeData + <usize>(number - 1) * offsetof<Edge>()) : null;
  }

  /** Adds all subpaths, closed. */
  addPolyline(line: Polyline): void {
    const count = line.count;
    if (!count) return;
    let startX: f32 = 0;
    let startY: f32 = 0;
    let x: f32 = 0;
    let y: f32 = 0;
    let hidden = false;
    let p = line.at(0);
    for (let i: u32 = 0; i < count; i++, p = p.plus(1)) {
      const px = p.x;
      const py = p.y;
      if (p.isStart) {
        if (!hidden) this.addLine(x, y, startX, startY);
        hidden = (p.kind & Point.Hidden) != 0;
        startX = px;
        startY = py;
      } else if (!hidden) {
        this.addLine(x, y, px, py);
      }
      x = px;
      y = py;
    }
    if (!hidden) this.addLine(x, y, startX, startY);
  }

  /** Adds a line, in device coordinates. What lies left of the rectangle is kept as an upright edge at its side. */
  addLine(ax: f32, ay: f32, bx: f32, by: f32): void {
    let x0 = <f64>ax - <f64>this.x0;
    let x1 = <f64>bx - <f64>this.x0;
    let y0 = snapped(<f64>ay - <f64>this.y0);
    let y1 = snapped(<f64>by - <f64>this.y0);
    if (!(abs(y1 - y0) > 0)) return;
    let winding = 1;
    if (y0 > y1) {
      winding = -1;
      let t = y0;
      y0 = y1;
      y1 = t;
      t = x0;
      x0 = x1;
      x1 = t;
    }
    const height = <f64>this.height;
    const width = <f64>this.width;
    if (y1 <= 0 || y0 >= height) return;
    const slope = (x1 - x0) / (y1 - y0);
    if (y0 < 0) {
      x0 -= slope * y0;
      y0 = 0;
    }
    if (y1 > height) {
      x1 = x0 + slope * (height - y0);
      y1 = height;
    }
    // Lines that come from infinity have no place; lines on the right change nothing.
    if (!isFinite(x0 + x1) || (x0 >= width && x1 >= width)) return;
    if (x0 <= 0 && x1 <= 0) {
      this.add(y0, y1, 0, 0, winding);
      return;
    }
    // Cut at the sides. Going right to left or left to right, the part beyond the left side becomes upright.
    if (x0 < 0) {
      const y = min(max(y0 - x0 / slope, y0), y1);
      this.add(y0, y, 0, 0, winding);
      x0 = 0;
      y0 = y;
    } else if (x1 < 0) {
      const y = min(max(y0 - x0 / slope, y0), y1);
      this.add(y, y1, 0, 0, winding);
      y1 = y;
    }
    if (x0 > width) {
      const y = min(max(y0 + (width - x0) / slope, y0), y1);
      x0 = width;
      y0 = y;
    } else if (x1 > width) {
      y1 = max(min(y0 + (width - x0) / slope, y1), y0);
    }
    this.add(y0, y1, x0, slope, winding);
  }

  private add(y0: f64, y1: f64, x: f64, slope: f64, winding: i32): void {
    const top = <f32>y0;
    const bottom = <f32>y1;
    if (!(top < bottom)) return;
    const p = this.edges.extend(offsetof<Edge>());
    if (!p) return;
    const edge = changetype<Edge>(p);
    edge.y0 = top;
    edge.y1 = bottom;
    edge.x = <f32>x;
    edge.slope = <f32>slope;
    edge.winding = winding;
    const row = min(<i32>top, this.height - 1);
    const head = this.heads + ((<usize>row) << 2);
    edge.next = load<u32>(head);
    store<u32>(head, this.count);
    this.top = min(this.top, row);
    this.bottom = max(this.bottom, min(<i32>bottom, this.height - 1));
  }
}
