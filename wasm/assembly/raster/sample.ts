import { Matrix } from '../geometry/matrix';
import { alloc, free } from '../memory/heap';
import { Surface } from './surface';

/** Fills `out` with the nearest pixels of `picture`; `inverse` takes device space to the picture's pixels. */
export function sampleNearest(out: Surface, picture: Surface, inverse: Matrix): void {
  const maxX = picture.width - 1;
  const maxY = picture.height - 1;
  const width = out.width;
  const still = inverse.b == 0 && inverse.c == 0;
  for (let y = out.y0; y < out.y1; y++) {
    let u = inverse.x(<f64>out.x0 + 0.5, <f64>y + 0.5) - <f64>picture.x0;
    let v = inverse.y(<f64>out.x0 + 0.5, <f64>y + 0.5) - <f64>picture.y0;
    let d = out.at(out.x0, y);
    if (still) {
      const row = picture.pixels + ((<usize>min(max(<i32>Math.floor(v), 0), maxY) * <usize>picture.width) << 2);
      const column = <i32>Math.floor(u);
      if (inverse.a == 1 && column >= 0 && column + width <= picture.width) {
        memory.copy(d, row + ((<usize>column) << 2), (<usize>width) << 2);
        continue;
      }
      for (let i = 0; i < width; i++, d += 4, u += inverse.a) {
        store<u32>(d, load<u32>(row + ((<usize>min(max(<i32>Math.floor(u), 0), maxX)) << 2)));
      }
      continue;
    }
    for (let i = 0; i < width; i++, d += 4, u += inverse.a, v += inverse.b) {
      const px = min(max(<i32>Math.floor(u), 0), maxX);
      const py = min(max(<i32>Math.floor(v), 0), maxY);
      store<u32>(d, load<u32>(picture.pixels + ((<usize>py * <usize>picture.width + <usize>px) << 2)));
    }
  }
}

/**
 * The same with the mean of the four nearest pixels, weighted by nearness; beyond its sides the picture goes on.
 * `sharpX`, `sharpY`: how many times shorter than a pixel of the picture the way from one to the next is. 1 is bilinear
 * interpolation; the picture's enlargement leaves its pixels as they are, with sides that are blurred by one device pixel.
 */
export function sampleLinear(out: Surface, picture: Surface, inverse: Matrix, sharpX: f64, sharpY: f64): void {
  if (inverse.b == 0 && inverse.c == 0 && picture.width > 1 && sampleUpright(out, picture, inverse, sharpX, sharpY)) return;
  const maxX = picture.width - 1;
  const maxY = picture.height - 1;
  const width = out.width;
  for (let y = out.y0; y < out.y1; y++) {
    let u = inverse.x(<f64>out.x0 + 0.5, <f64>y + 0.5) - <f64>picture.x0 - 0.5;
    let v = inverse.y(<f64>out.x0 + 0.5, <f64>y + 0.5) - <f64>picture.y0 - 0.5;
    let d = out.at(out.x0, y);
    for (let i = 0; i < width; i++, d += 4, u += inverse.a, v += inverse.b) {
      const fu = Math.floor(u);
      const fv = Math.floor(v);
      const x0 = min(max(<i32>fu, 0), maxX);
      const x1 = min(max(<i32>fu + 1, 0), maxX);
      const row0 = picture.pixels + ((<usize>min(max(<i32>fv, 0), maxY) * <usize>picture.width) << 2);
      const row1 = picture.pixels + ((<usize>min(max(<i32>fv + 1, 0), maxY) * <usize>picture.width) << 2);
      // 7-bit weights keep the products of two of them with a byte inside 32 bits, and the sums exact.
      const wx = <i32>(min(max((u - fu - 0.5) * sharpX + 0.5, 0), 1) * 128);
      const wy = <i32>(min(max((v - fv - 0.5) * sharpY + 0.5, 0), 1) * 128);
      const right = i32x4.splat(wx);
      const left = i32x4.splat(128 - wx);
      const top = i32x4.add(i32x4.mul(pixel(row0, x0), left), i32x4.mul(pixel(row0, x1), right));
      const bottom = i32x4.add(i32x4.mul(pixel(row1, x0), left), i32x4.mul(pixel(row1, x1), right));
      let c = i32x4.add(i32x4.mul(top, i32x4.splat(128 - wy)), i32x4.mul(bottom, i32x4.splat(wy)));
      c = i32x4.shr_u(i32x4.add(c, i32x4.splat(8192)), 14);
      c = v128.narrow<i32>(c, c);
      store<u32>(d, i32x4.extract_lane(i8x16.narrow_i16x8_u(c, c), 0));
    }
  }
}

