/**
 * Blocks made smaller: 4 × 4, 2 × 2 or 1 × 1 samples, each the mean of those that the inverse transform of 8 × 8 would give,
 * without making them. The mean of neighbours is a sum of the same coefficients with other factors: of the cosines of two
 * neighbours cos((2n+1)kπ/8)·cos(kπ/16) is left, of four in a row those of odd k alone, sin(kπ/2) / (8·sin(kπ/16)).
 *
 * Factors are √2 times these, with 13 bits behind the point, as in dct-idct.ts.
 */

/** Half the size. Of the samples 0 and 3 of a column: */
const E2: i16 = 7568; // cos(2π/16)·cos(4π/16)
const E6: i16 = -3135; // -sin(2π/16)·cos(4π/16)
const OUTER_1: i16 = 10498; // cos(π/16)·cos(2π/16)
const OUTER_3: i16 = 3686; // cos(3π/16)·cos(6π/16)
const OUTER_5: i16 = -2463; // -sin(3π/16)·cos(6π/16)
const OUTER_7: i16 = -2088; // -sin(π/16)·cos(2π/16)
/** Of the samples 1 and 2: */
const INNER_1: i16 = 4348; // cos(π/16)·cos(6π/16)
const INNER_3: i16 = -8900; // -cos(3π/16)·cos(2π/16)
const INNER_5: i16 = 5946; // sin(3π/16)·cos(2π/16)
const INNER_7: i16 = -865; // -sin(π/16)·cos(6π/16)
/** A quarter of the size: sin(kπ/2) / (8·sin(kπ/16)). */
const QUARTER_1: i16 = 7423;
const QUARTER_3: i16 = -2607;
const QUARTER_5: i16 = 1742;
const QUARTER_7: i16 = -1477;

/** Shifts after the two passes: 13 bits of constants, less or more two, and three for the division by 8. */
const SHIFT_1: i32 = 11;
const SHIFT_2: i32 = 18;

/**
 * `size`: 4, 2 or 1 samples a side. `block`: i16 × 64, natural order; `table`: u16 × 64, which it is multiplied by; `to`: the
 * first of `size` rows of `size` bytes, `stride` apart.
 */
export function smallTransform(block: usize, table: usize, to: usize, stride: usize, size: u32): void {
  if (size == 4) half(block, table, to, stride);
  else if (size == 2) quarter(block, table, to, stride);
  else store<u8>(to, sample(<i32>load<i16>(block), table));
}

/** The same for a block that has no coefficient but the first. */
export function fillSmall(dc: i32, table: usize, to: usize, stride: usize, size: u32): void {
  const value = <u32>sample(dc, table) * 0x01010101;
  for (let i: u32 = 0; i < size; i++) {
    if (size == 4) store<u32>(to, value);
    else if (size == 2) store<u16>(to, <u16>value);
    else store<u8>(to, <u8>value);
    to += stride;
  }
}

/** A sample of a block that is flat. */
// @ts-ignore: decorator
@inline function sample(dc: i32, table: usize): u8 {
  return <u8>min(max(((<i32>(<i16>(dc * <i32>load<u16>(table))) + 4) >> 3) + 128, 0), 255);
}

/** A pair of constants in every lane. */
// @ts-ignore: decorator
@inline function pair(a: i16, b: i16): v128 {
  return i32x4.splat(((<i32>a) & 0xffff) | ((<i32>b) << 16));
}

/** A row of coefficients. */
// @ts-ignore: decorator
@inline function row(block: usize, table: usize, i: usize): v128 {
  return i16x8.mul(v128.load(block + (i << 4)), v128.load(table + (i << 4)));
}

/** Lanes 0 to 3 of two vectors in turn, and lanes 4 to 7. */
// @ts-ignore: decorator
@inline function low(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline function high(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Four columns: samples 0 and 3, four lanes each; 1 and 2 with `inner`. */
// @ts-ignore: decorator
@inline function fourOf(x0: v128, x26: v128, x13: v128, x57: v128, shift: i32, inner: bool): v128 {
  const dc = i32x4.add(i32x4.shl(x0, 13), i32x4.splat(1 << (shift - 1)));
  const t = i32x4.dot_i16x8_s(x26, pair(E2, E6));
  const even = inner ? i32x4.sub(dc, t) : i32x4.add(dc, t);
  const odd = i32x4.add(
    i32x4.dot_i16x8_s(x13, inner ? pair(INNER_1, INNER_3) : pair(OUTER_1, OUTER_3)),
    i32x4.dot_i16x8_s(x57, inner ? pair(INNER_5, INNER_7) : pair(OUTER_5, OUTER_7)),
  );
  return i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(even, odd), shift), i32x4.shr_s(i32x4.sub(even, odd), shift));
}

