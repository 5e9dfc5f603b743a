/**
 * Pictures of 12 bits (ITU-T T.81, table B.2) as those of 8: the transform is linear, so its coefficients are divided by 16,
 * rounded, when they are dequantized, and come out with a quantization of 1.
 */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const ONES: usize = memory.data<u16>([
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
]);

/** Dequantizes a block (i16 × 64) by its table (u16 × 64). */
export function toEightBits(block: usize, table: usize): void {
  for (let i: usize = 0; i < 128; i += 2) {
    const value = (<i32>load<i16>(block + i) * <i32>load<u16>(table + i) + 8) >> 4;
    store<i16>(block + i, <i16>min(max(value, -0x8000), 0x7fff));
  }
}
