/**
 * The heap: blocks of linear memory that are taken and given back one by one. Everything else in the engine that
 * needs memory (arenas, buffers, framebuffers) takes it from here; nothing is ever collected.
 *
 * Segregated fits with boundary tags (Knuth, TAOCP volume 1, 2.5). 128 bins, four to a power of two, and a bitmap
 * of the bins that hold something. Addresses are multiples of 16, so v128 loads are aligned.
 *
 *   block   ┌ 0  size of this block with its header, a multiple of 16; bit 0: in use
 *           │ 4  size of the block before it, 0 for the first
 *           │ 8  next and 12 previous block of its owner, 0: nobody's (see `adopt`)
 *           └ 16 payload; in a free block: 16 next free block of the bin, 20 the one before
 *
 *   state   ┌ 0  u64  bins 0-63 that are not empty
 *           │ 8  u64  bins 64-127 that are not empty
 *           │ 16 u32  end of the heap: address of the closing header, 0 before the first use
 *           │ 20 u32  bytes in use, headers included
 *           │ 24 u32  × 128, first block of each bin
 *           └ 536 u32  how often memory was out
 */
// @ts-ignore: decorator
@lazy const STATE: usize = memory.data(24 + 128 * 4 + 4, 16);

const HEADER: usize = 16;
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
  store<u64>(block, 0, 8);
  store<u32>(STATE, load<u32>(STATE, 20) + <u32>sizeOf(block), 20);
  return block + HEADER;
}

function refuse(): usize {
  store<u32>(STATE, load<u32>(STATE, 536) + 1, 536);
  return 0;
}

/** How often memory was out: what fails meanwhile may succeed later. */
export function refusals(): u32 {
  return load<u32>(STATE, 536);
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
  store<u32>(STATE, load<u32>(STATE, 20) - <u32>size, 20);
  if (load<u32>(block, 8)) disown(block);
  const next = block + size;
  if (!isUsed(next)) {
    unlink(next);
    size += sizeOf(next);
  }
  const before = <usize>load<u32>(block, 4);
  if (before && !isUsed(block - before)) {
    block -= before;
    unlink(block);
    size += before;
  }
  setSize(block, size, false);
  store<u32>(block + size, <u32>size, 4);
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
  if (load<u32>(p - HEADER, 8)) inherit(p - HEADER, q - HEADER);
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
  if (load<u32>(block, 8)) disown(block);
  const first = <usize>load<u32>(owner, 8);
  store<u32>(block, <u32>first, 8);
  store<u32>(block, <u32>owner, 12);
  store<u32>(first, <u32>block, 12);
  store<u32>(owner, <u32>block, 8);
}

/** Makes an owner that owns nothing: the ring of its blocks leads from it to itself. */
export function initOwner(owner: usize): void {
  store<u32>(owner, <u32>owner, 8);
  store<u32>(owner, <u32>owner, 12);
}

/** Frees all blocks of an owner. */
export function freeOwned(owner: usize): void {
  for (let block = <usize>load<u32>(owner, 8); block != owner; block = <usize>load<u32>(owner, 8)) free(block + HEADER);
}

/** Bytes that an owner's blocks take. */
export function ownedBytes(owner: usize): usize {
  let bytes: usize = 0;
  for (let block = <usize>load<u32>(owner, 8); block != owner; block = <usize>load<u32>(block, 8)) bytes += sizeOf(block);
  return bytes;
}

function disown(block: usize): void {
  const next = <usize>load<u32>(block, 8);
  const before = <usize>load<u32>(block, 12);
  store<u32>(before, <u32>next, 8);
  store<u32>(next, <u32>before, 12);
  store<u64>(block, 0, 8);
}

/** Puts a block into the ring in the place of another one. */
function inherit(from: usize, to: usize): void {
  const next = <usize>load<u32>(from, 8);
  const before = <usize>load<u32>(from, 12);
  store<u32>(to, <u32>next, 8);
  store<u32>(to, <u32>before, 12);
  store<u32>(before, <u32>to, 8);
  store<u32>(next, <u32>to, 12);
  store<u64>(from, 0, 8);
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
  if (old + room < total && next + room == <usize>load<u32>(STATE, 16) && !find(total)) {
    if (!grow(total - old - room)) return false;
    room = sizeOf(next);
  }
  if (isUsed(next) || old + room < total) return false;
  unlink(next);
  take(block, old + room, total);
  store<u32>(STATE, load<u32>(STATE, 20) + <u32>(sizeOf(block) - old), 20);
  return true;
}

