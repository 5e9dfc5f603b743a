import { Image, ImageKind } from '../image/image';
import { alloc, free } from '../memory/heap';
import { Bounds } from './bounds';
import { alphas, div255, premultiply } from './spans';
import { Surface } from './surface';

/** Rows that can be added up in 16 bits: 257 · 255 = 65,535. */
const MAX_ROWS: i32 = 257;

/**
 * Brings an image to a smaller number of pixels, each the exact mean of the area that it stands for (a box filter, done
 * first down, then across), premultiplied. With as many pixels as before it only changes the format. Grey images and
 * stencils are averaged as the one channel that they are.
 *
 * `width` × `height`: the size of the whole picture that is wanted, at most that of the image; `part`: the rectangle of it
 * that is made. `tint`: the colour of a stencil's painted pixels, 0x00BBGGRR.
 */
export function resample(image: Image, width: i32, height: i32, part: Bounds, tint: u32): Surface | null {
  const out = Surface.create(part.x0, part.y0, part.x1, part.y1);
  if (!out) return null;
  const n = out.width;
  const across = <f64>image.width / <f64>width;
  const down = <f64>image.height / <f64>height;
  const same = width == <i32>image.width && height == <i32>image.height;
  // Source columns that the part needs.
  const left = max(<i32>Math.floor(<f64>part.x0 * across), 0);
  const right = min(<i32>Math.ceil(<f64>part.x1 * across), <i32>image.width);
  const columns = right - left;
  const isColor = image.kind == ImageKind.Rgba;
  const bytes = isColor ? (<usize>columns) << 2 : <usize>columns;
  // Sums in f32, sums in 16 bits, a row, and the means of one channel; each may be read and written a vector too far.
  const room = columns > 0 ? alloc((bytes << 2) + (bytes << 1) + bytes + <usize>n + 256) : 0;
  if (room) {
    const sums = room;
    const wholes = sums + (bytes << 2) + 64;
    const row = wholes + (bytes << 1) + 64;
    const means = row + bytes + 64;
    for (let y = part.y0; y < part.y1; y++) {
      const d = out.at(part.x0, y);
      if (same) {
        const from = rowOf(image, y, left, columns, d);
        if (!isColor) colorize(from, n, image.isStencil, tint, d);
        else if (from != d) memory.copy(d, from, bytes);
        continue;
      }
      const top = <f64>y * down;
      const bottom = min(<f64>(y + 1) * down, <f64>image.height);
      addRows(image, left, columns, top, bottom, sums, wholes, row, bytes);
      const scale = <f32>(1.0 / (bottom - top));
      if (isColor) {
        shrinkColors(sums, left, right, part.x0, n, across, scale, d);
      } else {
        shrinkLevels(sums, left, right, part.x0, n, across, scale, means);
        colorize(means, n, image.isStencil, tint, d);
      }
    }
    free(room);
  }
  return out;
}

/** Sums of the rows from `top` to `bottom`, the first and the last by the part of them that lies there. */
function addRows(image: Image, left: i32, columns: i32, top: f64, bottom: f64, sums: usize, wholes: usize, row: usize, bytes: usize): void {
  memory.fill(sums, 0, bytes << 2);
  let added = 0;
  for (let j = <i32>top; <f64>j < bottom; j++) {
    const weight = min<f64>(bottom, j + 1) - max<f64>(top, j);
    if (weight <= 0) continue;
    const from = rowOf(image, j, left, columns, row);
    if (weight < 1) {
      addPart(sums, from, bytes, <f32>weight);
      continue;
    }
    if (!added) memory.fill(wholes, 0, bytes << 1);
    addWhole(wholes, from, bytes);
    if (++added < MAX_ROWS) continue;
    addWholes(sums, wholes, bytes);
    added = 0;
  }
  if (added) addWholes(sums, wholes, bytes);
}

/** The address of `n` pixels of row `y` from column `x` on: where they are, or in `room` where they have to be premultiplied. */
function rowOf(image: Image, y: i32, x: i32, n: i32, room: usize): usize {
  const at = <usize>y * <usize>image.width + <usize>x;
  if (image.kind != ImageKind.Rgba) return image.pixels + at;
  const from = image.pixels + (at << 2);
  if (image.opaque) return from;
  let i: usize = 0;
  const end = (<usize>n) << 2;
  for (; i + 16 <= end; i += 16) {
    const v = v128.load(from + i);
    const a = v128.or(alphas(v), i32x4.splat(0xff000000)); // the alpha itself stays
    const low = div255(i16x8.mul(i16x8.extend_low_i8x16_u(v), i16x8.extend_low_i8x16_u(a)));
    const high = div255(i16x8.mul(i16x8.extend_high_i8x16_u(v), i16x8.extend_high_i8x16_u(a)));
    v128.store(room + i, i8x16.narrow_i16x8_u(low, high));
  }
  for (; i < end; i += 4) {
    const p = load<u32>(from + i);
    store<u32>(room + i, premultiply(p & 0xffffff, p >>> 24));
  }
  return room;
}

