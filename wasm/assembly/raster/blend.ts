import { Blend } from '../display/paint';
import { alphas, div255 } from './spans';

/**
 * Blend modes, a row of pixels at a time. ISO 32000-2, 11.3.5 (the functions) and 11.3.6 (the formula).
 *
 * With premultiplied colours S (of alpha a) and D (of alpha b), a source painted on a backdrop is
 *
 *   S·(1 - b) + a·b·B(D/b, S/a)   over   D
 *
 * and a·b·B has no division in most modes: Multiply's is S·D. Those are done in 16-bit lanes, two pixels at a time;
 * 255 stands for 1, so each is a sum of products below 65,536 that is divided by 255 once. The others are done in f32,
 * channel by channel of four pixels.
 */

/**
 * Replaces `n` source pixels (premultiplied) by those that give the same when painted normally on the backdrop's pixels.
 * Whole groups of four are read and written, so up to 12 bytes more than there are.
 */
export function blendRow(mode: Blend, source: usize, backdrop: usize, n: i32): void {
  const end = source + ((<usize>n) << 2);
  const color = i32x4.splat(0xffffff);
  if (mode == Blend.ColorDodge || mode == Blend.ColorBurn || mode == Blend.SoftLight || mode >= Blend.Hue) {
    for (; source < end; source += 16, backdrop += 16) {
      const s = v128.load(source);
      v128.store(source, v128.bitselect(inFloats(mode, s, v128.load(backdrop)), s, color));
    }
    return;
  }
  for (; source < end; source += 16, backdrop += 16) {
    const s = v128.load(source);
    const d = v128.load(backdrop);
    const a = alphas(s);
    const b = alphas(d);
    const low = product(
      mode,
      i16x8.extend_low_i8x16_u(s),
      i16x8.extend_low_i8x16_u(d),
      i16x8.extend_low_i8x16_u(a),
      i16x8.extend_low_i8x16_u(b),
    );
    const high = product(
      mode,
      i16x8.extend_high_i8x16_u(s),
      i16x8.extend_high_i8x16_u(d),
      i16x8.extend_high_i8x16_u(a),
      i16x8.extend_high_i8x16_u(b),
    );
    v128.store(source, v128.bitselect(i8x16.narrow_i16x8_u(div255(low), div255(high)), s, color));
  }
}

/** S·(1 - b) + a·b·B(D/b, S/a), times 255 (table 134). Parts may wrap around; the sum does not. */
// @ts-ignore: decorator
@inline function product(mode: Blend, s: v128, d: v128, a: v128, b: v128): v128 {
  const rest = i16x8.mul(s, i16x8.sub(i16x8.splat(255), b));
  const sd = i16x8.mul(s, d);
  const sb = i16x8.mul(s, b);
  const da = i16x8.mul(d, a);
  switch (mode) {
    case Blend.Multiply:
      return i16x8.add(rest, sd);
    case Blend.Screen:
      return i16x8.add(rest, i16x8.sub(i16x8.add(sb, da), sd));
    case Blend.Overlay:
      return i16x8.add(rest, hard(s, d, a, b, i16x8.le_u(i16x8.shl(d, 1), b)));
    case Blend.HardLight:
      return i16x8.add(rest, hard(s, d, a, b, i16x8.le_u(i16x8.shl(s, 1), a)));
    case Blend.Darken:
      return i16x8.add(rest, i16x8.min_u(sb, da));
    case Blend.Lighten:
      return i16x8.add(rest, i16x8.max_u(sb, da));
    case Blend.Difference:
      return i16x8.add(rest, i16x8.sub(i16x8.max_u(sb, da), i16x8.min_u(sb, da)));
    case Blend.Exclusion:
      return i16x8.add(rest, i16x8.sub(i16x8.add(sb, da), i16x8.shl(sd, 1)));
    default:
      return i16x8.add(rest, sb);
  }
}

/** Multiply with twice the colour where `low` is set, Screen elsewhere: a·b - 2·(b - D)·(a - S). */
// @ts-ignore: decorator
@inline function hard(s: v128, d: v128, a: v128, b: v128, low: v128): v128 {
  const screen = i16x8.sub(i16x8.mul(a, b), i16x8.shl(i16x8.mul(i16x8.sub(b, d), i16x8.sub(a, s)), 1));
  return v128.bitselect(i16x8.shl(i16x8.mul(s, d), 1), screen, low);
}

/** One channel of four pixels, 0 to 1. */
// @ts-ignore: decorator
@inline function channel(pixels: v128, shift: i32): v128 {
  const v = v128.and(i32x4.shr_u(pixels, shift), i32x4.splat(255));
  return f32x4.mul(f32x4.convert_i32x4_u(v), f32x4.splat(1.0 / 255.0));
}

/** S·(1 - b) + mixed as a channel of four pixels. */
// @ts-ignore: decorator
@inline function byte(s: v128, b: v128, mixed: v128, shift: i32): v128 {
  const v = f32x4.add(f32x4.mul(s, f32x4.sub(f32x4.splat(1), b)), mixed);
  const c = i32x4.trunc_sat_f32x4_u(f32x4.add(f32x4.mul(v, f32x4.splat(255)), f32x4.splat(0.5)));
  return i32x4.shl(i32x4.min_u(c, i32x4.splat(255)), shift);
}

