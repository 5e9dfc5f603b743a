/**
 * The heap: blocks of linear memory that are taken and given back one by one. Everything else in the engine that
 * needs memory (arenas, buffers, framebuffers) takes it from here; nothing is ever collected.
 *
 * Segregated fits with boundary tags (Knuth, TAOCP volume 1, 2.5). 128 bins, four to a power of two, and a bitmap
 * of the bins that hold something. Addresses are multiples of 16, so v128 loads are aligned.
 */

/** A part of a ring: an owner, or a block that it has. They have their links at the same offsets. */
@unmanaged
class Link {
  /** What the owner, or the block, uses for itself. */
  own: u64;
  /** Block: 0 where it is nobody's (see `adopt`). */
  next: usize;
  previous: usize;
}


@unmanaged
class Block {
  /** Of this block with its header, a multiple of 16; bit 0: in use. */
  tag: u32;
  /** Size of the block before it, 0 for the first. */
  before: u32;
  /** The links of its ring: see `Link`. */
  ring: u64;
  /** In a free block, where the payload begins in others: the blocks of its bin beside it. */
  nextFree: usize;
  previousFree: usize;
}


@unmanaged
class Heap {
  /** A bit for each of bins 0 to 63 that is not empty. */
  low: u64;
  /** The same of bins 64 to 127. */
  high: u64;
  /** The end of the heap: address of the closing header, 0 before the first use. */
  end: usize;
  /** Bytes in use, headers included. */
  used: u32;
  /** How often memory was out. */
  refusals: u32;
}

/** The `Heap`, and then the first block of each bin (usize). */
// @ts-ignore: decorator
@lazy const STATE: usize = memory.data(32 + 128 * 4, 16);

const HEADER: usize = offsetof<Block>('nextFree');
const MIN_BLOCK: usize = 32;
const MAX_SIZE: usize = 0x3fff0000;
/** Whether this request for memory is one that fails: the engine of the tests that are built so asks at each. */
// @ts-ignore: decorator
@external("test", "fails")
declare function fails(): bool;

/** At least this much is asked of the host at a time, so that growing stays rare. */
const GROWTH: usize = 1 << 20;

/**
 * `size` bytes, aligned to 16 and not cleared, or 0 when memory is out: every caller checks.
 * Give it back with `free`.
 */
export function alloc(size: usize): usize {
  if (size > MAX_SIZE || (isDefined(FAILING_ALLOCATIONS) && fails())) return refuse();
  let total = (size + HEADER + 15) & ~15;
  if (total < MIN_BLOCK) total = MIN_BLOCK;
  let block = find(total);
  if (!block) {
    if (!grow(total)) return refuse();
    block = find(total);
    if (!block) return refuse();
  }
  unlink(block);
  take(block, sizeOf(block), total);
  at(block).ring = 0;
  heap().used += <u32>sizeOf(block);
  return block + HEADER;
}

function refuse(): usize {
  heap().refusals++;
  return 0;
}

/** How often memory was out: what fails meanwhile may succeed later. */
export function refusals(): u32 {
  return heap().refusals;
}

/** `size` bytes, all zero, or 0 when memory is out. */
export function allocZeroed(size: usize): usize {
  const p = alloc(size);
  if (p) memory.fill(p, 0, size);
  return p;
}

/** Gives a block back. 0 is allowed and does nothing. */
export function free(p: usize): void {
  if (!p) return;
  let block = p - HEADER;
  let size = sizeOf(block);
  heap().used -= <u32>size;
  if (linkOf(block).next) disown(block);
  const next = block + size;
  if (!isUsed(next)) {
    unlink(next);
    size += sizeOf(next);
  }
  const before = <usize>at(block).before;
  if (before && !isUsed(block - before)) {
    block -= before;
    unlink(block);
    size += before;
  }
  setSize(block, size, false);
  at(block + size).before = <u32>size;
  link(block);
}

/**
 * A block of `size` bytes with the contents of this one, which grows where it is when there is room behind it. Of the
 * contents the first `used` bytes are kept. 0 when memory is out, and then the old block stays.
 */
export function realloc(p: usize, size: usize, used: usize = MAX_SIZE): usize {
  if (!p) return alloc(size);
  const block = p - HEADER;
  const held = sizeOf(block) - HEADER;
  if (size <= held || widen(block, size)) return p;
  const q = alloc(size);
  if (!q) return 0;
  memory.copy(q, p, min(held, used));
  replace(p, q);
  return q;
}

