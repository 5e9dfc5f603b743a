import { allocZeroed } from '../memory/heap';
import { Band, readBand, readBlock } from './dct-block';
import { ArithmeticReader } from './dct-arithmetic';
import { AC_BINS, DC_BINS, readArithmeticBand, readArithmeticBlock } from './dct-arithmetic-block';
import { BitReader } from './dct-bits';
import { Component, Jpeg, MAX_COMPONENTS, QUANTIZATION_SIZE } from './dct-frame';
import { fillFlat, inverseTransform } from './dct-idct';
import { fillSmall, smallTransform } from './dct-idct-scaled';
import { ONES, toEightBits } from './dct-precision';

/**
 * One scan: the blocks of one component, or the interleaved ones of several (ITU-T T.81, A.2). A sequential picture's
 * blocks become samples at once, a progressive one's are kept. Between two MCUs it can be left, and gone on with later.
 */
@unmanaged
export class Scan {
  reader: BitReader;
  arithmetic: ArithmeticReader;
  band: Band;
  /** The address of each `Component` (u32 × MAX_COMPONENTS). */
  components: usize;
  count: u32;
  /** i16 × 64 */
  block: usize;
  /** MCUs that have been read, or were passed over; how many there are in a row, in all, and between restart markers. */
  mcu: u32;
  wide: u32;
  total: u32;
  interval: u32;
  /** The MCU that the next restart marker stands before, and that one's number. */
  stop: u32;
  next: u32;
  /** The data behind what the reader has; behind the scan, when it is done. */
  source: usize;
  end: usize;

  /** A scan and its parts, in one piece of memory; null when that is out. */
  static create(): Scan | null {
    const block = aligned(offsetof<Scan>());
    const reader = block + BLOCK_SIZE;
    const arithmetic = reader + aligned(offsetof<BitReader>());
    const band = arithmetic + aligned(offsetof<ArithmeticReader>());
    const components = band + aligned(offsetof<Band>());
    const p = allocZeroed(components + sizeof<u32>() * <usize>MAX_COMPONENTS);
    if (!p) return null;
    const scan = changetype<Scan>(p);
    scan.block = p + block;
    scan.reader = changetype<BitReader>(p + reader);
    scan.arithmetic = changetype<ArithmeticReader>(p + arithmetic);
    scan.band = changetype<Band>(p + band);
    scan.components = p + components;
    return scan;
  }

  // @ts-ignore: decorator
  @inline component(i: u32): Component {
    return changetype<Component>(<usize>load<u32>(this.components + ((<usize>i) << 2)));
  }

  setComponent(i: u32, component: Component): void {
    store<u32>(this.components + ((<usize>i) << 2), <u32>changetype<usize>(component));
  }
}

/** Bytes of a block's coefficients. */
const BLOCK_SIZE: usize = 128;

/** A size up to where vectors may lie. */
// @ts-ignore: decorator
@inline function aligned(size: usize): usize {
  return (size + 15) & ~15;
}

/** Begins with the data behind a scan's header. */
export function beginScan(jpeg: Jpeg, scan: Scan, source: usize, end: usize): void {
  const single = scan.count == 1;
  const first = scan.component(0);
  // A scan of one component has no padding blocks.
  scan.wide = single ? first.ownWide : jpeg.mcusWide;
  scan.total = scan.wide * (single ? first.ownHigh : jpeg.mcusHigh);
  scan.interval = jpeg.restartInterval ? jpeg.restartInterval : scan.total;
  for (let i: u32 = 0; i < scan.count; i++) keepTable(jpeg, scan.component(i));
  scan.mcu = 0;
  scan.next = 0;
  scan.source = source;
  scan.end = end;
  beginInterval(jpeg, scan);
}

function beginInterval(jpeg: Jpeg, scan: Scan): void {
  scan.stop = min(scan.total - scan.mcu, scan.interval) + scan.mcu;
  if (jpeg.arithmetic) scan.arithmetic.start(scan.source, scan.end);
  else scan.reader.start(scan.source, scan.end);
  restart(jpeg, scan);
}

/**
 * Goes on with a scan until so many of its MCUs have been read, or are missing, which sets `jpeg.damaged`; with restart markers,
 * reading goes on behind the next one.
 */
export function runScan(jpeg: Jpeg, scan: Scan, until: u32): void {
  const single = scan.count == 1;
  const wide = scan.wide;
  until = min(until, scan.total);
  while (scan.mcu < until) {
    const stop = min(scan.stop, until);
    let mcu = scan.mcu;
    let ok = true;
    for (let y = mcu / wide, x = mcu % wide; mcu < stop; mcu++) {
      ok = single ? readSingle(jpeg, scan, x, y) : readMcu(jpeg, scan, x, y);
      if (!ok || jpeg.work < 0 || (jpeg.arithmetic ? scan.arithmetic.isPast : scan.reader.isPast)) {
        ok = false;
        break;
      }
      if (++x == wide) {
        x = 0;
        y++;
      }
    }
    scan.mcu = mcu;
    if (!ok) jpeg.damaged = true;
    if (!ok || mcu == scan.stop) endInterval(jpeg, scan);
  }
}

