import { cmykToRgb, unpack } from '../color/cmyk';

/**
 * Rows of DeviceCMYK. Colour is linear in each of the four inks (color/cmyk.ts: Neugebauer's equations), so it is told by
 * the sixteen colours of full inks, and a pixel is four steps of linear interpolation, red, green and blue side by side.
 *
 *   corners ┌ for m, y, k each 0 or 1 (bits 0, 1, 2): the colour without cyan (f32 × 4), and what full cyan adds (f32 × 4)
 */
export const CORNERS_SIZE: usize = 256;

/** Asks color/ for the sixteen colours. */
export function fillCorners(corners: usize): void {
  for (let inks: u32 = 0; inks < 8; inks++) {
    const m = <f32>(inks & 1);
    const y = <f32>((inks >> 1) & 1);
    const k = <f32>(inks >> 2);
    const without = unpack(cmykToRgb(0, m, y, k));
    v128.store(corners + ((<usize>inks) << 5), without);
    v128.store(corners + ((<usize>inks) << 5), f32x4.sub(unpack(cmykToRgb(1, m, y, k)), without), 16);
  }
}

/** `width` pixels as RGBA. `tables`: the inks of each byte, f32 × 256 for each component. */
export function cmykRow(corners: usize, tables: usize, from: usize, to: usize, width: u32): void {
  const end = to + ((<usize>width) << 2);
  const half = f32x4.splat(0.5);
  const opaque = i32x4(0, 0, 0, 255);
  for (; to < end; to += 4, from += 4) {
    const c = v128.load32_splat(tables + ((<usize>load<u8>(from)) << 2));
    const m = v128.load32_splat(tables + ((<usize>load<u8>(from, 1)) << 2), 1024);
    const y = v128.load32_splat(tables + ((<usize>load<u8>(from, 2)) << 2), 2048);
    const k = v128.load32_splat(tables + ((<usize>load<u8>(from, 3)) << 2), 3072);
    const color = v128.or(i32x4.trunc_sat_f32x4_u(f32x4.add(inkColor(corners, c, m, y, k), half)), opaque);
    const narrow = i16x8.narrow_i32x4_s(color, color);
    v128.store32_lane(to, i8x16.narrow_i16x8_u(narrow, narrow), 0);
  }
}

/** The colour of inks that are each the same in all lanes: red, green and blue, 0 to 255. */
// @ts-ignore: decorator
@inline export function inkColor(corners: usize, c: v128, m: v128, y: v128, k: v128): v128 {
  const plain = mix(mix(corner(corners, 0, c), corner(corners, 1, c), m), mix(corner(corners, 2, c), corner(corners, 3, c), m), y);
  const dark = mix(mix(corner(corners, 4, c), corner(corners, 5, c), m), mix(corner(corners, 6, c), corner(corners, 7, c), m), y);
  return mix(plain, dark, k);
}

/** The colour of some cyan with the inks of a corner. */
// @ts-ignore: decorator
@inline function corner(corners: usize, inks: usize, c: v128): v128 {
  const p = corners + (inks << 5);
  return f32x4.add(v128.load(p), f32x4.mul(v128.load(p, 16), c));
}

// @ts-ignore: decorator
@inline function mix(a: v128, b: v128, part: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), part));
}
