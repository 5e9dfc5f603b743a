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

/** A point: x, y (f32, device pixels), kind and flags (u32). */
export const POINT_SIZE: usize = 12;

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
    return this.pointLength / <u32>POINT_SIZE;
  }

  // @ts-ignore: decorator
  @inline at(i: u32): usize {
    return this.pointData + <usize>i * POINT_SIZE;
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
    if (this.points.reserve(<u32>POINT_SIZE)) this.put(x, y, kind);
  }

  /** Adds a point for which there is room. */
  // @ts-ignore: decorator
  @inline put(x: f32, y: f32, kind: Point): void {
    const p = this.pointData + this.pointLength;
    store<f32>(p, x);
    store<f32>(p, y, 4);
    store<u32>(p, kind, 8);
    this.pointLength += <u32>POINT_SIZE;
  }

  /** Marks the last subpath as closed. */
  close(): void {
    if (!this.pointLength) return;
    const p = this.pointData + this.startOffset + 8;
    store<u32>(p, load<u32>(p) | Point.Closed);
  }

  /** Past the last point of the subpath that starts at `i`. */
  subpathEnd(i: u32): u32 {
    const count = this.count;
    let end = i + 1;
    while (end < count && (load<u32>(this.at(end), 8) & Point.Kind) != Point.Start) end++;
    return end;
  }
}
