/** What the engine's module asks of its memory, in pages of 64 KiB: `asconfig.json` has the same numbers. */
const INITIAL = 32;
const MAXIMUM = 16384;
/** A memory of more bytes than this is given back to the system. */
const MOST_BYTES = 32 << 20;

let spare: WebAssembly.Memory | null = null;

/**
 * A memory for an instance of the engine, all zero: the one that the last closed document has left, where there is one. A
 * page of memory that is touched for the first time costs a dozen times what it costs to write it again.
 */
export function takeMemory(): WebAssembly.Memory {
  const memory = spare ?? new WebAssembly.Memory({ initial: INITIAL, maximum: MAXIMUM });
  spare = null;
  return memory;
}

/** Keeps a memory that nobody uses any more, whose first bytes were used, for the next document, which finds nothing in it. */
export function leaveMemory(memory: WebAssembly.Memory, used: number): void {
  if (memory.buffer.byteLength > MOST_BYTES) return;
  new Uint8Array(memory.buffer, 0, used).fill(0);
  spare = memory;
}
