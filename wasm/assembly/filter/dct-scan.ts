import { Band, readBand, readBlock } from './dct-block';
import { ArithmeticReader } from './dct-arithmetic';
import { AC_BINS, DC_BINS, readArithmeticBand, readArithmeticBlock } from './dct-arithmetic-block';
import { BitReader } from './dct-bits';
import { Component, Jpeg, QUANTIZATION_SIZE } from './dct-frame';
import { fillFlat, inverseTransform } from './dct-idct';
import { fillSmall, smallTransform } from './dct-idct-scaled';
import { ONES, toEightBits } from './dct-precision';

/**
 * One scan: the blocks of one component, or the interleaved ones of several (ITU-T T.81, A.2). A sequential picture's
 * blocks become samples at once, a progressive one's are kept.
 *
 *   components ┌ address of each `Component` (u32 × 4)
 */
@unmanaged
export class Scan {
  reader: BitReader;
  arithmetic: ArithmeticReader;
  band: Band;
  components: usize;
  count: u32;
  /** i16 × 64 */
  block: usize;

  // @ts-ignore: decorator
  @inline component(i: u32): Component {
    return changetype<Component>(<usize>load<u32>(this.components + ((<usize>i) << 2)));
  }
}

/**
 * Reads a scan's data and returns where they end: at the marker behind them. Sets `jpeg.damaged` when blocks are missing;
 * with restart markers, reading goes on behind the next one.
 */
export function readScan(jpeg: Jpeg, scan: Scan, source: usize, end: usize): usize {
  const reader = scan.reader;
  const single = scan.count == 1;
  const first = scan.component(0);
  // A scan of one component has no padding blocks.
  const wide = single ? first.ownWide : jpeg.mcusWide;
  const high = single ? first.ownHigh : jpeg.mcusHigh;
  const total = wide * high;
  const interval = jpeg.restartInterval ? jpeg.restartInterval : total;
  for (let i: u32 = 0; i < scan.count; i++) keepTable(jpeg, scan.component(i));
  let next: u32 = 0; // number of the next restart marker
  for (let mcu: u32 = 0; mcu < total;) {
    if (jpeg.arithmetic) scan.arithmetic.start(source, end);
    else reader.start(source, end);
    restart(jpeg, scan);
    const stop = min(total - mcu, interval) + mcu;
    for (; mcu < stop; mcu++) {
      const ok = single ? readSingle(jpeg, scan, mcu % wide, mcu / wide) : readMcu(jpeg, scan, mcu % wide, mcu / wide);
      if (!ok || jpeg.work < 0 || (jpeg.arithmetic ? scan.arithmetic.isPast : reader.isPast)) break;
    }
    if (mcu < stop) jpeg.damaged = true;
    source = findMarker(jpeg.arithmetic ? scan.arithmetic.source : reader.source, end);
    if (stop >= total || jpeg.work < 0) return source;
    if (source + 1 >= end || (load<u8>(source, 1) & 0xf8) != 0xd0) {
      jpeg.damaged = true;
      return source;
    }
    // Markers that were lost took their intervals with them.
    const ahead = (<u32>load<u8>(source, 1) - next) & 7;
    if (ahead) jpeg.damaged = true;
    const skipped = ahead < 3 ? ahead : 0;
    next += 1 + skipped;
    const behind = <u64>stop + <u64>skipped * <u64>interval;
    if (behind > <u64>total) return source;
    mcu = <u32>behind;
    source += 2;
  }
  return source;
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
  memory.fill(block, 0, 128);
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
  const to = component.plane + <usize>(y * size) * stride + <usize>(x * size);
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

/** Turns a progressive picture's coefficients into samples, after all scans. */
export function finishProgressive(jpeg: Jpeg): void {
  for (let i: u32 = 0; i < jpeg.components; i++) {
    const component = jpeg.component(i);
    if (!component.hasTable) continue; // had no scan
    let block = component.coefficients;
    for (let y: u32 = 0; y < component.blocksHigh; y++) {
      for (let x: u32 = 0; x < component.blocksWide; x++) {
        putSamples(jpeg, component, block, 1, x, y);
        block += 128;
      }
    }
  }
  jpeg.dropCoefficients();
}
