import { Blend } from '../display/paint';
import { alloc, free } from '../memory/heap';
import { blendRow } from './blend';
import { CHUNK, CHUNK_BYTES } from './chunk';
import { toGray } from './gray';
import { InkBlender } from './ink-blend';
import { multiplyCover, pixelFill, pixelRun, scale255, scaleCover, solidFill, solidRun } from './spans';
import { BlendSpace, Mask, Surface } from './surface';

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
  /** Blends where the target's space is CMYK; null: it is done as everywhere. */
  inkBlender: InkBlender | null;
  /** The `inks` of the page's list that is drawn. */
  knownInks: usize;
  /** Room for CHUNK pixels of a source, and as many of a backdrop. */
  private pixelRoom: usize;

  static create(): Painter | null {
    const p = alloc(offsetof<Painter>());
    const room = alloc(2 * CHUNK_BYTES);
    if (!p || !room) return null;
    memory.fill(p, 0, offsetof<Painter>());
    const painter = changetype<Painter>(p);
    painter.pixelRoom = room;
    return painter;
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
    target.touch(y, y + 1);
    if ((this.clip | this.soft) == 0 && this.blend == Blend.Normal && !target.knockout) {
      const d = target.at(x, y);
      if (this.ink == Ink.Solid) solidFill(d, this.color, level, n);
      else if (this.source.opaque && level == 255 && this.alpha == 255) memory.copy(d, this.source.at(x, y), (<usize>n) << 2);
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
    target.touch(y, y + 1);
    const d = target.at(x, y);
    if (this.blend != Blend.Normal || target.knockout) {
      this.paintBlended(x, y, n, cover);
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
  private paintBlended(x: i32, y: i32, n: i32, cover: usize): void {
    const target = this.target;
    for (let done = 0; done < n; done += CHUNK) {
      const count = min(n - done, CHUNK);
      const d = target.at(x + done, y);
      const source = this.pixelRoom;
      if (this.ink == Ink.Pixels) {
        memory.copy(source, this.source.at(x + done, y), (<usize>count) << 2);
        if (this.alpha != 255) scaleCover(source, source, this.alpha, count << 2);
      } else {
        for (let i: usize = 0; i < (<usize>count) << 2; i += 16) v128.store(source + i, i32x4.splat(this.color));
      }
      if (this.blend != Blend.Normal) this.blendWith(source, this.backdrop(x + done, y, count), count);
      const c = cover + <usize>done;
      if (target.knockout) replaceRun(d, source, c, count);
      else pixelRun(d, source, c, count);
    }
  }

  /** Blends a source with what is behind it, in the target's space. */
  private blendWith(source: usize, behind: usize, n: i32): void {
    const blender = this.inkBlender;
    if (this.target.space == BlendSpace.Cmyk && blender) {
      blender.inks.know(this.knownInks);
      blender.blend(this.blend, source, behind, n);
      return;
    }
    if (this.target.space == BlendSpace.Gray) {
      const room = this.pixelRoom + CHUNK_BYTES;
      if (behind != room) memory.copy(room, behind, (<usize>n) << 2);
      behind = room;
      toGray(source, n);
      toGray(behind, n);
    }
    blendRow(this.blend, source, behind, n);
  }

  /** What a blend mode sees behind a run of at most CHUNK pixels: the target, but for a knockout group, over what lies behind it. */
  private backdrop(x: i32, y: i32, n: i32): usize {
    const target = this.target;
    if (!target.backdrop && !target.knockout) return target.at(x, y);
    const room = this.pixelRoom + CHUNK_BYTES;
    memory.fill(room, 0, (<usize>n) << 2);
    addBackdrop(target, x, y, n, room);
    return room;
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

/** Paints what a run of a surface shows to a blend mode: what lies behind the surface, then its own pixels but for a knockout group. */
function addBackdrop(surface: Surface, x: i32, y: i32, n: i32, out: usize): void {
  if (surface.backdrop) addBackdrop(changetype<Surface>(surface.backdrop), x, y, n, out);
  if (!surface.knockout) pixelFill(out, surface.at(x, y), 255, n);
}

/**
 * Puts source pixels in the place of others, as far as they are covered. Where a source pixel is clear its shape is taken to
 * be clear too, so that images and groups keep holes.
 */
function replaceRun(d: usize, s: usize, cover: usize, n: i32): void {
  for (let i = 0; i < n; i++, d += 4, s += 4) {
    const pixel = load<u32>(s);
    const c = <u32>load<u8>(cover + <usize>i);
    if (c && pixel >>> 24) store<u32>(d, scalePixel(pixel, c) + scalePixel(load<u32>(d), 255 - c));
  }
}