/** The colours of four pixels in the modes that divide. */
function inFloats(mode: Blend, source: v128, backdrop: v128): v128 {
  const r = channel(source, 0);
  const g = channel(source, 8);
  const b = channel(source, 16);
  const a = channel(source, 24);
  const dr = channel(backdrop, 0);
  const dg = channel(backdrop, 8);
  const db = channel(backdrop, 16);
  const da = channel(backdrop, 24);
  if (mode >= Blend.Hue) return nonSeparable(mode, r, g, b, a, dr, dg, db, da);
  const red = byte(r, da, quotient(mode, r, dr, a, da), 0);
  const green = byte(g, da, quotient(mode, g, dg, a, da), 8);
  return v128.or(v128.or(red, green), byte(b, da, quotient(mode, b, db, a, da), 16));
}

/** a·b·B(D/b, S/a) of the separable modes that divide. */
function quotient(mode: Blend, s: v128, d: v128, a: v128, b: v128): v128 {
  const ab = f32x4.mul(a, b);
  const zero = f32x4.splat(0);
  if (mode == Blend.ColorDodge) {
    // D/b : (1 - S/a), at most 1; black stays black.
    const v = f32x4.min(ab, f32x4.div(f32x4.mul(f32x4.mul(a, a), d), f32x4.sub(a, s)));
    return v128.bitselect(zero, v, f32x4.le(d, zero));
  }
  if (mode == Blend.ColorBurn) {
    // 1 - min(1, (1 - D/b) : S/a); white stays white.
    const rest = f32x4.sub(b, d);
    const v = f32x4.sub(ab, f32x4.min(ab, f32x4.div(f32x4.mul(f32x4.mul(a, a), rest), s)));
    return v128.bitselect(ab, v, f32x4.le(rest, zero));
  }
  const twice = f32x4.sub(f32x4.add(s, s), a); // a·(2·S/a - 1)
  const c = v128.bitselect(zero, f32x4.div(d, b), f32x4.le(b, zero));
  const cubic = f32x4.mul(f32x4.add(f32x4.mul(f32x4.sub(f32x4.mul(c, f32x4.splat(16)), f32x4.splat(12)), c), f32x4.splat(4)), c);
  const light = v128.bitselect(cubic, f32x4.sqrt(c), f32x4.le(c, f32x4.splat(0.25)));
  const change = v128.bitselect(f32x4.mul(d, f32x4.sub(f32x4.splat(1), c)), f32x4.sub(f32x4.mul(b, light), d), f32x4.le(twice, zero));
  return f32x4.add(f32x4.mul(a, d), f32x4.mul(twice, change));
}

// @ts-ignore: decorator
@inline function lum(r: v128, g: v128, b: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(r, f32x4.splat(0.3)), f32x4.mul(g, f32x4.splat(0.59))), f32x4.mul(b, f32x4.splat(0.11)));
}

// @ts-ignore: decorator
@inline function least(r: v128, g: v128, b: v128): v128 {
  return f32x4.min(r, f32x4.min(g, b));
}

// @ts-ignore: decorator
@inline function greatest(r: v128, g: v128, b: v128): v128 {
  return f32x4.max(r, f32x4.max(g, b));
}

// @ts-ignore: decorator
@inline function saturation(r: v128, g: v128, b: v128): v128 {
  return f32x4.sub(greatest(r, g, b), least(r, g, b));
}

/** The modes that look at all three channels (table 135 and the functions before it), with all colours times a·b. */
function nonSeparable(mode: Blend, sr: v128, sg: v128, sb: v128, a: v128, dr: v128, dg: v128, db: v128, b: v128): v128 {
  const ofSource = mode == Blend.Hue || mode == Blend.Color;
  const k = ofSource ? b : a;
  let red = f32x4.mul(ofSource ? sr : dr, k);
  let green = f32x4.mul(ofSource ? sg : dg, k);
  let blue = f32x4.mul(ofSource ? sb : db, k);
  if (mode <= Blend.Saturation) {
    // SetSat is linear in the colours.
    const want = mode == Blend.Hue ? f32x4.mul(saturation(dr, dg, db), a) : f32x4.mul(saturation(sr, sg, sb), b);
    const have = saturation(red, green, blue);
    const scale = v128.bitselect(f32x4.splat(0), f32x4.div(want, have), f32x4.le(have, f32x4.splat(0)));
    const low = least(red, green, blue);
    red = f32x4.mul(f32x4.sub(red, low), scale);
    green = f32x4.mul(f32x4.sub(green, low), scale);
    blue = f32x4.mul(f32x4.sub(blue, low), scale);
  }
  // SetLum, then ClipColor towards the luminosity.
  const l = mode == Blend.Luminosity ? f32x4.mul(lum(sr, sg, sb), b) : f32x4.mul(lum(dr, dg, db), a);
  const shift = f32x4.sub(l, lum(red, green, blue));
  red = f32x4.add(red, shift);
  green = f32x4.add(green, shift);
  blue = f32x4.add(blue, shift);
  const one = f32x4.splat(1);
  const ab = f32x4.mul(a, b);
  const low = least(red, green, blue);
  const high = greatest(red, green, blue);
  const up = v128.bitselect(f32x4.div(l, f32x4.sub(l, low)), one, f32x4.lt(low, f32x4.splat(0)));
  const down = v128.bitselect(f32x4.div(f32x4.sub(ab, l), f32x4.sub(high, l)), one, f32x4.gt(high, ab));
  const factor = f32x4.min(up, down);
  red = f32x4.add(l, f32x4.mul(f32x4.sub(red, l), factor));
  green = f32x4.add(l, f32x4.mul(f32x4.sub(green, l), factor));
  blue = f32x4.add(l, f32x4.mul(f32x4.sub(blue, l), factor));
  return v128.or(v128.or(byte(sr, b, red, 0), byte(sg, b, green, 8)), byte(sb, b, blue, 16));
}
