import { alloc, free, realloc } from './heap';

/**
 * Bytes that grow: decoded streams, commands, vectors of numbers. 32 bytes past the end may be read and written
 * (engine rule: hot kernels check once a block), so `limit` is 32 less than what the heap gave.
 *
 *   Buffer  ┌ 0  contents    ┌ 4  bytes used    ┌ 8  bytes that fit    ┌ 12 failed: memory was out
 */
@unmanaged
export class Buffer {
  data: usize;
  length: u32;
  limit: u32;
  failed: bool;

  /** A new empty buffer on the heap, or null when memory is out. */
  static create(limit: u32 = 0): Buffer | null {
    const p = alloc(offsetof<Buffer>());
    if (!p) return null;
    const buffer = changetype<Buffer>(p);
    buffer.init();
    if (limit) buffer.reserve(limit);
    return buffer;
  }

  /** Gives back a buffer that there may be, and its contents. */
  static drop(buffer: Buffer | null): void {
    if (buffer) buffer.destroy();
  }

  /** Sets up a buffer that lies inside another struct. */
  init(): void {
    this.data = 0;
    this.length = 0;
    this.limit = 0;
    this.failed = false;
  }

  /** Makes room for `more` bytes after the end. False, and `failed` set, when memory is out. */
  reserve(more: u32): bool {
    const want = <u64>this.length + <u64>more;
    if (want <= <u64>this.limit && this.data) return true;
    let limit = max<u64>(want, <u64>this.limit + ((<u64>this.limit) >> 1));
    if (limit < 64) limit = 64;
    if (limit > 0x3ff00000) {
      limit = want;
      if (limit > 0x3ff00000) {
        this.failed = true;
        return false;
      }
    }
    const p = realloc(this.data, <usize>limit + 32, <usize>this.length + 32);
    if (!p) {
      this.failed = true;
      return false;
    }
    this.data = p;
    this.limit = <u32>limit;
    return true;
  }

  /** The address where `size` new bytes may be written, or 0 when memory is out. */
  extend(size: u32): usize {
    if (!this.reserve(size)) return 0;
    const p = this.data + this.length;
    this.length += size;
    return p;
  }

  pushU8(value: u32): void {
    if (this.length >= this.limit && !this.reserve(1)) return;
    store<u8>(this.data + this.length, <u8>value);
    this.length++;
  }

  pushU32(value: u32): void {
    const p = this.extend(4);
    if (p) store<u32>(p, value);
  }

  pushF32(value: f32): void {
    const p = this.extend(4);
    if (p) store<f32>(p, value);
  }

  pushBytes(from: usize, size: u32): void {
    const p = this.extend(size);
    if (p) memory.copy(p, from, size);
  }

  /** The i-th 32-bit number. */
  // @ts-ignore: decorator
  @inline getU32(i: u32): u32 {
    return load<u32>(this.data + ((<usize>i) << 2));
  }

  /** Forgets the contents, keeps the room. */
  clear(): void {
    this.length = 0;
    this.failed = false;
  }

  /** Gives the contents back; the buffer can be used again. */
  release(): void {
    free(this.data);
    this.init();
  }

  /** Gives back the contents and the buffer itself. */
  destroy(): void {
    this.release();
    free(changetype<usize>(this));
  }
}
