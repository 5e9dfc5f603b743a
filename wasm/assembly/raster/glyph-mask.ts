import { alloc } from '../memory/heap';
import { Bounds } from './bounds';
import { addChange, levels } from './coverage';
import { Polyline } from './polyline';
import { Mask } from './surface';

/** Masks of at most so many pixels, with four more to a row, are accumulated. */
const MAX_PIXELS: i32 = 128 * 132;

/**
 * Outlines of glyphs as coverage. Each side adds its signed area at the pixels that it crosses; the running sums of the rows
 * are winding numbers, weighted by area, and coverage is what of them lies between 0 and 1 (the accumulation buffer of LibArt
 * and font-rs, and the rule of FreeType's smooth rasterizer). It needs no order of the sides, which takes most of a sweep's
 * time. Contours that overlap are filled as by the sweep but for those pixels that the sides of two of them cross.
 */
@unmanaged
export class GlyphMasks {
  /** Zeros between two glyphs: f32 × MAX_PIXELS. */
  private changes: usize;

  static create(): GlyphMasks | null {
    const p = alloc(offsetof<GlyphMasks>());
    const size = ((<usize>MAX_PIXELS) << 2) + 64;
    const changes = alloc(size);
    if (!p || !changes) return null;
    memory.fill(changes, 0, size);
    const masks = changetype<GlyphMasks>(p);
    masks.changes = changes;
    return masks;
  }

  /** Whether a mask is small enough. */
  takes(region: Bounds): bool {
    const width = <i64>(region.x1 - region.x0) + 4;
    return width * <i64>(region.y1 - region.y0) <= MAX_PIXELS;
  }

  /** The coverage of flattened subpaths, closed, in a region; null when memory is out. */
  cover(line: Polyline, region: Bounds): Mask | null {
    const mask = Mask.create(region.x0, region.y0, region.x1, region.y1);
    const count = line.count;
    if (!mask || !count) return mask;
    const x = <f32>region.x0;
    const y = <f32>region.y0;
    const width = <f32>(region.x1 - region.x0);
    const height = <f32>(region.y1 - region.y0);
    let startX: f32 = 0;
    let startY: f32 = 0;
    let fromX: f32 = 0;
    let fromY: f32 = 0;
    let p = line.at(0);
    const stride = (<usize>(region.x1 - region.x0) + 4) << 2;
    for (let i: u32 = 0; i < count; i++, p = p.plus(1)) {
      // What lies beyond the sides of the region moves to them; only broken outlines do.
      const toX = min(max(p.x - x, 0), width);
      const toY = min(max(p.y - y, 0), height);
      if (p.isStart) {
        this.add(fromX, fromY, startX, startY, stride);
        startX = toX;
        startY = toY;
      } else {
        this.add(fromX, fromY, toX, toY, stride);
      }
      fromX = toX;
      fromY = toY;
    }
    this.add(fromX, fromY, startX, startY, stride);
    this.take(mask, stride);
    return mask;
  }

  /** Adds a side. */
  private add(x0: f32, y0: f32, x1: f32, y1: f32, stride: usize): void {
    if (y0 == y1) return;
    let winding: f32 = 1;
    if (y0 > y1) {
      winding = -1;
      let t = y0;
      y0 = y1;
      y1 = t;
      t = x0;
      x0 = x1;
      x1 = t;
    }
    const slope = (x1 - x0) / (y1 - y0);
    const low = min(x0, x1);
    const high = max(x0, x1);
    let row = <i32>y0;
    let top = y0;
    let x = x0;
    let changes = this.changes + <usize>row * stride;
    while (top < y1) {
      row++;
      const bottom = min(<f32>row, y1);
      // Rounding must not lead out of the side's own columns.
      const next = bottom == y1 ? x1 : min(max(x0 + slope * (bottom - y0), low), high);
      addChange(changes, min(x, next), max(x, next), (bottom - top) * winding);
      top = bottom;
      x = next;
      changes += stride;
    }
  }

  /** Sums the changes up into a mask, and clears them. */
  private take(mask: Mask, stride: usize): void {
    const width = <usize>(mask.x1 - mask.x0);
    let changes = this.changes;
    let out = mask.data;
    for (let y = mask.y0; y < mask.y1; y++, changes += stride, out += width) {
      let sum = f32x4.splat(0);
      for (let x: usize = 0; x < width; x += 4) {
        const p = changes + (x << 2);
        let v = v128.load(p);
        v128.store(p, v128.splat<i32>(0));
        v = f32x4.add(v, v128.shuffle<i32>(v128.splat<i32>(0), v, 0, 4, 5, 6));
        v = f32x4.add(v, v128.shuffle<i32>(v128.splat<i32>(0), v, 0, 1, 4, 5));
        v = f32x4.add(v, sum);
        sum = v128.shuffle<i32>(v, v, 3, 3, 3, 3);
        store<u32>(out + x, levels(v)); // past the row's end, where the next one follows
      }
      v128.store(changes + stride - 16, v128.splat<i32>(0));
    }
    memory.fill(out, 0, 4);
  }
}
