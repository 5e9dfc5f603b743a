/**
 * The inverse discrete cosine transform of 8 × 8 coefficients (ITU-T T.81, A.3.3), as two passes of an 8-point transform.
 * Each is split into its even and its odd half, a 2 × 2 and a 4 × 4 product of sums of pairs, which is what
 * `i32x4.dot_i16x8_s` computes; all eight columns go side by side. Constants are √2·cos(kπ/16) with 13 bits behind the
 * point, as in C. Loeffler, A. Ligtenberg, G. Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications" (1989);
 * the first pass leaves two bits behind the point, so each result is rounded twice and no more.
 */
const C1: i16 = 11363;
const C2: i16 = 10703;
const C3: i16 = 9633;
const C4: i16 = 8192;
const C5: i16 = 6436;
const C6: i16 = 4433;
const C7: i16 = 2260;

/** What is shifted out after each pass: 13 bits of constants, less or more two, and three for the division by 8. */
const SHIFT_1: i32 = 11;
const SHIFT_2: i32 = 18;

/**
 * Turns a block into samples. `block`: i16 × 64, natural order; `table`: u16 × 64, which it is multiplied by; `to`: the
 * first of eight rows of eight bytes, `stride` apart. The block holds the first pass's results after that.
 */
export function inverseTransform(block: usize, table: usize, to: usize, stride: usize): void {
  for (let i: usize = 0; i < 128; i += 16) v128.store(block + i, i16x8.mul(v128.load(block + i), v128.load(table + i)));
  pass(block, SHIFT_1);
  transpose(block);
  pass(block, SHIFT_2);
  transpose(block);
  const middle = i16x8.splat(128);
  for (let i: usize = 0; i < 128; i += 16) {
    const row = i16x8.add_sat_s(v128.load(block + i), middle);
    v128.store64_lane(to, i8x16.narrow_i16x8_u(row, row), 0);
    to += stride;
  }
}

/** The same for a block that has no coefficient but the first. */
export function fillFlat(dc: i32, table: usize, to: usize, stride: usize): void {
  const value = min(max(((<i32>(<i16>(dc * <i32>load<u16>(table))) + 4) >> 3) + 128, 0), 255);
  const eight = <u64>value * 0x0101010101010101;
  for (let i = 0; i < 8; i++) {
    store<u64>(to, eight);
    to += stride;
  }
}

/** A pair of constants in every lane. */
// @ts-ignore: decorator
@inline function pair(a: i16, b: i16): v128 {
  return i32x4.splat(((<i32>a) & 0xffff) | ((<i32>b) << 16));
}

/** Transforms columns: eight rows of eight i16 in place. */
// @ts-ignore: decorator
@inline function pass(block: usize, shift: i32): void {
  const r0 = v128.load(block);
  const r1 = v128.load(block, 16);
  const r2 = v128.load(block, 32);
  const r3 = v128.load(block, 48);
  const r4 = v128.load(block, 64);
  const r5 = v128.load(block, 80);
  const r6 = v128.load(block, 96);
  const r7 = v128.load(block, 112);
  // Four columns, then the other four.
  half(
    block,
    v128.shuffle<i16>(r0, r4, 0, 8, 1, 9, 2, 10, 3, 11),
    v128.shuffle<i16>(r2, r6, 0, 8, 1, 9, 2, 10, 3, 11),
    v128.shuffle<i16>(r1, r3, 0, 8, 1, 9, 2, 10, 3, 11),
    v128.shuffle<i16>(r5, r7, 0, 8, 1, 9, 2, 10, 3, 11),
    shift,
  );
  half(
    block + 8,
    v128.shuffle<i16>(r0, r4, 4, 12, 5, 13, 6, 14, 7, 15),
    v128.shuffle<i16>(r2, r6, 4, 12, 5, 13, 6, 14, 7, 15),
    v128.shuffle<i16>(r1, r3, 4, 12, 5, 13, 6, 14, 7, 15),
    v128.shuffle<i16>(r5, r7, 4, 12, 5, 13, 6, 14, 7, 15),
    shift,
  );
}

