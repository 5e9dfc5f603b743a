import { Arena } from '../../memory/arena';

/**
 * A piece of a font file. Every read is checked: what lies past the end reads as 0, so no offset or count that a
 * font gives can lead outside it. Numbers are big-endian (OpenType, "Data types").
 *
 *   Bytes   ┌ 0  address    ┌ 4  length
 */
@unmanaged
export class Bytes {
  data: usize;
  length: u32;

  /** A new piece in `arena`, or null when memory is out. */
  static create(arena: Arena, data: usize, length: u32): Bytes | null {
    const p = arena.alloc(offsetof<Bytes>());
    if (!p) return null;
    const bytes = changetype<Bytes>(p);
    bytes.data = data;
    bytes.length = length;
    return bytes;
  }

  /** Whether `size` bytes lie at `offset`. */
  // @ts-ignore: decorator
  @inline has(offset: u32, size: u32): bool {
    return offset <= this.length && this.length - offset >= size;
  }

  u8(offset: u32): u32 {
    return this.has(offset, 1) ? <u32>load<u8>(this.data + offset) : 0;
  }

  u16(offset: u32): u32 {
    return this.has(offset, 2) ? <u32>bswap<u16>(load<u16>(this.data + offset)) : 0;
  }

  i16(offset: u32): i32 {
    return <i32>(<i16>this.u16(offset));
  }

  u32(offset: u32): u32 {
    return this.has(offset, 4) ? bswap<u32>(load<u32>(this.data + offset)) : 0;
  }

  /** An unsigned number of `size` bytes, 1 to 4. */
  uint(offset: u32, size: u32): u32 {
    let value: u32 = 0;
    for (let i: u32 = 0; i < size; i++) value = (value << 8) | this.u8(offset + i);
    return value;
  }

  /** Becomes `length` bytes at `offset` of `from`, cut where that ends; empty when `offset` is outside. */
  slice(from: Bytes, offset: u32, length: u32): void {
    if (offset > from.length) {
      this.data = from.data;
      this.length = 0;
      return;
    }
    this.data = from.data + offset;
    this.length = min<u32>(length, from.length - offset);
  }

  /** Whether these are the same characters as `length` bytes at `p`. */
  equals(p: usize, length: u32): bool {
    return this.length == length && memory.compare(this.data, p, length) == 0;
  }
}
