import { adopt, alloc, blockSize, free, freeOwned, initOwner, ownedBytes } from './heap';

/** A block of the heap that an arena takes its pieces from. */
@unmanaged
class Chunk {
  /** The chunk before it, 0 for the first. */
  before: usize;
  /** Its header included. */
  size: usize;
}
/** Where its pieces begin. */
const CONTENTS: usize = 16;

/**
 * An arena: memory that is taken piece by piece and given back all at once, or back to a mark. It may own blocks of the
 * heap besides (`adopt`). There is one for each lifetime: the document, a generation of its cache, a page, a call.
 */
@unmanaged
export class Arena {
  /** The last `Chunk`. */
  chunk: usize;
  /** The next free byte. */
  next: usize;
  /** The ring of owned blocks, which `initOwner` makes: it has to lie here. */
  private firstOwned: usize;
  private lastOwned: usize;
  /** The end of the last chunk. */
  end: usize;
  /** The size of the next chunk. */
  step: u32;

  /** A new arena on the heap, or null when memory is out. */
  static create(step: u32 = 16384): Arena | null {
    const p = alloc(offsetof<Arena>());
    if (!p) return null;
    const arena = changetype<Arena>(p);
    arena.chunk = 0;
    arena.next = 0;
    arena.end = 0;
    arena.step = step;
    initOwner(p);
    return arena;
  }

  /** `size` bytes, aligned to 8 and cleared; 0 when memory is out. */
  alloc(size: usize): usize {
    const p = this.allocRaw(size);
    if (p) memory.fill(p, 0, size);
    return p;
  }

  /** `size` bytes, aligned to 8, with whatever is in them: for who writes them all. 0 when memory is out. */
  allocRaw(size: usize): usize {
    const p = (this.next + 7) & ~7;
    if (p + size > this.end || p + size < p || !this.chunk) return this.allocSlow(size);
    this.next = p + size;
    return p;
  }

  private allocSlow(size: usize): usize {
    if (size > 0x3ff00000) return 0;
    const want = max<usize>(this.step, size + 32);
    const chunk = alloc(want);
    if (!chunk) return 0;
    changetype<Chunk>(chunk).before = this.chunk;
    changetype<Chunk>(chunk).size = want;
    this.chunk = chunk;
    this.end = chunk + want;
    if (this.step < 1 << 20) this.step <<= 1;
    const p = chunk + CONTENTS;
    this.next = p + size;
    return p;
  }

  /** Takes over a block of the heap: it is freed with the arena, if it has not been before. 0 is allowed. */
  adopt(block: usize): void {
    adopt(changetype<usize>(this), block);
  }

  /** Bytes of the heap that the arena holds. */
  bytes(): usize {
    let bytes = ownedBytes(changetype<usize>(this));
    for (let chunk = this.chunk; chunk; chunk = changetype<Chunk>(chunk).before) bytes += blockSize(chunk);
    return bytes;
  }

  /** Where the arena stands; `release` goes back to it. */
  mark(): usize {
    return this.next;
  }

  /** Gives back all that was taken since `mark`; owned blocks stay. */
  release(mark: usize): void {
    while (this.chunk) {
      const chunk = this.chunk;
      const end = chunk + changetype<Chunk>(chunk).size;
      if (mark > chunk && mark <= end) {
        this.next = mark;
        this.end = end;
        return;
      }
      this.chunk = changetype<Chunk>(chunk).before;
      free(chunk);
    }
    this.next = 0;
    this.end = 0;
  }

  /** Gives back all but its first chunk, which is used again. */
  rewind(): void {
    let chunk = this.chunk;
    if (!chunk) return;
    while (changetype<Chunk>(chunk).before) chunk = changetype<Chunk>(chunk).before;
    this.release(chunk + CONTENTS);
  }

  /** Gives back everything; the arena can be used again. */
  clear(): void {
    freeOwned(changetype<usize>(this));
    this.release(0);
  }

  /** Gives back everything and the arena itself. */
  destroy(): void {
    this.clear();
    free(changetype<usize>(this));
  }
}