/** What the pixels of a column are made of. */
@unmanaged
class Column {
  /** Of the left one of two pixels, in a row. */
  offset: u32;
  /** Of both, as two i16. */
  weights: u32;
}

/** The same, with the same result, for a picture that is not turned: each column has its place and weight. False when memory is out. */
function sampleUpright(out: Surface, picture: Surface, inverse: Matrix, sharpX: f64, sharpY: f64): bool {
  const width = <usize>out.width;
  const last = <f64>(picture.width - 2);
  const maxY = picture.height - 1;
  const columns = alloc(width * offsetof<Column>());
  if (!columns) return false;
  let u = inverse.x(<f64>out.x0 + 0.5, 0) - <f64>picture.x0 - 0.5;
  for (let i: usize = 0; i < width; i++, u += inverse.a) {
    const at = Math.floor(u);
    let weight = <i32>(min(max((u - at - 0.5) * sharpX + 0.5, 0), 1) * 128);
    if (at < 0) weight = 0;
    else if (at > last) weight = 128;
    const column = changetype<Column>(columns + i * offsetof<Column>());
    column.offset = (<u32>min(max(at, 0), last)) << 2;
    column.weights = (128 - weight) | (weight << 16);
  }
  for (let y = out.y0; y < out.y1; y++) {
    const v = inverse.y(0, <f64>y + 0.5) - <f64>picture.y0 - 0.5;
    const at = Math.floor(v);
    const row0 = picture.pixels + ((<usize>min(max(<i32>at, 0), maxY) * <usize>picture.width) << 2);
    const row1 = picture.pixels + ((<usize>min(max(<i32>at + 1, 0), maxY) * <usize>picture.width) << 2);
    const weight = <i32>(min(max((v - at - 0.5) * sharpY + 0.5, 0), 1) * 128);
    const above = i16x8.splat(<i16>(128 - weight));
    const below = i16x8.splat(<i16>weight);
    let d = out.at(out.x0, y);
    for (let p = columns, end = columns + width * offsetof<Column>(); p < end; p += offsetof<Column>(), d += 4) {
      const x = <usize>changetype<Column>(p).offset;
      const top = i16x8.mul(i16x8.extend_low_i8x16_u(v128.load_zero<u64>(row0 + x)), above);
      const bottom = i16x8.mul(i16x8.extend_low_i8x16_u(v128.load_zero<u64>(row1 + x)), below);
      // 255 · 128 at most: a signed 16-bit number. The channels of both pixels side by side, for a product of pairs.
      const both = i16x8.add(top, bottom);
      const pairs = v128.shuffle<u16>(both, both, 0, 4, 1, 5, 2, 6, 3, 7);
      let c = i32x4.dot_i16x8_s(pairs, v128.load_splat<u32>(p, offsetof<Column>('weights')));
      c = i32x4.shr_u(i32x4.add(c, i32x4.splat(8192)), 14);
      c = v128.narrow<i32>(c, c);
      store<u32>(d, i32x4.extract_lane(i8x16.narrow_i16x8_u(c, c), 0));
    }
  }
  free(columns);
  return true;
}

/** A pixel's channels in 32-bit lanes. */
// @ts-ignore: decorator
@inline export function pixel(row: usize, x: i32): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(row + ((<usize>x) << 2))));
}
