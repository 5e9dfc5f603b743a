import { Component, Jpeg, Transform } from './dct-frame';
import { readMcuRow } from './dct-scan';

/**
 * From planes to pixels: components with fewer samples are brought to full size, and YCbCr becomes RGB.
 *
 * Where a component has half as many samples in a direction, as nearly all do that have fewer, values between samples are
 * 3/4 of the nearer and 1/4 of the farther one (a triangle filter: samples lie in the middle of the pixels that they
 * stand for, T.81 A.1.1 and JFIF 1.02). Other ratios repeat samples.
 */

/**
 * Writes row `y`, which must not be above the one before: gray 1 byte, two components 2, RGB 4 (the fourth is 255), CMYK 4 bytes a
 * pixel. 16 bytes behind the row are overwritten.
 */
export function readJpegRow(jpeg: Jpeg, y: u32, out: usize): void {
  if (jpeg.byRows) readAhead(jpeg, y);
  const n = jpeg.components;
  const size = <usize>jpeg.rowSize;
  const wide = jpeg.rows + size * 4;
  const a = componentRow(jpeg, 0, y, jpeg.rows, wide);
  if (n == 1) {
    memory.copy(out, a, jpeg.width);
    return;
  }
  const b = componentRow(jpeg, 1, y, jpeg.rows + size, wide);
  if (n == 2) {
    for (let i: usize = 0; i < <usize>jpeg.width; i++) store<u16>(out + (i << 1), (<u16>load<u8>(a + i)) | ((<u16>load<u8>(b + i)) << 8));
    return;
  }
  const c = componentRow(jpeg, 2, y, jpeg.rows + 2 * size, wide);
  const d = n == 4 ? componentRow(jpeg, 3, y, jpeg.rows + 3 * size, wide) : 0;
  const end = <usize>jpeg.width;
  const ycc = jpeg.transform == Transform.Ycc;
  const opaque = i8x16.splat(-1);
  for (let i: usize = 0; i < end; i += 8) {
    const fourth = d ? v128.load64_zero(d + i) : opaque;
    if (ycc) putYcc(out + (i << 2), v128.load64_zero(a + i), v128.load64_zero(b + i), v128.load64_zero(c + i), fourth, d != 0);
    else put(out + (i << 2), v128.load64_zero(a + i), v128.load64_zero(b + i), v128.load64_zero(c + i), fourth);
  }
}

/** Decodes as far as a row needs it. Where samples lie between two rows, those of the row before are still there: planes have two rows of MCUs. */
function readAhead(jpeg: Jpeg, y: u32): void {
  let row: u32 = 0;
  for (let i: u32 = 0; i < jpeg.components; i++) {
    const c = jpeg.component(i);
    // The row itself, the one that stands for it, or the lower of the two that it lies between.
    const last = jpeg.downMax == c.down ? y : jpeg.downMax == c.down * 2 ? (y >> 1) + 1 : (y * c.down) / jpeg.downMax;
    row = max(row, min(last, c.height - 1) / (c.v * c.blockSize));
  }
  while (jpeg.rowsRead <= row) readMcuRow(jpeg);
}

// @ts-ignore: decorator
@inline function planeRow(c: Component, y: u32): usize {
  return c.plane + <usize>(y % c.planeRows) * <usize>c.stride;
}