/** wholes (u16) += row (u8). */
function addWhole(wholes: usize, row: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16, wholes += 32) {
    const v = v128.load(row + i);
    v128.store(wholes, i16x8.add(v128.load(wholes), i16x8.extend_low_i8x16_u(v)));
    v128.store(wholes, i16x8.add(v128.load(wholes, 16), i16x8.extend_high_i8x16_u(v)), 16);
  }
}

/** sums (f32) += wholes (u16). */
function addWholes(sums: usize, wholes: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4, sums += 16, wholes += 8) {
    const v = i32x4.extend_low_i16x8_u(v128.load_zero<u64>(wholes));
    v128.store(sums, f32x4.add(v128.load(sums), f32x4.convert_i32x4_u(v)));
  }
}

/** sums (f32) += row (u8) · weight. */
function addPart(sums: usize, row: usize, bytes: usize, weight: f32): void {
  const w = f32x4.splat(weight);
  for (let i: usize = 0; i < bytes; i += 4, sums += 16) {
    const v = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(row + i)));
    v128.store(sums, f32x4.add(v128.load(sums), f32x4.mul(f32x4.convert_i32x4_u(v), w)));
  }
}

/** `n` mean pixels from `first` on, each over `across` columns of four sums; `sums` holds source columns [left, right). */
function shrinkColors(sums: usize, left: i32, right: i32, first: i32, n: i32, across: f64, scale: f32, out: usize): void {
  for (let i = 0; i < n; i++) {
    const from = <f64>(first + i) * across;
    const to = min(<f64>(first + i + 1) * across, <f64>right);
    let total = f32x4.splat(0);
    for (let k = <i32>from; <f64>k < to; k++) {
      const weight = <f32>(min<f64>(to, k + 1) - max<f64>(from, k));
      total = f32x4.add(total, f32x4.mul(v128.load(sums + ((<usize>(k - left)) << 4)), f32x4.splat(weight)));
    }
    const mean = f32x4.mul(total, f32x4.splat(scale / <f32>(to - from)));
    let c = i32x4.trunc_sat_f32x4_u(f32x4.add(mean, f32x4.splat(0.5)));
    c = v128.narrow<i32>(c, c);
    store<u32>(out + ((<usize>i) << 2), i32x4.extract_lane(i8x16.narrow_i16x8_u(c, c), 0));
  }
}

/** The same with one sum a column: bytes. */
function shrinkLevels(sums: usize, left: i32, right: i32, first: i32, n: i32, across: f64, scale: f32, out: usize): void {
  for (let i = 0; i < n; i++) {
    const from = <f64>(first + i) * across;
    const to = min(<f64>(first + i + 1) * across, <f64>right);
    const k = <i32>from;
    const last = min(<i32>to, right - 1);
    // Whole columns between the two that lie in it by a part.
    let total = load<f32>(sums + ((<usize>(k - left)) << 2)) * <f32>(min<f64>(to, k + 1) - from);
    for (let p = sums + ((<usize>(k + 1 - left)) << 2), end = sums + ((<usize>(last - left)) << 2); p < end; p += 4) total += load<f32>(p);
    if (last > k) total += load<f32>(sums + ((<usize>(last - left)) << 2)) * <f32>(to - <f64>last);
    store<u8>(out + <usize>i, <u8>min<f32>((total * scale) / <f32>(to - from) + 0.5, 255));
  }
}

/** `n` levels as grey pixels, or as a stencil's coverage in its colour. */
function colorize(levels: usize, n: i32, isStencil: bool, tint: u32, out: usize): void {
  const ink = i16x8.extend_low_i8x16_u(i32x4.splat(tint | 0xff000000));
  const opaque = i32x4.splat(0xff000000);
  let i: usize = 0;
  for (; i + 4 <= <usize>n; i += 4) {
    const v = v128.load_zero<u32>(levels + i);
    const pixels = v128.shuffle<u8>(v, v, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    if (!isStencil) {
      v128.store(out + (i << 2), v128.or(pixels, opaque));
      continue;
    }
    const low = div255(i16x8.mul(i16x8.extend_low_i8x16_u(pixels), ink));
    const high = div255(i16x8.mul(i16x8.extend_high_i8x16_u(pixels), ink));
    v128.store(out + (i << 2), i8x16.narrow_i16x8_u(low, high));
  }
  for (; i < <usize>n; i++) {
    const v = <u32>load<u8>(levels + i);
    store<u32>(out + (i << 2), isStencil ? premultiply(tint & 0xffffff, v) : (v * 0x010101) | 0xff000000);
  }
}
