import { Buffer } from '../memory/buffer';

/**
 * Undoes a predictor in place. ISO 32000-2, 7.4.4.4: 2 is TIFF's, 10 and above are PNG's, whose rows say themselves which
 * one they use. False when the parameters make no sense; the data then stay as they are. A last row that is cut off is
 * undone as far as it goes.
 *
 * @param colors 1 and up  @param bits 1, 2, 4, 8 or 16 a component  @param columns pixels a row
 */
export function predict(data: Buffer, predictor: i32, colors: i32, bits: i32, columns: i32): bool {
  const row = predictedRow(predictor, colors, bits, columns);
  if (!row) return false;
  if (predictor == 2) tiff(data, <u32>colors, <u32>bits, <u32>columns, row);
  else png(data, row, pixelBytes(colors, bits));
  return true;
}

/** The bytes of a row, without that of PNG's filter; 0 when the parameters make no sense. */
export function predictedRow(predictor: i32, colors: i32, bits: i32, columns: i32): u32 {
  if (colors < 1 || colors > 64 || columns < 1 || columns > 1 << 24 || (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16))
    return 0;
  return predictor == 2 || predictor >= 10 ? <u32>((<u64>colors * <u64>bits * <u64>columns + 7) >> 3) : 0;
}

/** How far PNG's filters look to the left. */
export function pixelBytes(colors: i32, bits: i32): u32 {
  return <u32>max((colors * bits + 7) >> 3, 1);
}

/** PNG (ISO/IEC 15948), clause 9. Rows move up as their filter bytes go. */
function png(data: Buffer, row: u32, step: u32): void {
  const base = data.data;
  const end = base + data.length;
  let from = base;
  let to = base;
  let above: usize = 0;
  while (from + 1 < end) {
    const filter = <u32>load<u8>(from++);
    const length = min<u32>(row, <u32>(end - from));
    undoFilter(filter, from, to, above, length, step);
    above = to;
    to += length;
    from += length;
  }
  data.length = <u32>(to - base);
}

/**
 * Undoes a filter of PNG's: `length` bytes at `from`, to `to`, which may lie a byte or more before. What is above the first row
 * (`above` 0) counts as 0: there each filter is a simpler one.
 */
export function undoFilter(filter: u32, from: usize, to: usize, above: usize, length: u32, step: u32): void {
  if (filter == 1 || (filter == 4 && !above)) {
    if (step == 1) sumBytes(from, to, length);
    else if (step == 3 || step == 4) sumPixels(from, to, length, step);
    else subtractive(from, to, length, step);
  } else if (filter == 2 && above) {
    addRow(from, to, above, length);
  } else if (filter == 3) {
    if (above && (step == 3 || step == 4)) averagePixels(from, to, above, length, step);
    else average(from, to, above, length, step);
  } else if (filter == 4) {
    if (step == 3 || step == 4) paethPixels(from, to, above, length, step);
    else paethBytes(from, to, above, length, step);
  } else {
    memory.copy(to, from, length);
  }
}