/** Eight pixels from eight bytes of each component. */
// @ts-ignore: decorator
@inline function put(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const cd = v128.shuffle<i8>(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  v128.store(out, v128.shuffle<i16>(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(out, v128.shuffle<i16>(ab, cd, 4, 12, 5, 13, 6, 14, 7, 15), 16);
}

/**
 * JFIF 1.02: R = Y + 1.402 Cr, G = Y - 0.344136 Cb - 0.714136 Cr, B = Y + 1.772 Cb, with Cb and Cr less 128; constants with 14
 * bits behind the point. With `invert`, as in YCCK, what comes out is 255 less that: cyan, magenta, yellow.
 */
// @ts-ignore: decorator
@inline function putYcc(out: usize, y: v128, cb: v128, cr: v128, d: v128, invert: bool): void {
  const middle = i16x8.splat(128);
  const luma = i16x8.extend_low_i8x16_u(y);
  const u = i16x8.sub(i16x8.extend_low_i8x16_u(cb), middle);
  const v = i16x8.sub(i16x8.extend_low_i8x16_u(cr), middle);
  const low = v128.shuffle<i16>(u, v, 0, 8, 1, 9, 2, 10, 3, 11);
  const high = v128.shuffle<i16>(u, v, 4, 12, 5, 13, 6, 14, 7, 15);
  const r = i16x8.add(luma, weigh(low, high, 0, 22970));
  const g = i16x8.add(luma, weigh(low, high, -5638, -11700));
  const b = i16x8.add(luma, weigh(low, high, 29032, 0));
  const rr = i8x16.narrow_i16x8_u(r, r);
  const gg = i8x16.narrow_i16x8_u(g, g);
  const bb = i8x16.narrow_i16x8_u(b, b);
  if (invert) put(out, v128.not(rr), v128.not(gg), v128.not(bb), d);
  else put(out, rr, gg, bb, d);
}

/** p·u + q·v for pairs of u and v, rounded. */
// @ts-ignore: decorator
@inline function weigh(low: v128, high: v128, p: i32, q: i32): v128 {
  const pair = i32x4.splat((p & 0xffff) | (q << 16));
  const round = i32x4.splat(1 << 13);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, pair), round), 14),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, pair), round), 14),
  );
}

/** A row of a component at full size: in its plane, or made in `room`. `wide`: room for a row of sums. */
function componentRow(jpeg: Jpeg, i: u32, y: u32, room: usize, wide: usize): usize {
  const c = jpeg.component(i);
  const across = jpeg.acrossMax == c.across * 2;
  if (jpeg.downMax == c.down) {
    const row = planeRow(c, y);
    if (jpeg.acrossMax == c.across) return row;
    if (!across) return repeat(jpeg, c, row, room);
    doubleRow(row, c.width, room);
    return room;
  }
  if (jpeg.downMax != c.down * 2 || (!across && jpeg.acrossMax != c.across)) {
    const row = planeRow(c, min<u32>((y * c.down) / jpeg.downMax, c.height - 1));
    return jpeg.acrossMax == c.across ? row : repeat(jpeg, c, row, room);
  }
  const near = min(y >> 1, c.height - 1);
  const far = y & 1 ? min(near + 1, c.height - 1) : near ? near - 1 : 0;
  const from = planeRow(c, near);
  const other = planeRow(c, far);
  if (!across) {
    mixRows(from, other, c.width, room, y & 1 ? 2 : 1);
    return room;
  }
  sumRows(from, other, c.width, wide);
  doubleSums(wide, c.width, room);
  return room;
}

function repeat(jpeg: Jpeg, c: Component, row: usize, room: usize): usize {
  let part: u32 = 0;
  for (let x: usize = 0; x < <usize>jpeg.width; x++) {
    store<u8>(room + x, load<u8>(row));
    part += c.across;
    if (part >= jpeg.acrossMax) {
      part -= jpeg.acrossMax;
      row++;
    }
  }
  return room;
}

