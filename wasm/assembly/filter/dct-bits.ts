import { FAST_BITS, longEntry } from './dct-huffman';

/**
 * The bits of entropy-coded segments: a 0 byte behind FF is left out, and a marker ends the segment (ITU-T T.81, B.1.1.5).
 * Behind the end come zeros.
 */
@unmanaged
export class BitReader {
  /** The lowest `count` bits are those that come next. */
  bits: u64;
  count: u32;
  /** How many of the lowest bits are not of the file. */
  padding: u32;
  source: usize;
  end: usize;

  start(source: usize, end: usize): void {
    this.bits = 0;
    this.count = 0;
    this.padding = 0;
    this.source = source;
    this.end = end;
  }

  /** Whether more has been taken than there was. */
  // @ts-ignore: decorator
  @inline get isPast(): bool {
    return this.count < this.padding;
  }

  /** At least 57 bits. */
  fill(): void {
    let bits = this.bits;
    let count = this.count;
    let source = this.source;
    const end = this.end;
    while (count <= 56) {
      let byte: u32 = 0;
      if (source < end) {
        byte = <u32>load<u8>(source);
        if (byte != 255) {
          source++;
        } else if (source + 1 < end && !load<u8>(source, 1)) {
          source += 2;
        } else {
          byte = 0;
          this.padding = min<u32>(this.padding + 8, 128);
        }
      } else {
        this.padding = min<u32>(this.padding + 8, 128);
      }
      bits = (bits << 8) | (<u64>byte);
      count += 8;
    }
    this.bits = bits;
    this.count = count;
    this.source = source;
  }

  // @ts-ignore: decorator
  @inline need(): void {
    if (this.count < 32) this.fill();
  }

  /** The next `n` bits, 0 to 16; `need` comes first. */
  // @ts-ignore: decorator
  @inline take(n: u32): u32 {
    this.count -= n;
    return (<u32>(this.bits >> (<u64>this.count))) & ((1 << n) - 1);
  }

  /** Takes a code and returns its symbol, run << 4 | size; -1 when there is none. */
  symbol(table: usize): i32 {
    this.need();
    const fast = load<u32>(table + ((<usize>((<u32>(this.bits >> (<u64>(this.count - FAST_BITS)))) & ((1 << FAST_BITS) - 1))) << 2));
    let length = fast & 63;
    let entry = fast;
    if (fast & 64) {
      length -= (fast >> 12) & 15; // the value behind the code is not wanted here
    } else if (!length) {
      entry = longEntry(table, (<u32>(this.bits >> (<u64>(this.count - 16)))) & 0xffff);
      length = entry & 63;
      if (!length) return -1;
    }
    this.count -= length;
    return (<i32>(((entry >> 8) & 15) << 4)) | (<i32>((entry >> 12) & 15));
  }
}