/** Makes `whole` bytes at `block` a used block of `total` bytes, and what is left of them, if it is enough, a free one. */
function take(block: usize, whole: usize, total: usize): void {
  const rest = whole - total;
  if (rest < MIN_BLOCK) {
    setSize(block, whole, true);
    store<u32>(block + whole, <u32>whole, 4);
    return;
  }
  setSize(block, total, true);
  const tail = block + total;
  setSize(tail, rest, false);
  store<u32>(tail, <u32>total, 4);
  store<u32>(tail + rest, <u32>rest, 4);
  link(tail);
}

/** Where the part of the memory ends that has been written to. */
export function reach(): usize {
  const end = <usize>load<u32>(STATE, 16);
  return end ? end + HEADER : __heap_base;
}

/** Bytes in use, headers included. */
export function bytesInUse(): usize {
  return load<u32>(STATE, 20);
}

// @ts-ignore: decorator
@inline function sizeOf(block: usize): usize {
  return load<u32>(block) & ~1;
}

// @ts-ignore: decorator
@inline function isUsed(block: usize): bool {
  return (load<u32>(block) & 1) != 0;
}

// @ts-ignore: decorator
@inline function setSize(block: usize, size: usize, used: bool): void {
  store<u32>(block, (<u32>size) | (<u32>used));
}

/** Four bins to a power of two: the place of the highest bit, then the two bits below it. */
// @ts-ignore: decorator
@inline function binOf(size: usize): u32 {
  const top: u32 = 31 - clz<u32>(<u32>size);
  return (top << 2) | (((<u32>size) >> (top - 2)) & 3);
}

// @ts-ignore: decorator
@inline function headOf(bin: u32): usize {
  return STATE + 24 + ((<usize>bin) << 2);
}

function link(block: usize): void {
  const bin = binOf(sizeOf(block));
  const head = headOf(bin);
  const first = <usize>load<u32>(head);
  store<u32>(block, <u32>first, 16);
  store<u32>(block, 0, 20);
  if (first) store<u32>(first, <u32>block, 20);
  store<u32>(head, <u32>block);
  const word = STATE + ((<usize>(bin >> 6)) << 3);
  store<u64>(word, load<u64>(word) | ((<u64>1) << (bin & 63)));
}

function unlink(block: usize): void {
  const next = <usize>load<u32>(block, 16);
  const before = <usize>load<u32>(block, 20);
  if (next) store<u32>(next, <u32>before, 20);
  if (before) {
    store<u32>(before, <u32>next, 16);
    return;
  }
  const bin = binOf(sizeOf(block));
  store<u32>(headOf(bin), <u32>next);
  if (!next) {
    const word = STATE + ((<usize>(bin >> 6)) << 3);
    store<u64>(word, load<u64>(word) & ~((<u64>1) << (bin & 63)));
  }
}

/** A free block of at least `total` bytes, still linked; 0 when there is none. */
function find(total: usize): usize {
  const bin = binOf(total);
  // The bin of its own size holds smaller blocks too: look at a few, then take any block of a larger bin.
  let block = <usize>load<u32>(headOf(bin));
  for (let i = 0; block && i < 8; i++) {
    if (sizeOf(block) >= total) return block;
    block = <usize>load<u32>(block, 16);
  }
  const above = bin + 1;
  if (above < 64) {
    const low = load<u64>(STATE) & (~(<u64>0) << above);
    if (low) return <usize>load<u32>(headOf(<u32>ctz<u64>(low)));
  }
  const shift = above < 64 ? 0 : above - 64;
  const high = shift > 63 ? 0 : load<u64>(STATE, 8) & (~(<u64>0) << shift);
  if (high) return <usize>load<u32>(headOf(64 + <u32>ctz<u64>(high)));
  // Rather than make the heap longer, look through all of the bin.
  while (block && sizeOf(block) < total) block = <usize>load<u32>(block, 16);
  return block;
}

/**
 * Makes the heap longer by at least `total` bytes, if the memory is longer already only as far as it has to: what nobody has
 * written to need not be cleared for the next document. The new room joins a free block at its end.
 */
function grow(total: usize): bool {
  let end = <usize>load<u32>(STATE, 16);
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
  const before: usize = first ? 0 : <usize>load<u32>(end, 4);
  let block = end;
  let size = top - end;
  if (before && !isUsed(end - before)) {
    block = end - before;
    unlink(block);
    size += before;
  } else {
    store<u32>(block, <u32>before, 4);
  }
  setSize(block, size, false);
  setSize(top, HEADER, true); // the closing header: always in use, so nothing joins past the end
  store<u32>(top, <u32>size, 4);
  store<u32>(STATE, <u32>top, 16);
  link(block);
  return true;
}
