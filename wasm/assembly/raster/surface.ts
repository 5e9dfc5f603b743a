import { alloc, allocZeroed, free } from '../memory/heap';

/** Pixels beyond this are refused: a surface of 1 GB. */
const MAX_PIXELS: i64 = 1 << 28;

/** The colour space of a group. ISO 32000-2, 11.3.4. */
export const enum BlendSpace {
  Rgb = 0,
  /** See ink-blend.ts. */
  Cmyk = 1,
  /** All that the group shows is gray. */
  Gray = 2,
}

/**
 * A rectangle of the device: RGBA8, premultiplied, red in the lowest byte, rows from the top without gaps.
 * Everything that is drawn lands on one: the page, a group, a pattern cell, the picture an image is resampled to.
 *
 *   Surface ┌ 0  address of the pixels   ┌ 4  x0  8 y0  12 width  16 height (device pixels)
 *           │ 20 knockout (11.4.6)  21 opaque  22 shared   24 Surface behind a non-isolated group, or 0
 *           └ 28 top  32 bottom (rows)  36 BlendSpace
 */
@unmanaged
export class Surface {
  pixels: usize;
  x0: i32;
  y0: i32;
  width: i32;
  height: i32;
  knockout: bool;
  /** All alpha is known to be 255. */
  opaque: bool;
  /** The pixels belong to another surface. */
  shared: bool;
  backdrop: usize;
  /** Rows outside [top, bottom) are known to be clear. */
  top: i32;
  bottom: i32;
  /** In which colours blend modes act. */
  space: BlendSpace;

  /** A clear surface on the heap, or null when it is empty, too big, or memory is out. */
  static create(x0: i32, y0: i32, x1: i32, y1: i32): Surface | null {
    const surface = Surface.bare(x0, y0, x1, y1);
    if (surface) memory.fill(surface.pixels, 0, surface.extent);
    return surface;
  }

  /** As `create`, with whatever is in its memory: its `extent` is to be filled before anything else is done. */
  static bare(x0: i32, y0: i32, x1: i32, y1: i32): Surface | null {
    const width = x1 - x0;
    const height = y1 - y0;
    if (width <= 0 || height <= 0 || <i64>width * <i64>height > MAX_PIXELS) return null;
    const p = alloc(offsetof<Surface>());
    if (!p) return null;
    const surface = changetype<Surface>(p);
    surface.width = width;
    surface.height = height;
    surface.pixels = alloc(surface.extent);
    if (!surface.pixels) {
      free(p);
      return null;
    }
    surface.x0 = x0;
    surface.y0 = y0;
    surface.knockout = false;
    surface.opaque = false;
    surface.shared = false;
    surface.space = BlendSpace.Rgb;
    surface.backdrop = 0;
    surface.top = y0;
    surface.bottom = y1;
    return surface;
  }

  /** Of the pixels, and a little behind them, which may be read. */
  // @ts-ignore: decorator
  @inline get extent(): usize {
    return ((<usize>this.width * <usize>this.height) << 2) + 32;
  }

  /** Notes that rows [y0, y1) are painted. */
  // @ts-ignore: decorator
  @inline touch(y0: i32, y1: i32): void {
    this.top = min(this.top, y0);
    this.bottom = max(this.bottom, y1);
  }

  /** The same pixels with the corner at (x0, y0); null when memory is out. */
  moved(x0: i32, y0: i32): Surface | null {
    const p = alloc(offsetof<Surface>());
    if (!p) return null;
    memory.copy(p, changetype<usize>(this), offsetof<Surface>());
    const surface = changetype<Surface>(p);
    surface.shared = true;
    surface.moveTo(x0, y0);
    return surface;
  }

  /** Puts the corner at (x0, y0). */
  moveTo(x0: i32, y0: i32): void {
    this.top += y0 - this.y0;
    this.bottom += y0 - this.y0;
    this.x0 = x0;
    this.y0 = y0;
  }

  /** What the pixels take, in bytes. */
  get bytes(): u32 {
    return (<u32>(this.width * this.height)) << 2;
  }

  // @ts-ignore: decorator
  @inline get x1(): i32 {
    return this.x0 + this.width;
  }

  // @ts-ignore: decorator
  @inline get y1(): i32 {
    return this.y0 + this.height;
  }

  /** The address of a pixel, which must lie inside. */
  // @ts-ignore: decorator
  @inline at(x: i32, y: i32): usize {
    return this.pixels + ((<usize>(y - this.y0) * <usize>this.width + <usize>(x - this.x0)) << 2);
  }

  destroy(): void {
    if (!this.shared) free(this.pixels);
    free(changetype<usize>(this));
  }
}

/**
 * Coverage of a rectangle of the device, a byte a pixel: clips, soft masks, cached glyphs. Outside it is 0.
 * 32 bytes past the end may be read.
 */
@unmanaged
export class Mask {
  data: usize;
  x0: i32;
  y0: i32;
  x1: i32;
  y1: i32;

  /** A mask of zeros, which may be empty; null when memory is out. */
  static create(x0: i32, y0: i32, x1: i32, y1: i32): Mask | null {
    const width = max(x1 - x0, 0);
    const height = max(y1 - y0, 0);
    if (<i64>width * <i64>height > MAX_PIXELS) return null;
    const p = alloc(offsetof<Mask>());
    if (!p) return null;
    const mask = changetype<Mask>(p);
    mask.data = allocZeroed(<usize>width * <usize>height + 32);
    if (!mask.data) {
      free(p);
      return null;
    }
    mask.x0 = x0;
    mask.y0 = y0;
    mask.x1 = x0 + width;
    mask.y1 = y0 + height;
    return mask;
  }

  // @ts-ignore: decorator
  @inline at(x: i32, y: i32): usize {
    return this.data + <usize>(y - this.y0) * <usize>(this.x1 - this.x0) + <usize>(x - this.x0);
  }

  destroy(): void {
    free(this.data);
    free(changetype<usize>(this));
  }
}
