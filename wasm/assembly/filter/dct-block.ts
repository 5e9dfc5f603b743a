import { BitReader } from './dct-bits';
import { Component } from './dct-frame';
import { extend, FAST_BITS, longEntry, VALUE_KNOWN } from './dct-huffman';

/**
 * Place in a block (natural order) of each coefficient in the order of the file: ITU-T T.81, figure A.6. Runs may lead up
 * to 16 past the end, all to the last place.
 */
// prettier-ignore
// @ts-ignore: decorator
@lazy export const ZIGZAG: usize = memory.data<u8>([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
  58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
  63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
]);

const FAST_MASK: u32 = (1 << FAST_BITS) - 1;

/**
 * Reads all coefficients of a block (T.81, F.2.2), which is clear before. The number of the last one that may not be 0,
 * or -1 for a code that does not exist.
 */
export function readBlock(reader: BitReader, component: Component, block: usize): i32 {
  const size = reader.symbol(component.dcTable);
  if (size < 0 || size > 15) return -1;
  reader.need();
  if (size) component.predictor += extend(reader.take(size), size);
  store<i16>(block, <i16>component.predictor);
  // From here on the reader's state is in locals: this loop is where decoding spends its time.
  const table = component.acTable;
  const fastEnd = reader.end - 8;
  let bits = reader.bits;
  let count = reader.count;
  let source = reader.source;
  let k: u32 = 1;
  let last: u32 = 0;
  while (k < 64) {
    if (count < 32) {
      const next = bswap<u32>(load<u32>(source));
      // No byte is FF: adding 1 to each would carry out of one that is (the exact test does not matter, `fill` is right for all).
      if (source < fastEnd && !(next & ~(next + 0x01010101) & 0x80808080)) {
        bits = (bits << 32) | (<u64>next);
        count += 32;
        source += 4;
      } else {
        reader.bits = bits;
        reader.count = count;
        reader.source = source;
        reader.fill();
        bits = reader.bits;
        count = reader.count;
        source = reader.source;
      }
    }
    let entry = load<u32>(table + ((<usize>((<u32>(bits >> (<u64>(count - FAST_BITS)))) & FAST_MASK)) << 2));
    if (entry & VALUE_KNOWN) {
      count -= entry & 63;
      k += (entry >> 8) & 15;
      last = k;
      store<i16>(block + ((<usize>load<u8>(ZIGZAG + k)) << 1), <i16>((<i32>entry) >> 16));
      k++;
      continue;
    }
    if (!entry) {
      entry = longEntry(table, (<u32>(bits >> (<u64>(count - 16)))) & 0xffff);
      if (!entry) return -1;
    }
    count -= entry & 63;
    const length = (entry >> 12) & 15;
    const run = (entry >> 8) & 15;
    if (!length) {
      if (run < 15) break;
      k += 16;
      continue;
    }
    k += run;
    last = k;
    count -= length;
    store<i16>(block + ((<usize>load<u8>(ZIGZAG + k)) << 1), <i16>extend((<u32>(bits >> (<u64>count))) & ((1 << length) - 1), length));
    k++;
  }
  reader.bits = bits;
  reader.count = count;
  reader.source = source;
  return <i32>last;
}

/** What a scan of a progressive picture brings: T.81, G.1.1. */
@unmanaged
export class Band {
  /** First and last coefficient. */
  first: u32;
  last: u32;
  /** Whether the values are refined by one bit, and how far values are shifted. */
  refines: bool;
  shift: u32;
  /** Blocks that follow without anything new in this band. */
  endRun: u32;
}

/** Reads a block's part in a scan of a progressive picture. False for a code that does not exist. */
export function readBand(reader: BitReader, component: Component, block: usize, band: Band): bool {
  if (!band.first) return band.refines ? refineFirst(reader, block, band) : readFirst(reader, component, block, band);
  return band.refines ? refineBand(reader, component, block, band) : readNew(reader, component, block, band);
}

/** G.1.2.1: the first coefficient. */
function readFirst(reader: BitReader, component: Component, block: usize, band: Band): bool {
  const size = reader.symbol(component.dcTable);
  if (size < 0 || size > 15) return false;
  reader.need();
  if (size) component.predictor += extend(reader.take(size), size);
  store<i16>(block, <i16>(component.predictor << band.shift));
  return true;
}

function refineFirst(reader: BitReader, block: usize, band: Band): bool {
  reader.need();
  if (reader.take(1)) store<i16>(block, <i16>((<i32>load<i16>(block)) | (1 << band.shift)));
  return true;
}

/** G.1.2.2: others, for the first time. */
function readNew(reader: BitReader, component: Component, block: usize, band: Band): bool {
  if (band.endRun) {
    band.endRun--;
    return true;
  }
  for (let k = band.first; k <= band.last; k++) {
    const symbol = reader.symbol(component.acTable);
    if (symbol < 0) return false;
    const run = symbol >> 4;
    const size = symbol & 15;
    reader.need();
    if (!size) {
      if (run < 15) {
        band.endRun = (1 << run) - 1 + reader.take(run);
        return true;
      }
      k += 15;
      continue;
    }
    k += run;
    const value = extend(reader.take(size), size) << band.shift;
    store<i16>(block + ((<usize>load<u8>(ZIGZAG + k)) << 1), <i16>value);
  }
  return true;
}

/** G.1.2.3: a bit more for those that are there, and new ones of ±1 between them. */
function refineBand(reader: BitReader, component: Component, block: usize, band: Band): bool {
  const bit = 1 << band.shift;
  let k = band.first;
  if (!band.endRun) {
    for (; k <= band.last; k++) {
      const symbol = reader.symbol(component.acTable);
      if (symbol < 0) return false;
      let run = symbol >> 4;
      let value = 0;
      reader.need();
      if (symbol & 15) {
        value = reader.take(1) ? bit : -bit;
      } else if (run < 15) {
        band.endRun = (1 << run) + reader.take(run);
        break;
      }
      // Past `run` coefficients that are still 0.
      for (; k <= band.last; k++) {
        const p = block + ((<usize>load<u8>(ZIGZAG + k)) << 1);
        if (load<i16>(p)) refine(reader, p, bit);
        else if (run-- == 0) break;
      }
      if (value && k <= band.last) store<i16>(block + ((<usize>load<u8>(ZIGZAG + k)) << 1), <i16>value);
    }
  }
  if (!band.endRun) return true;
  for (; k <= band.last; k++) {
    const p = block + ((<usize>load<u8>(ZIGZAG + k)) << 1);
    if (load<i16>(p)) refine(reader, p, bit);
  }
  band.endRun--;
  return true;
}

/** Reads one more bit of a coefficient's magnitude. */
// @ts-ignore: decorator
@inline function refine(reader: BitReader, p: usize, bit: i32): void {
  reader.need();
  if (!reader.take(1)) return;
  const value = <i32>load<i16>(p);
  if (!(value & bit)) store<i16>(p, <i16>(value < 0 ? value - bit : value + bit));
}
