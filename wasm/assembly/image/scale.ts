/**
 * Pictures made larger, so that an image and its mask get the same size: between the centres of two source pixels values
 * change linearly, or jump in the middle (`nearest`).
 *
 * Coordinates are fixed point with 16 bits behind the point.
 */

/** `channels` bytes a pixel: 1 or 4. `to` has room for toWidth × toHeight pixels. */
export function enlarge(from: usize, width: u32, height: u32, to: usize, toWidth: u32, toHeight: u32, channels: u32, nearest: bool): void {
  const stepX = ((<u64>width) << 16) / <u64>toWidth;
  const stepY = ((<u64>height) << 16) / <u64>toHeight;
  const row = <usize>width * <usize>channels;
  let y: u64 = stepY >> 1;
  for (let j: u32 = 0; j < toHeight; j++, y += stepY) {
    if (nearest) {
      nearestRow(from + <usize>min<u32>(<u32>(y >> 16), height - 1) * row, width, to, toWidth, channels, stepX);
    } else {
      const v = y < 0x8000 ? 0 : y - 0x8000;
      const top = min<u32>(<u32>(v >> 16), height - 1);
      const bottom = min<u32>(top + 1, height - 1);
      linearRow(from + <usize>top * row, from + <usize>bottom * row, (<u32>(v >> 8)) & 255, width, to, toWidth, channels, stepX);
    }
    to += <usize>toWidth * <usize>channels;
  }
}

function nearestRow(from: usize, width: u32, to: usize, toWidth: u32, channels: u32, step: u64): void {
  let x: u64 = step >> 1;
  for (let i: usize = 0; i < <usize>toWidth; i++, x += step) {
    const at = <usize>min<u32>(<u32>(x >> 16), width - 1);
    if (channels == 4) store<u32>(to + (i << 2), load<u32>(from + (at << 2)));
    else store<u8>(to + i, load<u8>(from + at));
  }
}

/** `part`: how far the row lies below `top`, of 256. */
function linearRow(top: usize, bottom: usize, part: u32, width: u32, to: usize, toWidth: u32, channels: u32, step: u64): void {
  let x: u64 = step >> 1;
  for (let i: u32 = 0; i < toWidth; i++, x += step) {
    const u = x < 0x8000 ? 0 : x - 0x8000;
    const left = min<u32>(<u32>(u >> 16), width - 1) * channels;
    const right = min<u32>(<u32>(u >> 16) + 1, width - 1) * channels;
    const across = (<u32>(u >> 8)) & 255;
    for (let c: u32 = 0; c < channels; c++) {
      const a = <u32>load<u8>(top + left + c) * (256 - across) + <u32>load<u8>(top + right + c) * across;
      const b = <u32>load<u8>(bottom + left + c) * (256 - across) + <u32>load<u8>(bottom + right + c) * across;
      store<u8>(to++, <u8>((a * (256 - part) + b * part + 0x8000) >> 16));
    }
  }
}

/**
 * Adds up rows of pixels, `shrink` columns to one, for an image that is made smaller while it is read: `shrink` rows later
 * the sums are turned into means. Sums are u32, one a channel.
 */
export function addShrunk(sums: usize, row: usize, width: u32, channels: u32, shrink: u32): void {
  if (channels == 4) return addShrunkPixels(sums, row, width, shrink);
  let column: u32 = 0;
  for (let x: u32 = 0; x < width; x++) {
    for (let c: u32 = 0; c < channels; c++) {
      const at = sums + ((<usize>c) << 2);
      store<u32>(at, load<u32>(at) + <u32>load<u8>(row++));
    }
    if (++column == shrink) {
      column = 0;
      sums += (<usize>channels) << 2;
    }
  }
}

function addShrunkPixels(sums: usize, row: usize, width: u32, shrink: u32): void {
  for (let x: u32 = 0; x < width; x += shrink, sums += 16) {
    let sum = v128.load(sums);
    for (const end = row + ((<usize>min(shrink, width - x)) << 2); row < end; row += 4)
      sum = i32x4.add(sum, i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(row))));
    v128.store(sums, sum);
  }
}

/** The means of `addShrunk`'s sums of `rows` rows, as bytes; the sums are cleared. */
export function takeShrunk(sums: usize, to: usize, width: u32, channels: u32, shrink: u32, rows: u32): void {
  const columns = (width + shrink - 1) / shrink;
  for (let x: u32 = 0; x < columns; x++) {
    const count = min(shrink, width - x * shrink) * rows;
    for (let c: u32 = 0; c < channels; c++) {
      store<u8>(to++, <u8>((load<u32>(sums) + (count >> 1)) / count));
      store<u32>(sums, 0);
      sums += 4;
    }
  }
}
