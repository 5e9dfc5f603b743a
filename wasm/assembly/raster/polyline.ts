import { alloc } from '../memory/heap';
import { Buffer } from '../memory/buffer';

/** What a point of a polyline is. */
export const enum Point {
  /** Begins a subpath. */
  Start = 0,
  /** A corner: joined as the stroke says. */
  Corner = 1,
  /** Inside a flattened curve: joined smoothly, whatever the stroke says. */
  Smooth = 2,
  Kind = 3,
  /** On a Start: the subpath is closed. */
  Closed = 4,
  /** On a Start: the subpath has been moved elsewhere and is to be passed over. */
  Hidden = 8,
}

/** A point in device pixels. */
@unmanaged
export class Vertex {
  x: f32;
  y: f32;
  /** And flags. */
  kind: Point;

  // @ts-ignore: decorator
  @inline get isStart(): bool {
    return (this.kind & Point.Kind) == Point.Start;
  }

  /** The point so many behind it, of the same polyline. */
  // @ts-ignore: decorator
  @inline plus(count: i32): Vertex {
    return changetype<Vertex>(changetype<usize>(this) + <usize>count * offsetof<Vertex>());
  }
}

/** Flattened subpaths, one behind the other: what flattening, dashing and stroking give to one another. */
@unmanaged
export class Polyline {
  private pointData: usize;
  private pointLength: u32;
  private pointLimit: u32;
  private pointFailed: bool;
  private startOffset: u32;

  static create(): Polyline | null {
    const p = alloc(offsetof<Polyline>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Polyline>());
    return changetype<Polyline>(p);
  }

  // @ts-ignore: decorator
  @inline get points(): Buffer {
    return changetype<Buffer>(changetype<usize>(this));
  }

  // @ts-ignore: decorator
  @inline get count(): u32 {
    return this.pointLength / offsetof<Vertex>();
  }

  // @ts-ignore: decorator
  @inline at(i: u32): Vertex {
    return changetype<Vertex>(this.pointData + <usize>i * offsetof<Vertex>());
  }

  clear(): void {
    this.points.clear();
    this.startOffset = 0;
  }

  start(x: f32, y: f32): void {
    this.startOffset = this.pointLength;
    this.add(x, y, Point.Start);
  }

  // @ts-ignore: decorator
  @inline add(x: f32, y: f32, kind: Point): void {
    if (this.points.reserve(offsetof<Vertex>())) this.put(x, y, kind);
  }

  /** Adds a point for which there is room. */
  // @ts-ignore: decorator
  @inline put(x: f32, y: f32, kind: Point): void {
    const vertex = changetype<Vertex>(this.pointData + this.pointLength);
    vertex.x = x;
    vertex.y = y;
    vertex.kind = kind;
    this.pointLength += offsetof<Vertex>();
  }

  /** Marks the last subpath as closed. */
  close(): void {
    if (this.pointLength) changetype<Vertex>(this.pointData + this.startOffset).kind |= Point.Closed;
  }

  /** Past the last point of the subpath that starts at `i`. */
  subpathEnd(i: u32): u32 {
    const count = this.count;
    let end = i + 1;
    while (end < count && !this.at(end).isStart) end++;
    return end;
  }
}
