import { inSlices } from './slices.js';
import type { RenderOptions } from './types.js';

/** What is copied in one go: more than a screen has. */
const WHOLE = 8 << 20;
/** What is copied of more before the thread's other work may have its turn: memory that is touched for the first time takes its time. */
const PIECE = 2 << 20;

/** A copy of pixels, which may be in the engine's memory: in `into` where that is large enough, else in memory of its own. */
export async function copyInSlices(
  memory: WebAssembly.Memory,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  { into, signal }: RenderOptions = {},
): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const { byteOffset, length } = pixels;
  const hasRoom = into && into.byteLength >= length;
  // This way memory is not filled with zeros before, for half the time.
  if (!hasRoom && length <= WHOLE) return new Uint8ClampedArray(pixels);
  const copy = new Uint8ClampedArray(hasRoom ? into : new ArrayBuffer(length), 0, length);
  let at = 0;
  await inSlices(() => {
    // Whose turn it was may have made the memory larger: then a view of it is empty.
    const source = pixels.length ? pixels : new Uint8ClampedArray(memory.buffer as ArrayBuffer, byteOffset, length);
    copy.set(source.subarray(at, at + PIECE), at);
    return (at += PIECE) >= length;
  }, signal);
  return copy;
}
