/**
 * Inner loops of painting: source over destination, four pixels at a time, in 16-bit lanes. With premultiplied
 * colours, coverage c and source s: d' = (s·c + d·(255 - sₐ·c/255)) / 255, which needs no case for opaque pages.
 * Nothing here checks bounds: the caller has cut the span to the surface. Coverage may be read 32 bytes too far.
 */

/** x / 255, rounded, for x ≤ 65280 in 16-bit lanes: (x + 128 + (x + 128 >> 8)) >> 8. */
// @ts-ignore: decorator
@inline export function div255(x: v128): v128 {
  const t = i16x8.add(x, i16x8.splat(128));
  return i16x8.shr_u(i16x8.add(t, i16x8.shr_u(t, 8)), 8);
}

/** x / 255, rounded, for x ≤ 65535 · 255. */
// @ts-ignore: decorator
@inline export function scale255(x: u32): u32 {
  const t = x + 128;
  return (t + (t >> 8)) >> 8;
}

/** Two pixels of source, destination and coverage in 16-bit lanes; `a` is the source's alpha in all four lanes. */
// @ts-ignore: decorator
@inline function over(s: v128, a: v128, d: v128, c: v128): v128 {
  const keep = i16x8.sub(i16x8.splat(255), div255(i16x8.mul(a, c)));
  return div255(i16x8.add(i16x8.mul(s, c), i16x8.mul(d, keep)));
}

/** Four coverages, in the lowest bytes of `c`, each spread over its pixel's four bytes. */
// @ts-ignore: decorator
@inline function spread(c: u32): v128 {
  const v = i32x4.splat(c);
  return v128.shuffle<u8>(v, v, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
}

/** Each pixel's alpha spread over its four bytes. */
// @ts-ignore: decorator
@inline export function alphas(v: v128): v128 {
  return v128.shuffle<u8>(v, v, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15);
}

/** Four pixels. */
// @ts-ignore: decorator
@inline function over4(s: v128, d: v128, c: v128): v128 {
  const a = alphas(s);
  const low = over(i16x8.extend_low_i8x16_u(s), i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(d), i16x8.extend_low_i8x16_u(c));
  const high = over(i16x8.extend_high_i8x16_u(s), i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(d), i16x8.extend_high_i8x16_u(c));
  return i8x16.narrow_i16x8_u(low, high);
}

/** One colour over `n` pixels with a coverage each. */
export function solidRun(d: usize, color: u32, cover: usize, n: i32): void {
  if (color >>> 24 == 255) return opaqueRows(d, 0, color, cover, 0, n, 1);
  const s = i32x4.splat(color);
  for (let i = 0; i < n; i += 4, d += 16) {
    const c = coverAt(cover, i, n);
    if (c) v128.store(d, over4(s, v128.load(d), spread(c)));
  }
}

/**
 * An opaque colour over a rectangle of `n` × `rows` pixels with a coverage each: d' = (s·c + d·(255 - c)) / 255. `pitch` and
 * `coverPitch` are the bytes from one row of pixels, and of coverage, to the next.
 */
export function opaqueRows(d: usize, pitch: usize, color: u32, cover: usize, coverPitch: usize, n: i32, rows: i32): void {
  const pixels = i32x4.splat(color);
  const s = i16x8.extend_low_i8x16_u(pixels);
  for (; rows > 0; rows--, d += pitch, cover += coverPitch) {
    let q = d;
    for (let i = 0; i < n; i += 4, q += 16) {
      const level = coverAt(cover, i, n);
      if (!level) continue;
      if (level == 0xffffffff) {
        v128.store(q, pixels);
        continue;
      }
      const c = spread(level);
      const v = v128.load(q);
      const low = overOpaque(s, i16x8.extend_low_i8x16_u(v), i16x8.extend_low_i8x16_u(c));
      const high = overOpaque(s, i16x8.extend_high_i8x16_u(v), i16x8.extend_high_i8x16_u(c));
      v128.store(q, i8x16.narrow_i16x8_u(low, high));
    }
  }
}

// @ts-ignore: decorator
@inline function overOpaque(s: v128, d: v128, c: v128): v128 {
  return div255(i16x8.add(i16x8.mul(s, c), i16x8.mul(d, i16x8.sub(i16x8.splat(255), c))));
}

/**
 * Four coverages of a run of `n`, from the i-th on; those behind the run are 0: pixels that are not covered are written as
 * they were, and behind every surface there is room.
 */
// @ts-ignore: decorator
@inline function coverAt(cover: usize, i: i32, n: i32): u32 {
  const c = load<u32>(cover + <usize>i);
  return i + 4 <= n ? c : c & (0xffffffff >>> ((4 - (n - i)) << 3));
}

/** One colour over `n` pixels with the same coverage. */
export function solidFill(d: usize, color: u32, level: u32, n: i32): void {
  const s = i32x4.splat(color);
  const end = d + ((<usize>n) << 2);
  if (level == 255 && color >>> 24 == 255) {
    for (; d + 16 <= end; d += 16) v128.store(d, s);
    for (; d < end; d += 4) store<u32>(d, color);
    return;
  }
  const c = spread(level * 0x01010101);
  const wide = i16x8.extend_low_i8x16_u(c);
  const sc = i16x8.mul(i16x8.extend_low_i8x16_u(s), wide);
  const keep = i16x8.sub(i16x8.splat(255), div255(i16x8.mul(i16x8.extend_low_i8x16_u(alphas(s)), wide)));
  for (; d + 16 <= end; d += 16) {
    const v = v128.load(d);
    const low = div255(i16x8.add(sc, i16x8.mul(i16x8.extend_low_i8x16_u(v), keep)));
    const high = div255(i16x8.add(sc, i16x8.mul(i16x8.extend_high_i8x16_u(v), keep)));
    v128.store(d, i8x16.narrow_i16x8_u(low, high));
  }
  for (; d < end; d += 4) store<u32>(d, i32x4.extract_lane(over4(s, v128.load_zero<u32>(d), c), 0));
}

/** `n` source pixels over as many, with a coverage each. */
export function pixelRun(d: usize, s: usize, cover: usize, n: i32): void {
  for (let i = 0; i < n; i += 4, d += 16, s += 16) {
    const c = coverAt(cover, i, n);
    if (c) v128.store(d, over4(v128.load(s), v128.load(d), spread(c)));
  }
}

/** `n` source pixels over as many, all with one coverage. */
export function pixelFill(d: usize, s: usize, level: u32, n: i32): void {
  const c = spread(level * 0x01010101);
  const end = d + ((<usize>n) << 2);
  for (; d + 16 <= end; d += 16, s += 16) v128.store(d, over4(v128.load(s), v128.load(d), c));
  for (; d < end; d += 4, s += 4) {
    store<u32>(d, i32x4.extract_lane(over4(v128.load_zero<u32>(s), v128.load_zero<u32>(d), c), 0));
  }
}

/** out = a · b / 255 for `n` bytes; all three may be written or read up to 15 bytes too far. `out` may be `a`. */
export function multiplyCover(out: usize, a: usize, b: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i += 16) {
    const x = v128.load(a + i);
    const y = v128.load(b + i);
    const low = div255(i16x8.mul(i16x8.extend_low_i8x16_u(x), i16x8.extend_low_i8x16_u(y)));
    const high = div255(i16x8.mul(i16x8.extend_high_i8x16_u(x), i16x8.extend_high_i8x16_u(y)));
    v128.store(out + i, i8x16.narrow_i16x8_u(low, high));
  }
}

