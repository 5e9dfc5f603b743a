/** Pixels that are blended at a time: few enough to stay in the processor's first cache. */
export const CHUNK: i32 = 512;
/** Their bytes, and some that may be written too far. */
export const CHUNK_BYTES: usize = 512 * 4 + 16;