/** Sub, of one byte a pixel: each is the sum of all to its left. Sums of sixteen by doubling. */
function sumBytes(from: usize, to: usize, length: u32): void {
  const zero = i8x16.splat(0);
  let sum = zero;
  let i: usize = 0;
  for (; i + 16 <= <usize>length; i += 16) {
    let v = v128.load(from + i);
    v = i8x16.add(v, v128.shuffle<i8>(zero, v, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30));
    v = i8x16.add(v, v128.shuffle<i8>(zero, v, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
    v = i8x16.add(v, v128.shuffle<i8>(zero, v, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
    v = i8x16.add(v, v128.shuffle<i8>(zero, v, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23));
    v = i8x16.add(v, sum);
    v128.store(to + i, v);
    sum = i8x16.swizzle(v, i8x16.splat(15));
  }
  let left = <u32>i8x16.extract_lane_u(sum, 0);
  for (; i < <usize>length; i++) {
    left += <u32>load<u8>(from + i);
    store<u8>(to + i, <u8>left);
  }
}

/*
 * Pixels of three or four bytes, as the low lanes of a vector. Four bytes are stored also of three: what is overwritten has
 * been read, because a row lies at least the one byte of its filter behind.
 */

/** Bytes of the pixels that are whole. */
// @ts-ignore: decorator
@inline function wholePixels(length: u32, step: u32): usize {
  return <usize>(length - (length % step));
}

function sumPixels(from: usize, to: usize, length: u32, step: u32): void {
  let left = i8x16.splat(0);
  const end = wholePixels(length, step);
  let i: usize = 0;
  for (; i < end; i += <usize>step) {
    left = i8x16.add(left, v128.load32_zero(from + i));
    v128.store32_lane(to + i, left, 0);
  }
  for (; i < <usize>length; i++) store<u8>(to + i, load<u8>(from + i) + (i ? load<u8>(to + i - step) : 0));
}

function averagePixels(from: usize, to: usize, above: usize, length: u32, step: u32): void {
  const one = i8x16.splat(1);
  let left = i8x16.splat(0);
  const end = wholePixels(length, step);
  let i: usize = 0;
  for (; i < end; i += <usize>step) {
    const up = v128.load32_zero(above + i);
    // Rounded down: the mean that is rounded up, less 1 where the sum is odd.
    const mean = i8x16.sub(i8x16.avgr_u(left, up), v128.and(v128.xor(left, up), one));
    left = i8x16.add(mean, v128.load32_zero(from + i));
    v128.store32_lane(to + i, left, 0);
  }
  for (; i < <usize>length; i++) {
    const before = i >= <usize>step ? <u32>load<u8>(to + i - step) : 0;
    store<u8>(to + i, <u8>(<u32>load<u8>(from + i) + ((before + <u32>load<u8>(above + i)) >> 1)));
  }
}

function paethPixels(from: usize, to: usize, above: usize, length: u32, step: u32): void {
  let left = i16x8.splat(0);
  let corner = left;
  const end = wholePixels(length, step);
  let i: usize = 0;
  for (; i < end; i += <usize>step) {
    const up = i16x8.extend_low_i8x16_u(v128.load32_zero(above + i));
    // Distances of left + up - corner from each of the three.
    const fromLeft = i16x8.sub(up, corner);
    const fromUp = i16x8.sub(left, corner);
    const pa = i16x8.abs(fromLeft);
    const pb = i16x8.abs(fromUp);
    const pc = i16x8.abs(i16x8.add(fromLeft, fromUp));
    const least = i16x8.min_s(i16x8.min_s(pa, pb), pc);
    const other = v128.bitselect(up, corner, i16x8.eq(pb, least));
    const predicted = v128.bitselect(left, other, i16x8.eq(pa, least));
    corner = up;
    const sum = i8x16.add(i8x16.narrow_i16x8_u(predicted, predicted), v128.load32_zero(from + i));
    v128.store32_lane(to + i, sum, 0);
    left = i16x8.extend_low_i8x16_u(sum);
  }
  for (; i < <usize>length; i++) {
    const before = i >= <usize>step;
    const a = before ? <i32>load<u8>(to + i - step) : 0;
    const c = before ? <i32>load<u8>(above + i - step) : 0;
    store<u8>(to + i, <u8>(<i32>load<u8>(from + i) + paeth(a, <i32>load<u8>(above + i), c)));
  }
}

/** Sub, for pixels of any size. */
function subtractive(from: usize, to: usize, length: u32, step: u32): void {
  memory.copy(to, from, length);
  for (let i = step; i < length; i++) store<u8>(to + i, load<u8>(to + i) + load<u8>(to + i - step));
}

/** Up: adds the row above, sixteen bytes at a time. */
function addRow(from: usize, to: usize, above: usize, length: u32): void {
  let i: u32 = 0;
  for (; i + 16 <= length; i += 16) v128.store(to + i, i8x16.add(v128.load(from + i), v128.load(above + i)));
  for (; i < length; i++) store<u8>(to + i, load<u8>(from + i) + load<u8>(above + i));
}

function average(from: usize, to: usize, above: usize, length: u32, step: u32): void {
  const first = min(step, length);
  for (let i: u32 = 0; i < first; i++) store<u8>(to + i, load<u8>(from + i) + (above ? load<u8>(above + i) >> 1 : 0));
  for (let i = first; i < length; i++) {
    const sum = <u32>load<u8>(to + i - step) + (above ? <u32>load<u8>(above + i) : 0);
    store<u8>(to + i, <u8>(<u32>load<u8>(from + i) + (sum >> 1)));
  }
}

/** Paeth, with a row above. */
function paethBytes(from: usize, to: usize, above: usize, length: u32, step: u32): void {
  const first = min(step, length);
  for (let i: u32 = 0; i < first; i++) store<u8>(to + i, load<u8>(from + i) + load<u8>(above + i));
  for (let i = first; i < length; i++) {
    const predicted = paeth(<i32>load<u8>(to + i - step), <i32>load<u8>(above + i), <i32>load<u8>(above + i - step));
    store<u8>(to + i, <u8>(<i32>load<u8>(from + i) + predicted));
  }
}

// @ts-ignore: decorator
@inline function paeth(a: i32, b: i32, c: i32): i32 {
  const pa = abs(b - c);
  const pb = abs(a - c);
  const pc = abs(a + b - c - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** TIFF 6.0, section 14: each component is kept as its difference from the one of the pixel to the left. */
function tiff(data: Buffer, colors: u32, bits: u32, columns: u32, row: u32): void {
  for (let y: u32 = 0; y < data.length; y += row) tiffRow(data.data + y, min<u32>(row, data.length - y), colors, bits, columns);
}

/** The same of a row at `p`. */
export function tiffRow(p: usize, length: u32, colors: u32, bits: u32, columns: u32): void {
  if (bits == 8 && colors == 1) {
    sumBytes(p, p, length);
  } else if (bits == 8 && colors == 4) {
    sumPixels(p, p, length, 4);
  } else if (bits == 8) {
    for (let i = colors; i < length; i++) store<u8>(p + i, load<u8>(p + i) + load<u8>(p + i - colors));
  } else if (bits == 16) {
    for (let i = colors * 2; i + 1 < length; i += 2) {
      const sum = bswap<u16>(load<u16>(p + i)) + bswap<u16>(load<u16>(p + i - colors * 2));
      store<u16>(p + i, bswap<u16>(sum));
    }
  } else {
    const mask: u32 = (1 << bits) - 1;
    const samples = min<u32>(columns * colors, (length * 8) / bits);
    for (let i = colors; i < samples; i++) {
      const sum = (sample(p, i, bits) + sample(p, i - colors, bits)) & mask;
      const at = i * bits;
      const shift = 8 - bits - (at & 7);
      const q = p + (at >> 3);
      store<u8>(q, <u8>(((<u32>load<u8>(q)) & ~(mask << shift)) | (sum << shift)));
    }
  }
}

// @ts-ignore: decorator
@inline function sample(p: usize, i: u32, bits: u32): u32 {
  const at = i * bits;
  return ((<u32>load<u8>(p + (at >> 3))) >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
}