/** Four columns, from rows 0 and 4, 2 and 6, 1 and 3, 5 and 7 side by side. */
// @ts-ignore: decorator
@inline function half(to: usize, x04: v128, x26: v128, x13: v128, x57: v128, shift: i32): void {
  const round = i32x4.splat(1 << (shift - 1));
  const sum = i32x4.add(i32x4.dot_i16x8_s(x04, pair(C4, C4)), round);
  const difference = i32x4.add(i32x4.dot_i16x8_s(x04, pair(C4, -C4)), round);
  const a = i32x4.dot_i16x8_s(x26, pair(C2, C6));
  const b = i32x4.dot_i16x8_s(x26, pair(C6, -C2));
  put(to, 0, i32x4.add(sum, a), i32x4.add(i32x4.dot_i16x8_s(x13, pair(C1, C3)), i32x4.dot_i16x8_s(x57, pair(C5, C7))), shift);
  put(to, 1, i32x4.add(difference, b), i32x4.add(i32x4.dot_i16x8_s(x13, pair(C3, -C7)), i32x4.dot_i16x8_s(x57, pair(-C1, -C5))), shift);
  put(to, 2, i32x4.sub(difference, b), i32x4.add(i32x4.dot_i16x8_s(x13, pair(C5, -C1)), i32x4.dot_i16x8_s(x57, pair(C7, C3))), shift);
  put(to, 3, i32x4.sub(sum, a), i32x4.add(i32x4.dot_i16x8_s(x13, pair(C7, -C5)), i32x4.dot_i16x8_s(x57, pair(C3, -C1))), shift);
}

/** Rows n and 7 - n from the halves: even + odd, even - odd. */
// @ts-ignore: decorator
@inline function put(to: usize, n: usize, even: v128, odd: v128, shift: i32): void {
  const first = i32x4.shr_s(i32x4.add(even, odd), shift);
  const last = i32x4.shr_s(i32x4.sub(even, odd), shift);
  const both = i16x8.narrow_i32x4_s(first, last);
  v128.store64_lane(to + (n << 4), both, 0);
  v128.store64_lane(to + ((7 - n) << 4), both, 1);
}

/** Eight rows of eight i16: rows become columns. */
// @ts-ignore: decorator
@inline function transpose(block: usize): void {
  const r0 = v128.load(block);
  const r1 = v128.load(block, 16);
  const r2 = v128.load(block, 32);
  const r3 = v128.load(block, 48);
  const r4 = v128.load(block, 64);
  const r5 = v128.load(block, 80);
  const r6 = v128.load(block, 96);
  const r7 = v128.load(block, 112);
  const a0 = v128.shuffle<i16>(r0, r1, 0, 8, 1, 9, 2, 10, 3, 11);
  const a1 = v128.shuffle<i16>(r2, r3, 0, 8, 1, 9, 2, 10, 3, 11);
  const a2 = v128.shuffle<i16>(r4, r5, 0, 8, 1, 9, 2, 10, 3, 11);
  const a3 = v128.shuffle<i16>(r6, r7, 0, 8, 1, 9, 2, 10, 3, 11);
  const a4 = v128.shuffle<i16>(r0, r1, 4, 12, 5, 13, 6, 14, 7, 15);
  const a5 = v128.shuffle<i16>(r2, r3, 4, 12, 5, 13, 6, 14, 7, 15);
  const a6 = v128.shuffle<i16>(r4, r5, 4, 12, 5, 13, 6, 14, 7, 15);
  const a7 = v128.shuffle<i16>(r6, r7, 4, 12, 5, 13, 6, 14, 7, 15);
  const b0 = v128.shuffle<i32>(a0, a1, 0, 4, 1, 5);
  const b1 = v128.shuffle<i32>(a2, a3, 0, 4, 1, 5);
  const b2 = v128.shuffle<i32>(a0, a1, 2, 6, 3, 7);
  const b3 = v128.shuffle<i32>(a2, a3, 2, 6, 3, 7);
  const b4 = v128.shuffle<i32>(a4, a5, 0, 4, 1, 5);
  const b5 = v128.shuffle<i32>(a6, a7, 0, 4, 1, 5);
  const b6 = v128.shuffle<i32>(a4, a5, 2, 6, 3, 7);
  const b7 = v128.shuffle<i32>(a6, a7, 2, 6, 3, 7);
  v128.store(block, v128.shuffle<i64>(b0, b1, 0, 2));
  v128.store(block, v128.shuffle<i64>(b0, b1, 1, 3), 16);
  v128.store(block, v128.shuffle<i64>(b2, b3, 0, 2), 32);
  v128.store(block, v128.shuffle<i64>(b2, b3, 1, 3), 48);
  v128.store(block, v128.shuffle<i64>(b4, b5, 0, 2), 64);
  v128.store(block, v128.shuffle<i64>(b4, b5, 1, 3), 80);
  v128.store(block, v128.shuffle<i64>(b6, b7, 0, 2), 96);
  v128.store(block, v128.shuffle<i64>(b6, b7, 1, 3), 112);
}