/** Twice as many samples across: (3 · near + far) / 4, rounded down at even places and up at odd ones, so that no drift is left. */
function doubleRow(row: usize, width: u32, out: usize): void {
  const three = i16x8.splat(3);
  const one = i16x8.splat(1);
  const two = i16x8.splat(2);
  store<u8>(out, load<u8>(row));
  if (width == 1) {
    store<u8>(out, load<u8>(row), 1);
    return;
  }
  store<u8>(out, <u8>((<u32>load<u8>(row) * 3 + <u32>load<u8>(row, 1) + 2) >> 2), 1);
  let i: usize = 1;
  const end = <usize>width - 1;
  for (; i + 8 <= end; i += 8) {
    const near = i16x8.mul(i16x8.extend_low_i8x16_u(v128.load64_zero(row + i)), three);
    const left = i16x8.shr_u(i16x8.add(i16x8.add(near, i16x8.extend_low_i8x16_u(v128.load64_zero(row + i - 1))), one), 2);
    const right = i16x8.shr_u(i16x8.add(i16x8.add(near, i16x8.extend_low_i8x16_u(v128.load64_zero(row + i + 1))), two), 2);
    v128.store(out + (i << 1), v128.or(left, i16x8.shl(right, 8)));
  }
  for (; i < end; i++) {
    const near = <u32>load<u8>(row + i) * 3;
    store<u8>(out + (i << 1), <u8>((near + <u32>load<u8>(row + i - 1) + 1) >> 2));
    store<u8>(out + (i << 1), <u8>((near + <u32>load<u8>(row + i + 1) + 2) >> 2), 1);
  }
  store<u8>(out + (end << 1), <u8>((<u32>load<u8>(row + end) * 3 + <u32>load<u8>(row + end - 1) + 1) >> 2));
  store<u8>(out + (end << 1), load<u8>(row + end), 1);
}

/** Twice as many rows: (3 · near + far + bias) / 4. */
function mixRows(near: usize, far: usize, width: u32, out: usize, bias: i16): void {
  const three = i16x8.splat(3);
  const round = i16x8.splat(bias);
  for (let i: usize = 0; i < <usize>width; i += 8) {
    const sum = i16x8.add(
      i16x8.mul(i16x8.extend_low_i8x16_u(v128.load64_zero(near + i)), three),
      i16x8.extend_low_i8x16_u(v128.load64_zero(far + i)),
    );
    const mean = i16x8.shr_u(i16x8.add(sum, round), 2);
    v128.store64_lane(out + i, i8x16.narrow_i16x8_u(mean, mean), 0);
  }
}

/** 3 · near + far, as u16. */
function sumRows(near: usize, far: usize, width: u32, out: usize): void {
  const three = i16x8.splat(3);
  for (let i: usize = 0; i < <usize>width; i += 8) {
    const sum = i16x8.add(
      i16x8.mul(i16x8.extend_low_i8x16_u(v128.load64_zero(near + i)), three),
      i16x8.extend_low_i8x16_u(v128.load64_zero(far + i)),
    );
    v128.store(out + (i << 1), sum);
  }
}

/** Like `doubleRow` for sums of `sumRows`, which are four times as great. */
function doubleSums(sums: usize, width: u32, out: usize): void {
  const three = i16x8.splat(3);
  const seven = i16x8.splat(7);
  const eight = i16x8.splat(8);
  const first = <u32>load<u16>(sums);
  store<u8>(out, <u8>((first * 4 + 8) >> 4));
  if (width == 1) {
    store<u8>(out, <u8>((first * 4 + 8) >> 4), 1);
    return;
  }
  store<u8>(out, <u8>((first * 3 + <u32>load<u16>(sums, 2) + 7) >> 4), 1);
  let i: usize = 1;
  const end = <usize>width - 1;
  for (; i + 8 <= end; i += 8) {
    const near = i16x8.mul(v128.load(sums + (i << 1)), three);
    const left = i16x8.shr_u(i16x8.add(i16x8.add(near, v128.load(sums + (i << 1) - 2)), eight), 4);
    const right = i16x8.shr_u(i16x8.add(i16x8.add(near, v128.load(sums + (i << 1) + 2)), seven), 4);
    v128.store(out + (i << 1), v128.or(left, i16x8.shl(right, 8)));
  }
  for (; i < end; i++) {
    const near = <u32>load<u16>(sums + (i << 1)) * 3;
    store<u8>(out + (i << 1), <u8>((near + <u32>load<u16>(sums + (i << 1) - 2) + 8) >> 4));
    store<u8>(out + (i << 1), <u8>((near + <u32>load<u16>(sums + (i << 1) + 2) + 7) >> 4), 1);
  }
  const last = <u32>load<u16>(sums + (end << 1));
  store<u8>(out + (end << 1), <u8>((last * 3 + <u32>load<u16>(sums + (end << 1) - 2) + 8) >> 4));
  store<u8>(out + (end << 1), <u8>((last * 4 + 7) >> 4), 1);
}
