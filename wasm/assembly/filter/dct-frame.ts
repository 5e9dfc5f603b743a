import { alloc, allocZeroed, free } from '../memory/heap';
import { HUFFMAN_SIZE } from './dct-huffman';

/** ITU-T T.81, B.2.2: no more than these in an image that PDF has colours for. */
export const MAX_COMPONENTS: u32 = 4;
/** Planes and coefficients of a picture may take this much. */
const MAX_BYTES: u64 = 1 << 29;
export const QUANTIZATION_SIZE: usize = 128;

/** One component of a frame: its samples, all or some, lie in a plane of its own, padded to whole MCUs. */
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
  /** Samples of the plane that count. */
  width: u32;
  height: u32;
  /** Blocks in a plane, and those of them that are not there to fill up MCUs. */
  blocksWide: u32;
  blocksHigh: u32;
  ownWide: u32;
  ownHigh: u32;
  /** A block becomes so many samples across and down: 8, 4, 2 or 1. */
  blockSize: u32;
  /** Samples in the plane relative to those of other components: the sampling factors, but for blocks of other sizes. */
  across: u32;
  down: u32;
  /**
   * u8, `stride` a row. Of a picture that is decoded by rows of MCUs a plane has two of them, which take turns: row n of the
   * component is row n % `planeRows` there, and blocks stand `above` block rows higher than in the component.
   */
  plane: usize;
  stride: u32;
  planeRows: u32;
  above: u32;
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
  /** Of the picture as it is decoded: 1/reduction of what the frame says, rounded up. */
  width: u32;
  height: u32;
  /** What the frame says. */
  fullWidth: u32;
  fullHeight: u32;
  /** 1, 2, 4 or 8. */
  reduction: u32;
  /** What the picture should have at least, where it has more. */
  leastWidth: u32;
  leastHeight: u32;
  components: u32;
  /** What `readJpegRow` does to get gray, RGB or CMYK. */
  transform: Transform;
  damaged: bool;
  progressive: bool;
  arithmetic: bool;
  /** Bits of a sample: 8, or 12, which become 8. */
  precision: u32;
  /** Greatest sampling factors, and greatest `across` and `down`. */
  hMax: u32;
  vMax: u32;
  acrossMax: u32;
  downMax: u32;
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
  /** Samples are made a row of MCUs at a time, as they are read: how many there have been. Else all are there. */
  byRows: bool;
  rowsRead: u32;
  /** The `Scan` that is being read. */
  scan: usize;
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

  /** Lays out the components once the frame's header is known. False when it makes no sense, or memory is out. */
  layOut(): bool {
    this.hMax = 1;
    this.vMax = 1;
    for (let i: u32 = 0; i < this.components; i++) {
      this.hMax = max(this.hMax, this.component(i).h);
      this.vMax = max(this.vMax, this.component(i).v);
    }
    this.mcusWide = (this.width + 8 * this.hMax - 1) / (8 * this.hMax);
    this.mcusHigh = (this.height + 8 * this.vMax - 1) / (8 * this.vMax);
    this.reduce();
    let blocks: u64 = 0;
    let samples: u64 = 0;
    for (let i: u32 = 0; i < this.components; i++) {
      const c = this.component(i);
      c.blocksWide = this.mcusWide * c.h;
      c.blocksHigh = this.mcusHigh * c.v;
      c.ownWide = ((this.width * c.h + this.hMax - 1) / this.hMax + 7) >> 3;
      c.ownHigh = ((this.height * c.v + this.vMax - 1) / this.vMax + 7) >> 3;
      c.stride = c.blocksWide * c.blockSize;
      c.table = this.quantization + <usize>(4 + i) * QUANTIZATION_SIZE;
      blocks += <u64>c.blocksWide * <u64>c.blocksHigh;
      samples += <u64>c.stride * <u64>(c.blocksHigh * c.blockSize);
    }
    this.fullWidth = this.width;
    this.fullHeight = this.height;
    this.width = (this.width + this.reduction - 1) / this.reduction;
    this.height = (this.height + this.reduction - 1) / this.reduction;
    this.work = <i64>blocks * 64 + 100000;
    if (samples + (this.progressive ? blocks << 7 : 0) > MAX_BYTES) return false;
    for (let i: u32 = 0; i < this.components; i++) {
      const c = this.component(i);
      c.width = (this.width * c.across + this.acrossMax - 1) / this.acrossMax;
      c.height = (this.height * c.down + this.downMax - 1) / this.downMax;
      if (!this.progressive) continue;
      c.coefficients = allocZeroed((<usize>c.blocksWide * <usize>c.blocksHigh) << 7);
      if (!c.coefficients) return false;
    }
    this.rowSize = this.mcusWide * this.hMax * 8 + 64;
    this.rows = alloc(<usize>this.rowSize * (<usize>MAX_COMPONENTS + 2));
    return this.rows != 0;
  }

  /** Makes the planes, gray, for all samples or for two rows of MCUs. False when memory is out. */
  openPlanes(byRows: bool): bool {
    this.byRows = byRows;
    for (let i: u32 = 0; i < this.components; i++) {
      const c = this.component(i);
      c.planeRows = (byRows ? 2 * c.v : c.blocksHigh) * c.blockSize;
      const count = <usize>c.stride * <usize>c.planeRows + 64;
      c.plane = alloc(count);
      if (!c.plane) return false;
      memory.fill(c.plane, 128, count);
    }
    return true;
  }

  /**
   * Chooses how much smaller the picture is decoded. A component that has half as many samples both ways is made smaller once
   * less, and needs not be enlarged then.
   */
  private reduce(): void {
    let shift: u32 = 0;
    while (shift < 3 && this.width >> (shift + 1) >= this.leastWidth && this.height >> (shift + 1) >= this.leastHeight) shift++;
    this.reduction = 1 << shift;
    this.acrossMax = 1;
    this.downMax = 1;
    for (let i: u32 = 0; i < this.components; i++) {
      const c = this.component(i);
      const spared: u32 = shift && c.h * 2 == this.hMax && c.v * 2 == this.vMax ? 1 : 0;
      c.blockSize = 8 >> (shift - spared);
      c.across = c.h << spared;
      c.down = c.v << spared;
      this.acrossMax = max(this.acrossMax, c.across);
      this.downMax = max(this.downMax, c.down);
    }
  }

  destroy(): void {
    for (let i: u32 = 0; this.componentData && i < this.components; i++) {
      free(this.component(i).coefficients);
      free(this.component(i).plane);
    }
    free(this.scan);
    free(this.rows);
    free(this.huffman);
    free(this.quantization);
    free(this.componentData);
    free(changetype<usize>(this));
  }
}
