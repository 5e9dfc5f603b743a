import { Buffer } from '../memory/buffer';
import { alloc, allocZeroed, free } from '../memory/heap';
import { Inflater } from './flate';
import { pixelBytes, predictedRow, tiffRow, undoFilter } from './predictor';

/** Bytes that are decoded at a time, and those that matches may go back to. */
const PIECE: u32 = 1 << 16;
const WINDOW: u32 = 1 << 15;

/**
 * Compressed data as rows, one after the other, their predictor undone: of all that they become only a little is in memory at
 * a time.
 */
@unmanaged
export class FlateRows {
  private inflater: Inflater;
  private window: Buffer;
  /** Where in the window the next row begins. */
  private at: u32;
  private rowBytes: u32;
  private predictor: i32;
  private colors: i32;
  private bits: i32;
  private columns: i32;
  /** Room for two rows whose predictor has been undone; 0 where there is none. */
  private room: usize;
  /** The row that has been read last, and its bytes: fewer where the data end, and then none. Good until the next one. */
  row: usize;
  length: u32;

  /**
   * Rows of `rowBytes` each of `length` bytes at `src`, which stay as long. `predictor` and what follows: as in `predict`, 1:
   * none. Null when memory is out, or the predictor has other rows.
   */
  static create(src: usize, length: u32, rowBytes: u32, predictor: i32, colors: i32, bits: i32, columns: i32): FlateRows | null {
    const isPredicted = predictor > 1;
    if (isPredicted && predictedRow(predictor, colors, bits, columns) != rowBytes) return null;
    const p = allocZeroed(offsetof<FlateRows>());
    if (!p) return null;
    const rows = changetype<FlateRows>(p);
    const inflater = Inflater.create(src, length);
    const window = Buffer.create();
    if (isPredicted) rows.room = alloc(2 * roomOf(rowBytes));
    if (inflater) rows.inflater = inflater;
    if (window) rows.window = window;
    if (!inflater || !window || (isPredicted && !rows.room)) {
      rows.destroy();
      return null;
    }
    rows.rowBytes = rowBytes;
    rows.predictor = predictor;
    rows.colors = colors;
    rows.bits = bits;
    rows.columns = columns;
    return rows;
  }

  destroy(): void {
    const inflater = changetype<usize>(this.inflater);
    const window = changetype<usize>(this.window);
    if (inflater) changetype<Inflater>(inflater).destroy();
    if (window) changetype<Buffer>(window).destroy();
    free(this.room);
    free(changetype<usize>(this));
  }

  get isDamaged(): bool {
    return this.inflater.isDamaged;
  }

  /** Reads the next row; whether there is anything of it. */
  next(): bool {
    const isPng = this.predictor >= 10;
    const held = this.take(this.rowBytes + <u32>isPng);
    const from = this.window.data + this.at - held;
    if (this.predictor <= 1) {
      this.row = from;
      this.length = held;
      return held > 0;
    }
    const above = this.row;
    const to = above == this.room ? above + roomOf(this.rowBytes) : this.room;
    this.row = to;
    this.length = held - min<u32>(held, <u32>isPng);
    if (!this.length) return false;
    if (isPng) {
      undoFilter(<u32>load<u8>(from), from + 1, to, above, this.length, pixelBytes(this.colors, this.bits));
    } else {
      memory.copy(to, from, this.length);
      tiffRow(to, this.length, <u32>this.colors, <u32>this.bits, <u32>this.columns);
    }
    return true;
  }

  /** Goes over so many bytes, or as many as there are. */
  private take(count: u32): u32 {
    const window = this.window;
    if (window.length - this.at < count) {
      const gone = min(this.at, window.length - min(window.length, WINDOW));
      window.length -= gone;
      this.at -= gone;
      if (gone) memory.copy(window.data, window.data + gone, window.length);
      this.inflater.decode(window, this.at + count + PIECE);
    }
    const held = min(count, window.length - this.at);
    this.at += held;
    return held;
  }
}

/** Of a row, with what may be read and written behind it. */
// @ts-ignore: decorator
@inline function roomOf(rowBytes: u32): usize {
  return (<usize>rowBytes + 79) & ~15;
}
