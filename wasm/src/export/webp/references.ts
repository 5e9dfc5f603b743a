/** What of a picture's pixels is told by pixels before them (LZ77), as VP8L has it (WebP Lossless Bitstream Specification, 5.2.2). */

/** Pixels that are copied at once. */
const LONGEST = 4096;
/** Shorter copies than this are told by their pixels. */
const SHORTEST = 3;
/** How far back pixels are copied from. */
const FARTHEST = 1 << 19;
/** So many places are tried, and none once a copy of this length is found. */
const TRIES = 24;
const LONG_ENOUGH = 256;
const HASH_BITS = 16;
const HASH_START = 3;

/** Distances to places around a pixel that have words of their own (5.2.2, "distance mapping"): the first of 120. */
const NEAR = [
  [0, 1],
  [1, 0],
  [1, 1],
  [-1, 1],
  [0, 2],
  [2, 0],
  [1, 2],
  [-1, 2],
  [2, 1],
  [-2, 1],
  [2, 2],
  [-2, 2],
] as const;
const PLACES = 120;

/** Pixels and copies in turn, in arrays of their own: `lengths` has 0 for a pixel, whose value `values` has; of a copy it has the distance's code. */
export interface References {
  count: number;
  lengths: Uint16Array;
  values: Uint32Array;
}

export function referencesOf(pixels: Uint32Array, width: number): References {
  const size = pixels.length;
  const out: References = { count: 0, lengths: new Uint16Array(size), values: new Uint32Array(size) };
  const near = new Map<number, number>();
  NEAR.forEach(([x, y], i) => {
    const distance = Math.max(1, x + y * width);
    if (!near.has(distance)) near.set(distance, i + 1);
  });
  const heads = new Int32Array(1 << HASH_BITS).fill(-1);
  const chain = new Int32Array(size);
  const hashAt = (at: number) =>
    (Math.imul(pixels[at]!, 0x9e3779b1) ^ Math.imul(pixels[at + 1]!, 0x85ebca6b) ^ Math.imul(pixels[at + 2]!, 0xc2b2ae35)) >>>
    (32 - HASH_BITS);
  const note = (at: number) => {
    if (at + HASH_START > size) return;
    const hash = hashAt(at);
    chain[at] = heads[hash]!;
    heads[hash] = at;
  };
  const lengthFrom = (from: number, at: number) => {
    const most = Math.min(LONGEST, size - at);
    let length = 0;
    while (length < most && pixels[from + length] === pixels[at + length]) length++;
    return length;
  };
  for (let at = 0; at < size;) {
    let [length, distance] = [0, 0];
    const consider = (from: number) => {
      if (from < 0 || from >= at || pixels[from + length] !== pixels[at + length]) return;
      const found = lengthFrom(from, at);
      if (found > length) [length, distance] = [found, at - from];
    };
    consider(at - 1);
    consider(at - width);
    if (length < LONG_ENOUGH && at + HASH_START <= size) {
      let from = heads[hashAt(at)]!;
      for (let tries = TRIES; tries > 0 && from >= 0 && at - from <= FARTHEST && length < LONG_ENOUGH; tries--) {
        consider(from);
        from = chain[from]!;
      }
    }
    if (length < SHORTEST) {
      out.values[out.count++] = pixels[at]!;
      note(at++);
      continue;
    }
    out.lengths[out.count] = length;
    out.values[out.count++] = near.get(distance) ?? distance + PLACES;
    // Inside of long runs every place looks alike.
    for (const end = at + length; at < end; at++) if (length < LONG_ENOUGH || end - at <= HASH_START) note(at);
  }
  return out;
}