function half(block: usize, table: usize, to: usize, stride: usize): void {
  const r0 = row(block, table, 0);
  const r1 = row(block, table, 1);
  const r2 = row(block, table, 2);
  const r3 = row(block, table, 3);
  const r5 = row(block, table, 5);
  const r6 = row(block, table, 6);
  const r7 = row(block, table, 7);
  // Columns 0 to 3 and 4 to 7; rows 0 and 3, 1 and 2 of what they become.
  const a = fourOf(i32x4.extend_low_i16x8_s(r0), low(r2, r6), low(r1, r3), low(r5, r7), SHIFT_1, false);
  const b = fourOf(i32x4.extend_low_i16x8_s(r0), low(r2, r6), low(r1, r3), low(r5, r7), SHIFT_1, true);
  const c = fourOf(i32x4.extend_high_i16x8_s(r0), high(r2, r6), high(r1, r3), high(r5, r7), SHIFT_1, false);
  const d = fourOf(i32x4.extend_high_i16x8_s(r0), high(r2, r6), high(r1, r3), high(r5, r7), SHIFT_1, true);
  // Column k of the four rows, in their order, beside column l: as the second pass takes them.
  const c02 = v128.shuffle<i16>(a, b, 0, 2, 8, 10, 12, 14, 4, 6);
  const c13 = v128.shuffle<i16>(a, b, 1, 3, 9, 11, 13, 15, 5, 7);
  const c57 = v128.shuffle<i16>(c, d, 1, 3, 9, 11, 13, 15, 5, 7);
  const c6 = v128.shuffle<i16>(c, d, 2, 2, 10, 10, 14, 14, 6, 6);
  const c0 = v128.shuffle<i16>(c02, c02, 0, 2, 4, 6, 0, 2, 4, 6);
  const c26 = v128.shuffle<i16>(c02, c6, 1, 8, 3, 10, 5, 12, 7, 14);
  const outer = fourOf(i32x4.extend_low_i16x8_s(c0), c26, c13, c57, SHIFT_2, false);
  const inner = fourOf(i32x4.extend_low_i16x8_s(c0), c26, c13, c57, SHIFT_2, true);
  const middle = i16x8.splat(128);
  const upper = i16x8.add_sat_s(v128.shuffle<i16>(outer, inner, 0, 8, 12, 4, 1, 9, 13, 5), middle);
  const lower = i16x8.add_sat_s(v128.shuffle<i16>(outer, inner, 2, 10, 14, 6, 3, 11, 15, 7), middle);
  const bytes = i8x16.narrow_i16x8_u(upper, lower);
  v128.store32_lane(to, bytes, 0);
  v128.store32_lane(to + stride, bytes, 1);
  v128.store32_lane(to + 2 * stride, bytes, 2);
  v128.store32_lane(to + 3 * stride, bytes, 3);
}

/** The odd part of two samples from coefficients 1, 3, 5 and 7 of a row or column. */
// @ts-ignore: decorator
@inline function oddOf(x1: i32, x3: i32, x5: i32, x7: i32): i32 {
  return x1 * <i32>QUARTER_1 + x3 * <i32>QUARTER_3 + x5 * <i32>QUARTER_5 + x7 * <i32>QUARTER_7;
}

function quarter(block: usize, table: usize, to: usize, stride: usize): void {
  const r0 = row(block, table, 0);
  const x13 = low(row(block, table, 1), row(block, table, 3));
  const y13 = high(row(block, table, 1), row(block, table, 3));
  const x57 = low(row(block, table, 5), row(block, table, 7));
  const y57 = high(row(block, table, 5), row(block, table, 7));
  // Columns 0 to 3 and 4 to 7 of rows 0 and 1 of what they become: sum ± odd, with two bits behind the point.
  const round = i32x4.splat(1 << (SHIFT_1 - 1));
  const sumLow = i32x4.add(i32x4.shl(i32x4.extend_low_i16x8_s(r0), 13), round);
  const sumHigh = i32x4.add(i32x4.shl(i32x4.extend_high_i16x8_s(r0), 13), round);
  const oddLow = i32x4.add(i32x4.dot_i16x8_s(x13, pair(QUARTER_1, QUARTER_3)), i32x4.dot_i16x8_s(x57, pair(QUARTER_5, QUARTER_7)));
  const oddHigh = i32x4.add(i32x4.dot_i16x8_s(y13, pair(QUARTER_1, QUARTER_3)), i32x4.dot_i16x8_s(y57, pair(QUARTER_5, QUARTER_7)));
  twoOf(i32x4.shr_s(i32x4.add(sumLow, oddLow), SHIFT_1), i32x4.shr_s(i32x4.add(sumHigh, oddHigh), SHIFT_1), to);
  twoOf(i32x4.shr_s(i32x4.sub(sumLow, oddLow), SHIFT_1), i32x4.shr_s(i32x4.sub(sumHigh, oddHigh), SHIFT_1), to + stride);
}

/** Two samples of a row from its columns 0 to 3 and 4 to 7. */
// @ts-ignore: decorator
@inline function twoOf(first: v128, last: v128, to: usize): void {
  const dc = (i32x4.extract_lane(first, 0) << 13) + (1 << (SHIFT_2 - 1));
  const odd = oddOf(i32x4.extract_lane(first, 1), i32x4.extract_lane(first, 3), i32x4.extract_lane(last, 1), i32x4.extract_lane(last, 3));
  store<u8>(to, <u8>min(max(((dc + odd) >> SHIFT_2) + 128, 0), 255));
  store<u8>(to, <u8>min(max(((dc - odd) >> SHIFT_2) + 128, 0), 255), 1);
}
