/**
 * Where functions keep locals that need an address: matrices, rectangles, the numbers of a colour. A function pushes what
 * it needs and pops it before it returns, so functions may call themselves. The pointer is the one global that is not
 * constant; WebAssembly has it once an instance, so threads do not share it.
 */
const SIZE: usize = 1 << 16;

// @ts-ignore: decorator
@lazy const BOTTOM: usize = memory.data(1 << 16, 16);

let used: usize = 0;

/** `size` bytes, aligned to 8 and not cleared, until they are popped. */
export function push(size: usize): usize {
  const at = used;
  used += (size + 7) & ~7;
  // All that calls itself is bounded in depth, so that this much is never used.
  if (used > SIZE) unreachable();
  return BOTTOM + at;
}

/** Gives back what was pushed at this address, and all that was pushed after it. */
export function pop(at: usize): void {
  used = at - BOTTOM;
}
