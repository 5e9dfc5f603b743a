import { alloc, allocZeroed, free } from '../memory/heap';
import { Mask } from './surface';

/** The cache is emptied when it holds more bytes than this. */
const MAX_BYTES: u32 = 8 << 20;
const BUCKETS: u32 = 4096;

/** A glyph as coverage, at one size and one position inside the pixel. */
@unmanaged
export class Glyph {
  next: usize;
  font: u32;
  glyph: u32;
  /** 2 × 2 matrix from em space to device pixels. */
  a: f32;
  b: f32;
  c: f32;
  d: f32;
  /** The origin's place inside the pixel: quarters in x, and quarters in y times 4. */
  place: u32;
  /** Around the origin's pixel; 0: nothing to draw. */
  mask: usize;
}

/** Glyphs that have been drawn. When it is full it starts anew: what a page still needs is soon there again. */
@unmanaged
export class GlyphCache {
  private buckets: usize;
  private bytes: u32;

  static create(): GlyphCache | null {
    const p = alloc(offsetof<GlyphCache>());
    if (!p) return null;
    const cache = changetype<GlyphCache>(p);
    cache.buckets = allocZeroed((<usize>BUCKETS) << 2);
    cache.bytes = 0;
    return cache.buckets ? cache : null;
  }

  // @ts-ignore: decorator
  @inline private bucket(font: u32, glyph: u32, a: f32, b: f32, place: u32): usize {
    let h = glyph * 0x9e3779b1 + font * 0x85ebca6b + place * 0xc2b2ae35;
    h ^= reinterpret<u32>(a) * 0x27d4eb2f;
    h ^= reinterpret<u32>(b) * 0x165667b1;
    h ^= h >> 15;
    return this.buckets + ((<usize>(h & (BUCKETS - 1))) << 2);
  }

  find(font: u32, glyph: u32, a: f32, b: f32, c: f32, d: f32, place: u32): Glyph | null {
    let p = <usize>load<u32>(this.bucket(font, glyph, a, b, place));
    while (p) {
      const g = changetype<Glyph>(p);
      if (g.glyph == glyph && g.font == font && g.place == place && g.a == a && g.b == b && g.c == c && g.d == d) return g;
      p = g.next;
    }
    return null;
  }

  /** Takes over `mask` (or 0). Null when memory is out; the mask is then the caller's still. */
  add(font: u32, glyph: u32, a: f32, b: f32, c: f32, d: f32, place: u32, mask: usize): Glyph | null {
    const size = mask
      ? <u32>(changetype<Mask>(mask).x1 - changetype<Mask>(mask).x0) * <u32>(changetype<Mask>(mask).y1 - changetype<Mask>(mask).y0) + 160
      : 64;
    if (this.bytes + size > MAX_BYTES) this.clear();
    const p = alloc(offsetof<Glyph>());
    if (!p) return null;
    const g = changetype<Glyph>(p);
    const bucket = this.bucket(font, glyph, a, b, place);
    g.next = <usize>load<u32>(bucket);
    g.font = font;
    g.glyph = glyph;
    g.a = a;
    g.b = b;
    g.c = c;
    g.d = d;
    g.place = place;
    g.mask = mask;
    store<u32>(bucket, <u32>p);
    this.bytes += size;
    return g;
  }

  clear(): void {
    for (let i: u32 = 0; i < BUCKETS; i++) {
      const bucket = this.buckets + ((<usize>i) << 2);
      let p = <usize>load<u32>(bucket);
      store<u32>(bucket, 0);
      while (p) {
        const g = changetype<Glyph>(p);
        const next = g.next;
        if (g.mask) changetype<Mask>(g.mask).destroy();
        free(p);
        p = next;
      }
    }
    this.bytes = 0;
  }

  destroy(): void {
    this.clear();
    free(this.buckets);
    free(changetype<usize>(this));
  }
}