/** Frees a block, whose owner gets `q` in its place. */
export function replace(p: usize, q: usize): void {
  if (linkOf(p - HEADER).next) inherit(p - HEADER, q - HEADER);
  free(p);
}

/** Bytes of a block, its header included. */
export function blockSize(p: usize): usize {
  return sizeOf(p - HEADER);
}

/**
 * Gives a block to an owner, which is given back with all that it owns (`freeOwned`). Until then the block may be freed
 * and reallocated as any other. An owner is 16 bytes that begin as `initOwner` leaves them, of which it may use the first 8.
 */
export function adopt(owner: usize, p: usize): void {
  if (!p) return;
  const block = p - HEADER;
  if (linkOf(block).next) disown(block);
  const first = linkOf(owner).next;
  linkOf(block).next = first;
  linkOf(block).previous = owner;
  linkOf(first).previous = block;
  linkOf(owner).next = block;
}

/** Makes an owner that owns nothing: the ring of its blocks leads from it to itself. */
export function initOwner(owner: usize): void {
  linkOf(owner).next = owner;
  linkOf(owner).previous = owner;
}

/** Frees all blocks of an owner. */
export function freeOwned(owner: usize): void {
  for (let block = linkOf(owner).next; block != owner; block = linkOf(owner).next) free(block + HEADER);
}

/** Bytes that an owner's blocks take. */
export function ownedBytes(owner: usize): usize {
  let bytes: usize = 0;
  for (let block = linkOf(owner).next; block != owner; block = linkOf(block).next) bytes += sizeOf(block);
  return bytes;
}

function disown(block: usize): void {
  const next = linkOf(block).next;
  const previous = linkOf(block).previous;
  linkOf(previous).next = next;
  linkOf(next).previous = previous;
  at(block).ring = 0;
}

/** Puts a block into the ring in the place of another one. */
function inherit(from: usize, to: usize): void {
  const next = linkOf(from).next;
  const previous = linkOf(from).previous;
  linkOf(to).next = next;
  linkOf(to).previous = previous;
  linkOf(previous).next = to;
  linkOf(next).previous = to;
  at(from).ring = 0;
}

/** Makes a block at least `size` bytes long where it is, out of the free one behind it. */
function widen(block: usize, size: usize): bool {
  if (size > MAX_SIZE) return false;
  if (isDefined(FAILING_ALLOCATIONS)) return false;
  const total = (size + HEADER + 15) & ~15;
  const old = sizeOf(block);
  const next = block + old;
  let room: usize = isUsed(next) ? 0 : sizeOf(next);
  // Where no other place is large enough, the heap's end is moved if nothing but free room is before it.
  if (old + room < total && next + room == heap().end && !find(total)) {
    if (!grow(total - old - room)) return false;
    room = sizeOf(next);
  }
  if (isUsed(next) || old + room < total) return false;
  unlink(next);
  take(block, old + room, total);
  heap().used += <u32>(sizeOf(block) - old);
  return true;
}

/** Makes `whole` bytes at `block` a used block of `total` bytes, and what is left of them, if it is enough, a free one. */
function take(block: usize, whole: usize, total: usize): void {
  const rest = whole - total;
  if (rest < MIN_BLOCK) {
    setSize(block, whole, true);
    at(block + whole).before = <u32>whole;
    return;
  }
  setSize(block, total, true);
  const tail = block + total;
  setSize(tail, rest, false);
  at(tail).before = <u32>total;
  at(tail + rest).before = <u32>rest;
  link(tail);
}

/** Where the part of the memory ends that has been written to. */
export function reach(): usize {
  const end = heap().end;
  return end ? end + HEADER : __heap_base;
}

/** Bytes in use, headers included. */
export function bytesInUse(): usize {
  return heap().used;
}

// @ts-ignore: decorator
@inline function heap(): Heap {
  return changetype<Heap>(STATE);
}

// @ts-ignore: decorator
@inline function at(block: usize): Block {
  return changetype<Block>(block);
}

/** The links of a block, or of an owner. */
// @ts-ignore: decorator
@inline function linkOf(member: usize): Link {
  return changetype<Link>(member);
}

