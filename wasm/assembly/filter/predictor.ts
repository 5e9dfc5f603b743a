import { Buffer } from '../memory/buffer';

/**
 * Undoes a predictor in place. ISO 32000-2, 7.4.4.4: 2 is TIFF's, 10 and above are PNG's, whose rows say themselves which
 * one they use. False when the parameters make no sense; the data then stay as they are. A last row that is cut off is
 * undone as far as it goes.
 *
 * @param colors 1 and up  @param bits 1, 2, 4, 8 or 16 a component  @param columns pixels a row
 */
export function predict(data: Buffer, predictor: i32, colors: i32, bits: i32, columns: i32): bool {
  if (colors < 1 || colors > 64 || columns < 1 || columns > 1 << 24 || (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16))
    return false;
  const rowBits = <u64>colors * <u64>bits * <u64>columns;
  const row = <u32>((rowBits + 7) >> 3);
  if (predictor == 2) {
    tiff(data, <u32>colors, <u32>bits, <u32>columns, row);
    return true;
  }
  if (predictor < 10) return false;
  png(data, row, <u32>max((colors * bits + 7) >> 3, 1));
  return true;
}

/** PNG (ISO/IEC 15948), clause 9. Rows move up as their filter bytes go. */
function png(data: Buffer, row: u32, step: u32): void {
  const base = data.data;
  const end = base + data.length;
  let from = base;
  let to = base;
  let above: usize = 0;
  while (from + 1 < end) {
    const filter = load<u8>(from++);
    const length = min<u32>(row, <u32>(end - from));
    memory.copy(to, from, length);
    switch (filter) {
      case 1:
        for (let i = step; i < length; i++) store<u8>(to + i, load<u8>(to + i) + load<u8>(to + i - step));
        break;
      case 2:
        if (above) addRow(to, above, length);
        break;
      case 3:
        for (let i: u32 = 0; i < length; i++) {
          const left = i >= step ? <u32>load<u8>(to + i - step) : 0;
          const up = above ? <u32>load<u8>(above + i) : 0;
          store<u8>(to + i, <u8>(<u32>load<u8>(to + i) + ((left + up) >> 1)));
        }
        break;
      case 4:
        for (let i: u32 = 0; i < length; i++) {
          const left = i >= step ? <i32>load<u8>(to + i - step) : 0;
          const up = above ? <i32>load<u8>(above + i) : 0;
          const corner = above && i >= step ? <i32>load<u8>(above + i - step) : 0;
          store<u8>(to + i, <u8>(<i32>load<u8>(to + i) + paeth(left, up, corner)));
        }
        break;
    }
    above = to;
    to += length;
    from += length;
  }
  data.length = <u32>(to - base);
}

/** Adds a row to another, sixteen bytes at a time. */
function addRow(to: usize, from: usize, length: u32): void {
  let i: u32 = 0;
  for (; i + 16 <= length; i += 16) v128.store(to + i, i8x16.add(v128.load(to + i), v128.load(from + i)));
  for (; i < length; i++) store<u8>(to + i, load<u8>(to + i) + load<u8>(from + i));
}

// @ts-ignore: decorator
@inline function paeth(a: i32, b: i32, c: i32): i32 {
  const p = a + b - c;
  const pa = abs(p - a);
  const pb = abs(p - b);
  const pc = abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** TIFF 6.0, section 14: each component is kept as its difference from the one of the pixel to the left. */
function tiff(data: Buffer, colors: u32, bits: u32, columns: u32, row: u32): void {
  for (let y: u32 = 0; y < data.length; y += row) {
    const p = data.data + y;
    const length = min<u32>(row, data.length - y);
    if (bits == 8) {
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
}

// @ts-ignore: decorator
@inline function sample(p: usize, i: u32, bits: u32): u32 {
  const at = i * bits;
  return ((<u32>load<u8>(p + (at >> 3))) >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
}