/** Goes to the next interval, or to the scan's end where there is none. */
function endInterval(jpeg: Jpeg, scan: Scan): void {
  const end = scan.end;
  const source = findMarker(jpeg.arithmetic ? scan.arithmetic.source : scan.reader.source, end);
  const stop = scan.stop;
  scan.source = source;
  scan.mcu = scan.total;
  if (stop >= scan.total || jpeg.work < 0) return;
  if (source + 1 >= end || (load<u8>(source, 1) & 0xf8) != 0xd0) {
    jpeg.damaged = true;
    return;
  }
  // Markers that were lost took their intervals with them.
  const ahead = (<u32>load<u8>(source, 1) - scan.next) & 7;
  if (ahead) jpeg.damaged = true;
  const skipped = ahead < 3 ? ahead : 0;
  scan.next += 1 + skipped;
  const behind = <u64>stop + <u64>skipped * <u64>scan.interval;
  if (behind >= <u64>scan.total) return;
  scan.mcu = <u32>behind;
  scan.source += 2;
  beginInterval(jpeg, scan);
}

/** A component's quantization table is the one that holds at its first scan. */
function keepTable(jpeg: Jpeg, component: Component): void {
  if (component.hasTable) return;
  component.hasTable = true;
  memory.copy(component.table, jpeg.quantization + <usize>component.tableIndex * QUANTIZATION_SIZE, QUANTIZATION_SIZE);
}

function restart(jpeg: Jpeg, scan: Scan): void {
  scan.band.endRun = 0;
  for (let i: u32 = 0; i < scan.count; i++) {
    const component = scan.component(i);
    component.predictor = 0;
    component.context = 0;
    if (!jpeg.arithmetic) continue;
    memory.fill(component.dcTable, 0, DC_BINS);
    memory.fill(component.acTable, 0, AC_BINS);
  }
}

/** The next FF that a marker follows, or the end. */
function findMarker(p: usize, end: usize): usize {
  for (; p + 1 < end; p++) if (load<u8>(p) == 255 && load<u8>(p, 1) != 0 && load<u8>(p, 1) != 255) return p;
  return end;
}

function readSingle(jpeg: Jpeg, scan: Scan, x: u32, y: u32): bool {
  jpeg.work--;
  return readOne(jpeg, scan, scan.component(0), x, y);
}

function readMcu(jpeg: Jpeg, scan: Scan, x: u32, y: u32): bool {
  for (let i: u32 = 0; i < scan.count; i++) {
    const component = scan.component(i);
    jpeg.work -= <i64>(component.h * component.v);
    for (let v: u32 = 0; v < component.v; v++) {
      for (let h: u32 = 0; h < component.h; h++) {
        if (!readOne(jpeg, scan, component, x * component.h + h, y * component.v + v)) return false;
      }
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline function readOne(jpeg: Jpeg, scan: Scan, component: Component, x: u32, y: u32): bool {
  if (jpeg.progressive) {
    const block = component.coefficients + ((<usize>y * <usize>component.blocksWide + <usize>x) << 7);
    if (jpeg.arithmetic) return readArithmeticBand(scan.arithmetic, component, block, scan.band);
    return readBand(scan.reader, component, block, scan.band);
  }
  const block = scan.block;
  memory.fill(block, 0, BLOCK_SIZE);
  const last = jpeg.arithmetic ? readArithmeticBlock(scan.arithmetic, component, block) : readBlock(scan.reader, component, block);
  if (last < 0) return false;
  putSamples(jpeg, component, block, last, x, y);
  return true;
}

/** `last`: the number of the last coefficient that may not be 0. */
// @ts-ignore: decorator
@inline function putSamples(jpeg: Jpeg, component: Component, block: usize, last: i32, x: u32, y: u32): void {
  const stride = <usize>component.stride;
  const size = component.blockSize;
  const to = component.plane + <usize>((y - component.above) * size) * stride + <usize>(x * size);
  let table = component.table;
  if (jpeg.precision != 8) {
    toEightBits(block, table);
    table = ONES;
  }
  if (size != 8) {
    if (last) smallTransform(block, table, to, stride, size);
    else fillSmall(<i32>load<i16>(block), table, to, stride, size);
  } else if (last) inverseTransform(block, table, to, stride);
  else fillFlat(<i32>load<i16>(block), table, to, stride);
}

/** Makes the samples of the next row of MCUs, of a picture that is decoded by rows. */
export function readMcuRow(jpeg: Jpeg): void {
  const row = jpeg.rowsRead++;
  const scan = changetype<Scan>(jpeg.scan);
  for (let i: u32 = 0; i < jpeg.components; i++) {
    const component = jpeg.component(i);
    component.above = (row & ~1) * component.v;
    if (jpeg.progressive) transformRow(jpeg, component, row * component.v);
    else blank(component, row);
  }
  if (!jpeg.progressive) runScan(jpeg, scan, (row + 1) * jpeg.mcusWide);
}

/** Makes a row of MCUs gray: what is missing of it stays so. */
function blank(component: Component, row: u32): void {
  const size = (<usize>component.stride * <usize>component.planeRows) >> 1;
  memory.fill(component.plane + (row & 1 ? size : 0), 128, size);
}

/** Turns a progressive picture's coefficients into samples: one component's in a row of MCUs, which begins with block row `top`. */
function transformRow(jpeg: Jpeg, component: Component, top: u32): void {
  if (!component.hasTable) return; // had no scan
  let block = component.coefficients + ((<usize>top * <usize>component.blocksWide) << 7);
  for (let y = top; y < top + component.v; y++) {
    for (let x: u32 = 0; x < component.blocksWide; x++) {
      putSamples(jpeg, component, block, 1, x, y);
      block += BLOCK_SIZE;
    }
  }
}
