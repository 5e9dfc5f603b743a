/**
 * Huffman codes of JPEG (ITU-T T.81, annex C and F.2.2.3). A code of up to ten bits is found in a table by the bits
 * themselves, together with the value behind it where that fits too.
 *
 *   Huffman ┌ entries (u32 × 1024)   limits (u32 × 17)   offsets (i32 × 17)   symbols (u8 × 256)
 *   entry   ┌ bits 0-5 bits to take, 0: the code is longer, or there is none   6 value is there   8-11 run   12-15 size
 *           └ 16-31 value (signed)
 *
 * `limits[n]`: the first 16-bit number above all that begin with a code of n bits or fewer; `offsets[n]`: what is added to
 * a code of n bits to get the place of its symbol.
 */
export const FAST_BITS: u32 = 10;
export const VALUE_KNOWN: u32 = 64;
const LIMITS: usize = 4 << FAST_BITS;
const OFFSETS: usize = LIMITS + 17 * 4;
const SYMBOLS: usize = OFFSETS + 17 * 4;
/** Bytes of a table. */
export const HUFFMAN_SIZE: usize = SYMBOLS + 256;

/**
 * Makes a table of a DHT segment's 16 counts and the symbols behind them, of which `available` bytes are there. The number
 * of symbols, or -1 when the counts cannot be.
 */
export function buildHuffman(table: usize, counts: usize, available: u32): i32 {
  let total: u32 = 0;
  let code: u32 = 0;
  for (let n: usize = 1; n <= 16; n++) {
    const count = <u32>load<u8>(counts + n - 1);
    store<i32>(table + OFFSETS + (n << 2), <i32>total - <i32>code);
    total += count;
    code += count;
    if (code > 1 << (<u32>n)) return -1;
    store<u32>(table + LIMITS + (n << 2), code << (16 - <u32>n));
    code <<= 1;
  }
  if (total > 256 || total > available) return -1;
  memory.copy(table + SYMBOLS, counts + 16, total);
  memory.fill(table, 0, LIMITS);
  for (let bits: u32 = 0; bits < 1 << FAST_BITS; bits++) {
    const n = lengthOf(table, bits << (16 - FAST_BITS));
    if (n <= FAST_BITS) store<u32>(table + ((<usize>bits) << 2), entryOf(table, bits, n));
  }
  return <i32>total;
}

/** Bits of the code that 16 bits begin with; 17: there is none. */
function lengthOf(table: usize, bits: u32): u32 {
  let n: usize = 1;
  while (n <= 16 && bits >= load<u32>(table + LIMITS + (n << 2))) n++;
  return <u32>n;
}

function entryOf(table: usize, bits: u32, n: u32): u32 {
  const symbol = symbolOf(table, bits >> (FAST_BITS - n), n);
  const size = symbol & 15;
  const run = symbol >> 4;
  const entry = (run << 8) | (size << 12);
  if (!size || n + size > FAST_BITS) return entry | n;
  const value = extend((bits >> (FAST_BITS - n - size)) & ((1 << size) - 1), size);
  return entry | (n + size) | VALUE_KNOWN | ((<u32>value) << 16);
}

// @ts-ignore: decorator
@inline function symbolOf(table: usize, code: u32, n: u32): u32 {
  const place = <i32>code + load<i32>(table + OFFSETS + ((<usize>n) << 2));
  return <u32>load<u8>(table + SYMBOLS + <usize>(place & 255));
}

/** The entry of a code of more than ten bits, from the next 16; 0 when there is none. */
export function longEntry(table: usize, bits: u32): u32 {
  const n = lengthOf(table, bits);
  if (n > 16) return 0;
  const symbol = symbolOf(table, bits >> (16 - n), n);
  return n | ((symbol >> 4) << 8) | ((symbol & 15) << 12);
}

/** T.81, F.12: `size` bits as a signed number. */
// @ts-ignore: decorator
@inline export function extend(bits: u32, size: u32): i32 {
  return <i32>bits - ((<i32>((1 << size) - 1)) & (<i32>(bits >> (size - 1)) - 1));
}