/** out = a · level / 255 for `n` bytes, as above. */
export function scaleCover(out: usize, a: usize, level: u32, n: i32): void {
  const y = i16x8.splat(<i16>level);
  for (let i: usize = 0; i < <usize>n; i += 16) {
    const x = v128.load(a + i);
    const low = div255(i16x8.mul(i16x8.extend_low_i8x16_u(x), y));
    const high = div255(i16x8.mul(i16x8.extend_high_i8x16_u(x), y));
    v128.store(out + i, i8x16.narrow_i16x8_u(low, high));
  }
}

/** A colour 0x00BBGGRR with an alpha of 0…255 as a premultiplied pixel. */
export function premultiply(color: u32, alpha: u32): u32 {
  const r = scale255((color & 255) * alpha);
  const g = scale255(((color >> 8) & 255) * alpha);
  const b = scale255(((color >> 16) & 255) * alpha);
  return r | (g << 8) | (b << 16) | (alpha << 24);
}

/** A premultiplied pixel with plain colours again. */
export function unpremultiply(pixel: u32): u32 {
  const alpha = pixel >>> 24;
  if (alpha == 255 || alpha == 0) return pixel;
  const half = alpha >> 1;
  const r = min<u32>(((pixel & 255) * 255 + half) / alpha, 255);
  const g = min<u32>((((pixel >> 8) & 255) * 255 + half) / alpha, 255);
  const b = min<u32>((((pixel >> 16) & 255) * 255 + half) / alpha, 255);
  return r | (g << 8) | (b << 16) | (alpha << 24);
}
