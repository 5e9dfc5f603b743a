import { alloc, allocZeroed, free } from '../memory/heap';

/** ITU-T T.81, B.2.2: no more than these in an image that PDF has colours for. */
export const MAX_COMPONENTS: u32 = 4;
/** Planes and coefficients of a picture may take this much. */
const MAX_BYTES: u64 = 1 << 29;
/** Bytes of one Huffman table; see dct-huffman.ts. */
export const HUFFMAN_SIZE: usize = 4608;
export const QUANTIZATION_SIZE: usize = 128;

/** One component of a frame: its samples lie in a plane of its own, padded to whole MCUs. */
@unmanaged
export class Component {
  id: u32;
  /** Sampling factors, 1 to 4. */
  h: u32;
  v: u32;
  /** Which quantization table it names, and its own copy of it as it was at the first scan (u16 × 64, natural order). */
  tableIndex: u32;
  table: usize;
  hasTable: bool;
  /** Samples that count. */
  width: u32;
  height: u32;
  /** Blocks in a plane. */
  blocksWide: u32;
  blocksHigh: u32;
  /** u8, `stride` a row. */
  plane: usize;
  stride: u32;
  /** Progressive: i16 × 64 a block, natural order, not dequantized. */
  coefficients: usize;
  /** Of the scan that is being read: codes, or bins. */
  dcTable: usize;
  acTable: usize;
  predictor: i32;
  /** Arithmetic coding: the bin that the next difference begins with; bounds L | U << 4, and Kx (T.81, F.1.4.4). */
  context: u32;
  dcBounds: u32;
  acBound: u32;
}

export const enum Transform {
  None = 0,
  /** YCbCr to RGB; with four components YCCK to CMYK. */
  Ycc = 1,
}

/** A JPEG picture: ITU-T T.81. */
@unmanaged
export class Jpeg {
  width: u32;
  height: u32;
  components: u32;
  /** What `readJpegRow` does to get gray, RGB or CMYK. */
  transform: Transform;
  damaged: bool;
  progressive: bool;
  arithmetic: bool;
  /** Bits of a sample: 8, or 12, which become 8. */
  precision: u32;
  /** Greatest sampling factors. */
  hMax: u32;
  vMax: u32;
  mcusWide: u32;
  mcusHigh: u32;
  /** MCUs between restart markers; 0: none. */
  restartInterval: u32;
  /** Blocks that may still be visited: a file of very many scans is an attack. */
  work: i64;
  /** `Component` × 4 */
  componentData: usize;
  /** QUANTIZATION_SIZE × 4 and another one for each component */
  quantization: usize;
  /** HUFFMAN_SIZE × 8: four for DC, four for AC; bins instead, where coding is arithmetic */
  huffman: usize;
  /** What DAC segments say (u8 × 8): of DC tables L | U << 4, of AC tables Kx. */
  conditioning: u64;
  /** Of each Huffman table, by bit: whether it has been defined. */
  defined: u32;
  /** Adobe's marker: -1: none. JFIF's: bool. */
  adobeTransform: i32;
  jfif: bool;
  /** Rows as wide as the picture, one for each component, and one that is wider, for upsampling. */
  rows: usize;
  rowSize: u32;

  static create(): Jpeg | null {
    const p = allocZeroed(offsetof<Jpeg>());
    if (!p) return null;
    const jpeg = changetype<Jpeg>(p);
    jpeg.adobeTransform = -1;
    jpeg.conditioning = 0x0505050510101010; // T.81, table B.6: L = 0, U = 1, Kx = 5
    jpeg.componentData = allocZeroed(offsetof<Component>() * <usize>MAX_COMPONENTS);
    jpeg.quantization = allocZeroed(QUANTIZATION_SIZE * 8);
    jpeg.huffman = allocZeroed(HUFFMAN_SIZE * 8);
    if (jpeg.componentData && jpeg.quantization && jpeg.huffman) return jpeg;
    jpeg.destroy();
    return null;
  }

  // @ts-ignore: decorator
  @inline component(i: u32): Component {
    return changetype<Component>(this.componentData + <usize>i * offsetof<Component>());
  }

  /** Lays out the components' planes once the frame's header is known. False when it makes no sense, or memory is out. */
  layOut(): bool {
    this.hMax = 1;
    this.vMax = 1;
    for (let i: u32 = 0; i < this.components; i++) {
      this.hMax = max(this.hMax, this.component(i).h);
      this.vMax = max(this.vMax, this.component(i).v);
    }
    this.mcusWide = (this.width + 8 * this.hMax - 1) / (8 * this.hMax);
    this.mcusHigh = (this.height + 8 * this.vMax - 1) / (8 * this.vMax);
    let blocks: u64 = 0;
    for (let i: u32 = 0; i < this.components; i++) {
      const c = this.component(i);
      c.width = (this.width * c.h + this.hMax - 1) / this.hMax;
      c.height = (this.height * c.v + this.vMax - 1) / this.vMax;
      c.blocksWide = this.mcusWide * c.h;
      c.blocksHigh = this.mcusHigh * c.v;
      c.stride = c.blocksWide << 3;
      c.table = this.quantization + <usize>(4 + i) * QUANTIZATION_SIZE;
      blocks += <u64>c.blocksWide * <u64>c.blocksHigh;
    }
    this.work = <i64>blocks * 64 + 100000;
    if (blocks * (this.progressive ? 192 : 64) > MAX_BYTES) return false;
    for (let i: u32 = 0; i < this.components; i++) {
      const c = this.component(i);
      const count = <usize>c.blocksWide * <usize>c.blocksHigh;
      c.plane = alloc((count << 6) + 64);
      if (!c.plane) return false;
      memory.fill(c.plane, 128, (count << 6) + 64);
      if (!this.progressive) continue;
      c.coefficients = allocZeroed(count << 7);
      if (!c.coefficients) return false;
    }
    this.rowSize = ((this.mcusWide * this.hMax) << 3) + 64;
    this.rows = alloc(<usize>this.rowSize * (<usize>MAX_COMPONENTS + 2));
    return this.rows != 0;
  }

  /** Gives back the coefficients when they have become samples. */
  dropCoefficients(): void {
    for (let i: u32 = 0; i < this.components; i++) {
      free(this.component(i).coefficients);
      this.component(i).coefficients = 0;
    }
  }

  destroy(): void {
    if (this.componentData) {
      this.dropCoefficients();
      for (let i: u32 = 0; i < this.components; i++) free(this.component(i).plane);
    }
    free(this.rows);
    free(this.huffman);
    free(this.quantization);
    free(this.componentData);
    free(changetype<usize>(this));
  }
}
