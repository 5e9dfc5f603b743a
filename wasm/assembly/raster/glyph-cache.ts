import { alloc, allocZeroed, free } from '../memory/heap';
import { Mask } from './surface';

/** A generation ends when it holds more bytes than this; the cache holds two. */
const MAX_BYTES: u32 = 4 << 20;
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

  // @ts-ignore: decorator
  @inline is(font: u32, glyph: u32, a: f32, b: f32, c: f32, d: f32, place: u32): bool {
    return this.glyph == glyph && this.font == font && this.place == place && this.a == a && this.b == b && this.c == c && this.d == d;
  }

  /** What it takes, in bytes: this record, the mask, and what the heap adds. */
  get size(): u32 {
    if (!this.mask) return 64;
    const mask = changetype<Mask>(this.mask);
    return <u32>(mask.x1 - mask.x0) * <u32>(mask.y1 - mask.y0) + 160;
  }
}

/**
 * Glyphs that have been drawn, in two generations. One that is found in the old generation moves to the young one; when that is
 * full, what is left of the old one has not been needed for as long, and goes. A page of more glyphs than there is room for
 * thus keeps those that it draws often.
 */
@unmanaged
export class GlyphCache {
  /** Heads of chains, by hash: BUCKETS × u32. */
  private young: usize;
  private old: usize;
  /** What the young generation takes. */
  private bytes: u32;

  static create(): GlyphCache | null {
    const p = alloc(offsetof<GlyphCache>());
    if (!p) return null;
    const cache = changetype<GlyphCache>(p);
    cache.young = allocZeroed((<usize>BUCKETS) << 2);
    cache.old = allocZeroed((<usize>BUCKETS) << 2);
    cache.bytes = 0;
    return cache.young && cache.old ? cache : null;
  }

  // @ts-ignore: decorator
  @inline private offset(font: u32, glyph: u32, a: f32, b: f32, place: u32): usize {
    let h = glyph * 0x9e3779b1 + font * 0x85ebca6b + place * 0xc2b2ae35;
    h ^= reinterpret<u32>(a) * 0x27d4eb2f;
    h ^= reinterpret<u32>(b) * 0x165667b1;
    h ^= h >> 15;
    return (<usize>(h & (BUCKETS - 1))) << 2;
  }

  find(font: u32, glyph: u32, a: f32, b: f32, c: f32, d: f32, place: u32): Glyph | null {
    const offset = this.offset(font, glyph, a, b, place);
    let p = <usize>load<u32>(this.young + offset);
    while (p) {
      const g = changetype<Glyph>(p);
      if (g.is(font, glyph, a, b, c, d, place)) return g;
      p = g.next;
    }
    let link = this.old + offset; // where the address of the next one stands
    while ((p = <usize>load<u32>(link))) {
      const g = changetype<Glyph>(p);
      if (g.is(font, glyph, a, b, c, d, place)) {
        store<u32>(link, <u32>g.next);
        this.take(g, offset);
        return g;
      }
      link = p + offsetof<Glyph>('next');
    }
    return null;
  }

  /** Takes over `mask` (or 0). Null when memory is out; the mask is then the caller's still. */
  add(font: u32, glyph: u32, a: f32, b: f32, c: f32, d: f32, place: u32, mask: usize): Glyph | null {
    const p = alloc(offsetof<Glyph>());
    if (!p) return null;
    const g = changetype<Glyph>(p);
    g.font = font;
    g.glyph = glyph;
    g.a = a;
    g.b = b;
    g.c = c;
    g.d = d;
    g.place = place;
    g.mask = mask;
    this.take(g, this.offset(font, glyph, a, b, place));
    return g;
  }

  /** Puts a glyph into the young generation. */
  private take(g: Glyph, offset: usize): void {
    const size = g.size;
    if (this.bytes + size > MAX_BYTES) {
      this.dropOld();
      const empty = this.old;
      this.old = this.young;
      this.young = empty;
      this.bytes = 0;
    }
    g.next = <usize>load<u32>(this.young + offset);
    store<u32>(this.young + offset, <u32>changetype<usize>(g));
    this.bytes += size;
  }

  private dropOld(): void {
    for (let i: usize = 0; i < BUCKETS; i++) {
      const bucket = this.old + (i << 2);
      let p = <usize>load<u32>(bucket);
      store<u32>(bucket, 0);
      while (p) {
        const g = changetype<Glyph>(p);
        p = g.next;
        if (g.mask) changetype<Mask>(g.mask).destroy();
        free(changetype<usize>(g));
      }
    }
  }
}
