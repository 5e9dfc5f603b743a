import { alloc, allocZeroed, free } from '../memory/heap';

/**
 * A file's bytes. A caller who has them all in memory gives them as one piece; else the host reads blocks when they are
 * first needed, and those that were used longest ago make room for new ones. An offset counts from the file's start.
 *
 * A read never fails here: a host that cannot read throws, which ends the call into the engine. The instance is of no
 * use after that, as after a trap (wasm/src/core.ts).
 */

/** Reads `length` bytes at an offset of the file to an address (wasm/src/source/). */
// @ts-ignore: decorator
@external("host", "readSource")
declare function readSource(offset: u32, length: u32, to: usize): void;

/** A multiple of a disk's page, and little to wait for on a network. */
export const BLOCK: u32 = 65536;
/** Bytes of blocks that are held. */
const BUDGET: u32 = 8 << 20;
/** As many missing blocks in a row as this are read to where they are wanted: large streams would drive out all else. */
const LONG_RUN: u32 = 4;
/** Bytes behind the end of a view that may be read, and are zero. */
const SLACK: usize = 64;

/** A block that is held: behind it are its bytes, `BLOCK` of them, of the last block of a file fewer. */
@unmanaged
class Block {
  /** Its place in the file, in blocks. */
  index: u32;
  /** The block used after it, and the one used before it; null: none. */
  after: Block | null;
  before: Block | null;

  // @ts-ignore: decorator
  @inline get bytes(): usize {
    return changetype<usize>(this) + offsetof<Block>();
  }
}


@unmanaged
export class Source {
  length: u32;
  /** The whole file, with `SLACK` readable bytes behind its end; 0: it is read by blocks. */
  bytes: usize;
  /** The address of each block, 0: it is not held. */
  private blocks: usize;
  private newest: Block | null;
  private oldest: Block | null;
  private held: u32;

  /** `bytes` 0: to be read by blocks. Null when memory is out. */
  static create(bytes: usize, length: u32): Source | null {
    const p = allocZeroed(offsetof<Source>());
    const blocks: usize = bytes ? 0 : allocZeroed((((<usize>length) >> 16) + 1) << 2);
    if (!p || (!bytes && !blocks)) {
      free(p);
      free(blocks);
      return null;
    }
    const source = changetype<Source>(p);
    source.bytes = bytes;
    source.length = length;
    source.blocks = blocks;
    return source;
  }

  /** Gives back a source that has no blocks yet. */
  destroy(): void {
    free(this.blocks);
    free(changetype<usize>(this));
  }

  /** Copies the bytes from `from` on, `count` of them or those that there are. */
  copy(from: u32, count: u32, to: usize): void {
    if (from >= this.length) return;
    let left = min(count, this.length - from);
    if (this.bytes) {
      memory.copy(to, this.bytes + from, left);
      return;
    }
    while (left) {
      const index = from / BLOCK;
      const block = this.blockAt(index);
      let size = min(left, (index + 1) * BLOCK - from);
      if (block) {
        memory.copy(to, block.bytes + (from - index * BLOCK), size);
      } else {
        const end = from + left;
        let next = index + 1;
        while (next * BLOCK < end && next - index < 1024 && !this.blockAt(next)) next++;
        if (next - index >= LONG_RUN) {
          size = min(left, next * BLOCK - from);
          readSource(from, size, to);
        } else if (!this.bring(index)) {
          readSource(from, size, to);
        } else {
          continue;
        }
      }
      from += size;
      to += size;
      left -= size;
    }
  }

  /** A block that is held, which now counts as the one used last; else 0. */
  private blockAt(index: u32): Block | null {
    const block = changetype<Block | null>(<usize>load<u32>(this.slotOf(index)));
    if (block && block != this.newest) {
      this.unlink(block);
      this.link(block);
    }
    return block;
  }

  /** Where the address of a block is kept. */
  // @ts-ignore: decorator
  @inline private slotOf(index: u32): usize {
    return this.blocks + ((<usize>index) << 2);
  }

  /** Reads a block. False when there is no memory for it. */
  private bring(index: u32): bool {
    const block = this.room();
    if (!block) return false;
    block.index = index;
    const from = index * BLOCK;
    readSource(from, min(BLOCK, this.length - from), block.bytes);
    store<u32>(this.slotOf(index), <u32>changetype<usize>(block));
    this.link(block);
    return true;
  }

  /** A new block, or in its place the one that was not used for the longest time; null when memory is out, and there is none. */
  private room(): Block | null {
    const made = this.held < BUDGET / BLOCK ? alloc(offsetof<Block>() + BLOCK) : 0;
    if (made) {
      this.held++;
      return changetype<Block>(made);
    }
    const oldest = this.oldest;
    if (oldest) {
      this.unlink(oldest);
      store<u32>(this.slotOf(oldest.index), 0);
    }
    return oldest;
  }

  private link(block: Block): void {
    const newest = this.newest;
    block.after = null;
    block.before = newest;
    if (newest) newest.after = block;
    else this.oldest = block;
    this.newest = block;
  }

  private unlink(block: Block): void {
    const after = block.after;
    const before = block.before;
    if (after) after.before = before;
    else this.newest = before;
    if (before) before.after = after;
    else this.oldest = after;
  }
}

/**
 * A stretch of a file in memory: in place where the file is there as a whole, else a copy of it. `SLACK` bytes behind
 * its end may be read.
 *
 *   from           offset in the file of the byte at `start`
 *   start … end    the bytes
 */
@unmanaged
export class View {
  source: Source;
  from: u32;
  start: usize;
  end: usize;
  private held: usize;
  private room: u32;

  static create(source: Source): View | null {
    const p = allocZeroed(offsetof<View>());
    if (p) changetype<View>(p).source = source;
    return changetype<View>(p);
  }

  /** Shows the bytes from `from` on, `count` of them or those that there are; none when memory is out. A whole file is always shown to its end. */
  show(from: u32, count: u32): void {
    const source = this.source;
    from = min(from, source.length);
    this.from = from;
    if (source.bytes) {
      this.start = source.bytes + from;
      this.end = source.bytes + source.length;
      return;
    }
    count = min(count, source.length - from);
    if (count > this.room) {
      free(this.held);
      this.held = alloc(<usize>count + SLACK);
      this.room = this.held ? count : 0;
      count = this.room;
    }
    this.start = this.held;
    this.end = this.held + count;
    if (!count) return;
    source.copy(from, count, this.held);
    memory.fill(this.end, 0, SLACK);
  }

  /** Whether the file goes on behind the view. */
  get goesOn(): bool {
    return this.from + <u32>(this.end - this.start) < this.source.length;
  }

  /** The offset of an address in the view. */
  offsetOf(p: usize): u32 {
    return this.from + <u32>(p - this.start);
  }

  /** The address of an offset in the view. */
  addressOf(offset: u32): usize {
    return this.start + (offset - this.from);
  }

  destroy(): void {
    free(this.held);
    free(changetype<usize>(this));
  }

  /** Gives back a copy that is larger than `keep` bytes. */
  shrink(keep: u32): void {
    if (this.room <= keep) return;
    free(this.held);
    this.held = 0;
    this.room = 0;
    this.start = 0;
    this.end = 0;
  }
}
