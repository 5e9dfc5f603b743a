import { Jpeg } from '../filter/dct-frame';
import { FlateRows } from '../filter/flate-rows';
import { readJpegRow } from '../filter/dct-rows';
import { StreamData } from '../syntax/stream';

/**
 * An image's samples, row by row, one byte a sample, as they stand in the data: 0 to 2^bits - 1, before /Decode. Samples
 * of 16 bits are cut to their high byte.
 *
 * Raw data: ISO 32000-2, 8.9.3; each row begins at a byte.
 */
@unmanaged
export class Samples {
  width: u32;
  height: u32;
  components: u32;
  /** Of a sample as `readRow` gives it: 1, 2, 4 or 8. */
  bits: u32;
  /** Raw data, `rowBytes` a row, where samples take `rawBits` bits. */
  data: usize;
  length: u32;
  rawBits: u32;
  rowBytes: u32;
  /** Where the rows come from instead, or null. */
  jpeg: Jpeg | null;
  /** Where those of raw data come from that are decompressed row by row, or null; how many have come, and their bytes are `length`. */
  rows: FlateRows | null;
  private come: u32;
  /** Bytes from pixel to pixel in a row: one a component, but 4 for three of a JPEG, or with alpha. */
  step: u32;

  /** Takes decoded data, which must stay as long as rows are read. */
  setRaw(data: StreamData, width: u32, height: u32, components: u32, bits: u32): void {
    this.width = width;
    this.height = height;
    this.components = components;
    this.step = components;
    this.rawBits = bits;
    this.bits = bits == 16 ? 8 : bits;
    this.data = data.data;
    this.length = data.length;
    this.rowBytes = (width * components * bits + 7) >> 3;
  }

  /** Says that of the four components of the raw data the last is alpha. */
  setRgba(): void {
    this.components = 3;
  }

  /** Takes a JPEG, which `release` gives back. */
  setJpeg(jpeg: Jpeg): void {
    this.width = jpeg.width;
    this.height = jpeg.height;
    this.components = jpeg.components;
    this.step = jpeg.components == 3 ? 4 : jpeg.components;
    this.rawBits = 8;
    this.bits = 8;
    this.jpeg = jpeg;
  }

  /** Takes rows of raw data, which `release` gives back, in the place of the data. */
  setRows(rows: FlateRows): void {
    this.rows = rows;
    this.length = 0;
  }

  release(): void {
    if (this.jpeg) this.jpeg!.destroy();
    if (this.rows) this.rows!.destroy();
    this.jpeg = null;
    this.rows = null;
  }

  /** Writes width × step bytes, and up to 32 behind them. False when there are no data for the row; what is missing is 0. */
  readRow(y: u32, out: usize): bool {
    if (this.jpeg) {
      readJpegRow(this.jpeg!, y, out);
      return true;
    }
    const rows = this.rows;
    const held = rows ? this.nextRow(rows, y) : this.bytesOf(y);
    if (!held) {
      memory.fill(out, 0, <usize>this.width * <usize>this.step);
      return false;
    }
    const from = rows ? rows.row : this.data + <usize>y * <usize>this.rowBytes;
    const perByte = this.rawBits >= 8 ? 1 : 8 / this.rawBits;
    const count = this.width * this.step;
    const present = this.rawBits == 16 ? held >> 1 : min(held * perByte, count);
    if (this.rawBits == 8) memory.copy(out, from, present);
    else if (this.rawBits == 16) for (let i: usize = 0; i < <usize>present; i++) store<u8>(out + i, load<u8>(from + (i << 1)));
    else if (this.rawBits == 1) unpackBits(from, out, present);
    else unpack(from, out, present, this.rawBits);
    memory.fill(out + present, 0, count - present);
    return true;
  }

  /** Bytes that there are of a row of the data. */
  private bytesOf(y: u32): u32 {
    const start = <u64>y * <u64>this.rowBytes;
    return start < <u64>this.length ? min<u32>(this.rowBytes, this.length - <u32>start) : 0;
  }

  /** Decompresses the rows up to one, which is then the last; the bytes that there are of it. */
  private nextRow(rows: FlateRows, y: u32): u32 {
    for (; this.come <= y; this.come++) {
      if (!rows.next()) return 0;
      this.length += rows.length;
    }
    return rows.length;
  }
}

/** Bits to bytes of 0 and 1, sixteen at a time: each byte stands eight times in a vector, and a bit is tested in each place. */
function unpackBits(from: usize, out: usize, count: u32): void {
  const places = i8x16(-128, 64, 32, 16, 8, 4, 2, 1, -128, 64, 32, 16, 8, 4, 2, 1);
  const one = i8x16.splat(1);
  const spread = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const end = out + count;
  for (; out < end; out += 16, from += 2) {
    const bytes = i8x16.swizzle(v128.load_zero<u32>(from), spread);
    v128.store(out, v128.and(i8x16.eq(v128.and(bytes, places), places), one));
  }
}

/** Samples of 2 or 4 bits. */
function unpack(from: usize, out: usize, count: u32, bits: u32): void {
  const mask: u32 = (1 << bits) - 1;
  let shift: u32 = 8;
  for (let i: usize = 0; i < <usize>count; i++) {
    shift -= bits;
    store<u8>(out + i, <u8>(((<u32>load<u8>(from)) >> shift) & mask));
    if (!shift) {
      shift = 8;
      from++;
    }
  }
}