// @ts-ignore: decorator
@inline function sizeOf(block: usize): usize {
  return at(block).tag & ~1;
}

// @ts-ignore: decorator
@inline function isUsed(block: usize): bool {
  return (at(block).tag & 1) != 0;
}

// @ts-ignore: decorator
@inline function setSize(block: usize, size: usize, used: bool): void {
  at(block).tag = (<u32>size) | (<u32>used);
}

/** Four bins to a power of two: the place of the highest bit, then the two bits below it. */
// @ts-ignore: decorator
@inline function binOf(size: usize): u32 {
  const top: u32 = 31 - clz<u32>(<u32>size);
  return (top << 2) | (((<u32>size) >> (top - 2)) & 3);
}

// @ts-ignore: decorator
@inline function headOf(bin: u32): usize {
  return STATE + offsetof<Heap>() + ((<usize>bin) << 2);
}

function link(block: usize): void {
  const bin = binOf(sizeOf(block));
  const head = headOf(bin);
  const first = load<usize>(head);
  at(block).nextFree = first;
  at(block).previousFree = 0;
  if (first) at(first).previousFree = block;
  store<usize>(head, block);
  const word = STATE + ((<usize>(bin >> 6)) << 3);
  store<u64>(word, load<u64>(word) | ((<u64>1) << (bin & 63)));
}

function unlink(block: usize): void {
  const next = at(block).nextFree;
  const previous = at(block).previousFree;
  if (next) at(next).previousFree = previous;
  if (previous) {
    at(previous).nextFree = next;
    return;
  }
  const bin = binOf(sizeOf(block));
  store<usize>(headOf(bin), next);
  if (!next) {
    const word = STATE + ((<usize>(bin >> 6)) << 3);
    store<u64>(word, load<u64>(word) & ~((<u64>1) << (bin & 63)));
  }
}

/** A free block of at least `total` bytes, still linked; 0 when there is none. */
function find(total: usize): usize {
  const bin = binOf(total);
  // The bin of its own size holds smaller blocks too: look at a few, then take any block of a larger bin.
  let block = load<usize>(headOf(bin));
  for (let i = 0; block && i < 8; i++) {
    if (sizeOf(block) >= total) return block;
    block = at(block).nextFree;
  }
  const above = bin + 1;
  if (above < 64) {
    const low = heap().low & (~(<u64>0) << above);
    if (low) return load<usize>(headOf(<u32>ctz<u64>(low)));
  }
  const shift = above < 64 ? 0 : above - 64;
  const high = shift > 63 ? 0 : heap().high & (~(<u64>0) << shift);
  if (high) return load<usize>(headOf(64 + <u32>ctz<u64>(high)));
  // Rather than make the heap longer, look through all of the bin.
  while (block && sizeOf(block) < total) block = at(block).nextFree;
  return block;
}

/**
 * Makes the heap longer by at least `total` bytes, if the memory is longer already only as far as it has to: what nobody has
 * written to need not be cleared for the next document. The new room joins a free block at its end.
 */
function grow(total: usize): bool {
  let end = heap().end;
  const first = !end;
  if (first) end = (__heap_base + 15) & ~15;
  const have = (<usize>memory.size()) << 16;
  const held = first ? <usize>0 : end;
  let want = total + 2 * HEADER;
  const step = max<usize>(GROWTH, held >> 3);
  let limit = end + max<usize>(want, step) + HEADER;
  if (limit > have) {
    if (memory.grow(<i32>((limit - have + 0xffff) >> 16)) < 0) {
      limit = end + want + HEADER;
      if (limit > have && memory.grow(<i32>((limit - have + 0xffff) >> 16)) < 0) return false;
    }
  }
  const top = (min(limit, (<usize>memory.size()) << 16) - HEADER) & ~15;
  const before: usize = first ? 0 : <usize>at(end).before;
  let block = end;
  let size = top - end;
  if (before && !isUsed(end - before)) {
    block = end - before;
    unlink(block);
    size += before;
  } else {
    at(block).before = <u32>before;
  }
  setSize(block, size, false);
  setSize(top, HEADER, true); // the closing header: always in use, so nothing joins past the end
  at(top).before = <u32>size;
  heap().end = top;
  link(block);
  return true;
}
