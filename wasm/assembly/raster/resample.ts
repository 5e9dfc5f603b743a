import { Image, ImageKind } from '../image/image';
import { alloc, free } from '../memory/heap';
import { Bounds } from './bounds';
import { premultiply, scale255 } from './spans';
import { Surface } from './surface';

/**
 * Brings an image to a smaller number of pixels, each the exact mean of the area that it stands for (a box filter, done
 * first down, then across), premultiplied. With as many pixels as before it only changes the format.
 *
 * `width` × `height`: the size of the whole picture that is wanted, at most that of the image; `part`: the rectangle of it
 * that is made. `tint`: the colour of a stencil's painted pixels, 0x00BBGGRR.
 */
export function resample(image: Image, width: i32, height: i32, part: Bounds, tint: u32): Surface | null {
  const out = Surface.create(part.x0, part.y0, part.x1, part.y1);
  if (!out) return null;
  const n = out.width;
  if (width == <i32>image.width && height == <i32>image.height) {
    for (let y = part.y0; y < part.y1; y++) convertRow(image, y, part.x0, n, out.at(part.x0, y), tint);
    return out;
  }
  const across = <f64>image.width / <f64>width;
  const down = <f64>image.height / <f64>height;
  // Source columns that the part needs, as premultiplied sums.
  const left = max(<i32>Math.floor(<f64>part.x0 * across), 0);
  const right = min(<i32>Math.ceil(<f64>part.x1 * across), <i32>image.width);
  const columns = right - left;
  const sums = alloc(((<usize>columns) << 4) + 64);
  const row = alloc(((<usize>columns) << 2) + 64);
  if (sums && row && columns > 0) {
    for (let y = part.y0; y < part.y1; y++) {
      const top = <f64>y * down;
      const bottom = min(<f64>(y + 1) * down, <f64>image.height);
      memory.fill(sums, 0, (<usize>columns) << 4);
      for (let j = <i32>top; <f64>j < bottom; j++) {
        const weight = <f32>(min<f64>(bottom, j + 1) - max<f64>(top, j));
        if (weight <= 0) continue;
        convertRow(image, j, left, columns, row, tint);
        addRow(sums, row, columns, weight);
      }
      shrinkRow(sums, left, right, part.x0, n, across, <f32>(1.0 / (bottom - top)), out.at(part.x0, y));
    }
  }
  free(sums);
  free(row);
  return out;
}

/** `n` pixels of row `y` from column `x` on, premultiplied. */
function convertRow(image: Image, y: i32, x: i32, n: i32, out: usize, tint: u32): void {
  const at = <usize>y * <usize>image.width + <usize>x;
  if (image.kind == ImageKind.Rgba) {
    const from = image.pixels + (at << 2);
    if (image.opaque) {
      memory.copy(out, from, (<usize>n) << 2);
      return;
    }
    for (let i: usize = 0; i < (<usize>n) << 2; i += 4) {
      const p = load<u32>(from + i);
      store<u32>(out + i, p >>> 24 == 255 ? p : premultiply(p & 0xffffff, p >>> 24));
    }
    return;
  }
  const from = image.pixels + at;
  if (image.kind == ImageKind.Gray) {
    for (let i: usize = 0; i < <usize>n; i++) store<u32>(out + (i << 2), (<u32>load<u8>(from + i) * 0x010101) | 0xff000000);
    return;
  }
  const r = tint & 255;
  const g = (tint >> 8) & 255;
  const b = (tint >> 16) & 255;
  for (let i: usize = 0; i < <usize>n; i++) {
    const a = <u32>load<u8>(from + i);
    const p = a == 0 ? 0 : scale255(r * a) | (scale255(g * a) << 8) | (scale255(b * a) << 16) | (a << 24);
    store<u32>(out + (i << 2), p);
  }
}

/** sums += row · weight; a sum is four f32. */
function addRow(sums: usize, row: usize, n: i32, weight: f32): void {
  const w = f32x4.splat(weight);
  const end = row + ((<usize>n) << 2);
  for (; row < end; row += 4, sums += 16) {
    const v = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(row)));
    v128.store(sums, f32x4.add(v128.load(sums), f32x4.mul(f32x4.convert_i32x4_u(v), w)));
  }
}

/** `n` means from `first` on, each over `across` sums; `sums` holds source columns [left, right). */
function shrinkRow(sums: usize, left: i32, right: i32, first: i32, n: i32, across: f64, scale: f32, out: usize): void {
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
