import { Blend } from '../display/paint';
import { alloc, free } from '../memory/heap';
import { blended } from './blend';
import { multiplyCover, pixelFill, pixelRun, scale255, scaleCover, solidFill, solidRun } from './spans';
import { Mask, Surface } from './surface';

/** What a painter does with the coverage that it is given. */
export const enum Ink {
  /** Writes it into `into`. */
  Coverage = 0,
  /** Paints `color`. */
  Solid = 1,
  /** Paints the pixels of `source`, which covers all that is painted, times `alpha`. */
  Pixels = 2,
}

/**
 * Takes rows of coverage and paints them: the end of every pipeline (fills, glyphs, images, groups). Spans must lie
 * inside the target (`Coverage`: inside `into`) and inside the masks.
 */
@unmanaged
export class Painter {
  ink: Ink;
  target: Surface;
  into: Mask;
  /** Premultiplied. */
  color: u32;
  source: Surface;
  /** 0 to 255, for `Pixels`. */
  alpha: u32;
  blend: Blend;
  /** Masks that cut what is painted: the clip and the soft mask; 0: none. */
  clip: usize;
  soft: usize;
  private scratch: usize;
  private scratchRoom: i32;

  static create(): Painter | null {
    const p = alloc(offsetof<Painter>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Painter>());
    return changetype<Painter>(p);
  }

  /** Pixels [x, x + n) of row y, with a coverage each. */
  run(x: i32, y: i32, n: i32, cover: usize): void {
    if (n <= 0) return;
    if (this.ink == Ink.Coverage) {
      memory.copy(this.into.at(x, y), cover, n);
      return;
    }
    if (this.clip | this.soft) {
      const scratch = this.room(n);
      if (!scratch) return;
      if (this.clip) {
        multiplyCover(scratch, cover, changetype<Mask>(this.clip).at(x, y), n);
        cover = scratch;
      }
      if (this.soft) {
        multiplyCover(scratch, cover, changetype<Mask>(this.soft).at(x, y), n);
        cover = scratch;
      }
    }
    this.paint(x, y, n, cover);
  }

  /** Pixels [x, x + n) of row y, all with one coverage. */
  fill(x: i32, y: i32, n: i32, level: u32): void {
    if (n <= 0) return;
    if (this.ink == Ink.Coverage) {
      memory.fill(this.into.at(x, y), <u8>level, n);
      return;
    }
    const target = this.target;
    if ((this.clip | this.soft) == 0 && this.blend == Blend.Normal && !target.knockout) {
      const d = target.at(x, y);
      if (this.ink == Ink.Solid) solidFill(d, this.color, level, n);
      else pixelFill(d, this.source.at(x, y), scale255(level * this.alpha), n);
      return;
    }
    const scratch = this.room(n);
    if (!scratch) return;
    memory.fill(scratch, <u8>level, n);
    this.run(x, y, n, scratch);
  }

  /** Fills a whole rectangle. */
  fillRect(x0: i32, y0: i32, x1: i32, y1: i32): void {
    for (let y = y0; y < y1; y++) this.fill(x0, y, x1 - x0, 255);
  }

  private paint(x: i32, y: i32, n: i32, cover: usize): void {
    const target = this.target;
    const d = target.at(x, y);
    if (this.blend != Blend.Normal || target.knockout) {
      this.paintSlowly(x, y, n, cover);
    } else if (this.ink == Ink.Solid) {
      solidRun(d, this.color, cover, n);
    } else {
      if (this.alpha != 255) {
        const scratch = this.room(n);
        if (!scratch) return;
        scaleCover(scratch, cover, this.alpha, n);
        cover = scratch;
      }
      pixelRun(d, this.source.at(x, y), cover, n);
    }
  }

  /** Blend modes, and knockout groups, where a shape takes the place of what was painted before it. */
  private paintSlowly(x: i32, y: i32, n: i32, cover: usize): void {
    const target = this.target;
    const mode = this.blend;
    const knockout = target.knockout;
    const pixels = this.ink == Ink.Pixels;
    let d = target.at(x, y);
    let s = pixels ? this.source.at(x, y) : 0;
    let behind: usize = 0;
    if (target.backdrop) behind = changetype<Surface>(target.backdrop).at(x, y);
    for (let i = 0; i < n; i++, d += 4) {
      const c = <u32>load<u8>(cover + <usize>i);
      let source = this.color;
      if (pixels) {
        source = load<u32>(s);
        if (this.alpha != 255) source = scalePixel(source, this.alpha);
        s += 4;
      }
      let under = load<u32>(d);
      let backdrop = knockout ? 0 : under;
      if (behind) {
        backdrop = overPixel(backdrop, load<u32>(behind));
        behind += 4;
      }
      if (!c) continue;
      if (mode != Blend.Normal) source = blended(mode, source, backdrop);
      if (knockout) {
        // Where a source pixel is clear its shape is taken to be clear too, so that images and groups keep holes.
        if (source >>> 24) store<u32>(d, mixPixel(source, under, c));
      } else {
        store<u32>(d, overPixel(c == 255 ? source : scalePixel(source, c), under));
      }
    }
  }

  private room(n: i32): usize {
    if (n > this.scratchRoom || !this.scratch) {
      // Its contents are in use when a span is scaled twice, but then it is already long enough.
      free(this.scratch);
      this.scratchRoom = 0;
      this.scratch = alloc(<usize>n + 1024);
      if (this.scratch) this.scratchRoom = n + 960;
    }
    return this.scratch;
  }
}

// @ts-ignore: decorator
@inline function scalePixel(p: u32, level: u32): u32 {
  return (
    scale255((p & 255) * level) |
    (scale255(((p >> 8) & 255) * level) << 8) |
    (scale255(((p >> 16) & 255) * level) << 16) |
    (scale255((p >>> 24) * level) << 24)
  );
}

// @ts-ignore: decorator
@inline function overChannel(s: u32, d: u32, keep: u32, shift: u32): u32 {
  return min<u32>(((s >> shift) & 255) + scale255(((d >> shift) & 255) * keep), 255) << shift;
}

/** s over d, both premultiplied. */
export function overPixel(s: u32, d: u32): u32 {
  const keep = 255 - (s >>> 24);
  return overChannel(s, d, keep, 0) | overChannel(s, d, keep, 8) | overChannel(s, d, keep, 16) | overChannel(s, d, keep, 24);
}

/** s · level + d · (1 - level). */
function mixPixel(s: u32, d: u32, level: u32): u32 {
  const a = scalePixel(s, level);
  const b = scalePixel(d, 255 - level);
  return a + b;
}
