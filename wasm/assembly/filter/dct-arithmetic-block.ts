import { ArithmeticReader } from './dct-arithmetic';
import { Band, ZIGZAG } from './dct-block';
import { Component } from './dct-frame';

/**
 * Coefficients of arithmetic-coded blocks: ITU-T T.81, F.2.4, and G.1.3 for progressive pictures. Each table has a
 * statistics area of bins (tables F.4 and F.5), which stands where a Huffman-coded picture has its codes.
 *
 *   DC ┌ for each of five contexts 0 zero  1 sign  2 +1  3 -1   20 size (× 15)   34 its bits (× 14)
 *   AC ┌ for each coefficient but the first 0 end of block  1 zero  2 ±1   189, 217 size, below and above Kx   203, 231 bits
 */
export const DC_BINS: usize = 64;
export const AC_BINS: usize = 256;
const DC_SIZES: usize = 20;
const AC_SIZES: usize = 189;
const AC_SIZES_HIGH: usize = 217;
/** From the bin of a size to that of its bits. */
const BITS: usize = 14;
/** No difference and no coefficient is larger. */
const LIMIT: u32 = 1 << 15;

/** All coefficients of a block, which is clear before; the number of the last one that may not be 0, -1 for damage. */
export function readArithmeticBlock(reader: ArithmeticReader, component: Component, block: usize): i32 {
  if (!readDifference(reader, component)) return -1;
  store<i16>(block, <i16>component.predictor);
  return readCoefficients(reader, component, block, 1, 63, 0);
}

/** A block's part in a scan of a progressive picture; false for damage. */
export function readArithmeticBand(reader: ArithmeticReader, component: Component, block: usize, band: Band): bool {
  if (band.first) {
    if (band.refines) return refineBand(reader, component, block, band);
    return readCoefficients(reader, component, block, band.first, band.last, band.shift) >= 0;
  }
  if (band.refines) {
    if (reader.decideEven()) store<i16>(block, <i16>((<i32>load<i16>(block)) | (1 << band.shift)));
    return true;
  }
  if (!readDifference(reader, component)) return false;
  store<i16>(block, <i16>(component.predictor << band.shift));
  return true;
}

/** F.2.4.1: adds the difference to the predictor. What it was like is the next one's context, F.1.4.4.1.2. */
function readDifference(reader: ArithmeticReader, component: Component): bool {
  const table = component.dcTable;
  let bin = table + <usize>component.context;
  component.context = 0;
  if (!reader.decide(bin)) return true;
  const negative = reader.decide(bin + 1);
  bin += negative ? 3 : 2;
  let high = reader.decide(bin);
  if (high) {
    bin = table + DC_SIZES;
    while (reader.decide(bin)) {
      high <<= 1;
      if (high == LIMIT) return false;
      bin++;
    }
  }
  const bounds = component.dcBounds;
  const least = (1 << (bounds & 15)) >> 1;
  const most = (1 << (bounds >> 4)) >> 1;
  if (high >= <u32>least) component.context = (high > <u32>most ? 12 : 4) + (negative << 2);
  component.predictor += withBits(reader, bin, high, negative);
  return true;
}

/** The bits below the highest one, of what a magnitude is more than 1; and the sign. */
function withBits(reader: ArithmeticReader, bin: usize, high: u32, negative: u32): i32 {
  let value = high;
  bin += BITS;
  for (let bit = high >> 1; bit; bit >>= 1) if (reader.decide(bin)) value |= bit;
  return negative ? -(<i32>(value + 1)) : <i32>(value + 1);
}

/** F.2.4.2. */
function readCoefficients(reader: ArithmeticReader, component: Component, block: usize, first: u32, end: u32, shift: u32): i32 {
  const table = component.acTable;
  let last: u32 = 0;
  for (let k = first; k <= end; k++) {
    let bin = table + <usize>(3 * (k - 1));
    if (reader.decide(bin)) break;
    while (!reader.decide(bin + 1)) {
      bin += 3;
      if (++k > end) return -1;
    }
    const negative = reader.decideEven();
    bin += 2;
    let high = reader.decide(bin);
    if (high && reader.decide(bin)) {
      high = 2;
      bin = table + (k <= component.acBound ? AC_SIZES : AC_SIZES_HIGH);
      while (reader.decide(bin)) {
        high <<= 1;
        if (high == LIMIT) return -1;
        bin++;
      }
    }
    last = k;
    store<i16>(block + ((<usize>load<u8>(ZIGZAG + <usize>k)) << 1), <i16>(withBits(reader, bin, high, negative) << shift));
  }
  return <i32>last;
}

/** G.1.3.3: a bit more for those that are there, and new ones of ±1 between them; a block ends behind its last one at the earliest. */
function refineBand(reader: ArithmeticReader, component: Component, block: usize, band: Band): bool {
  const bit = 1 << band.shift;
  const end = band.last;
  let known = end;
  while (known >= band.first && !load<i16>(placeOf(block, known))) known--;
  for (let k = band.first; k <= end; k++) {
    let bin = component.acTable + <usize>(3 * (k - 1));
    if (k > known && reader.decide(bin)) break;
    while (true) {
      const p = placeOf(block, k);
      const value = <i32>load<i16>(p);
      if (value) {
        if (reader.decide(bin + 2)) store<i16>(p, <i16>(value < 0 ? value - bit : value + bit));
        break;
      }
      if (reader.decide(bin + 1)) {
        store<i16>(p, <i16>(reader.decideEven() ? -bit : bit));
        break;
      }
      bin += 3;
      if (++k > end) return false;
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline function placeOf(block: usize, k: u32): usize {
  return block + ((<usize>load<u8>(ZIGZAG + <usize>k)) << 1);
}
