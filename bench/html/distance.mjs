// How far apart two pictures, and two texts, are.

/** Differences of a channel up to this are how edges are smoothed. */
const UNSEEN = 20;

/**
 * 0: the same picture; 1: nothing in common. The part of the ink, of the two pictures put together, that is not in both,
 * after halving and a blur of one pixel: so that neither smoothing counts, nor how much of the page is white.
 *
 * @param {{ width: number, height: number, data: Uint8Array | Uint8ClampedArray }} a RGBA
 * @param {{ width: number, height: number, data: Uint8Array | Uint8ClampedArray }} b
 */
export function pictureDistance(a, b) {
  [a, b] = [halved(a), halved(b)];
  if (Math.abs(a.width - b.width) > 2 || Math.abs(a.height - b.height) > 2) return 1;
  const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
  const [left, right] = [blurred(a), blurred(b)];
  let different = 0;
  let ink = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let off = 0;
      let dark = 0;
      for (let channel = 0; channel < 3; channel++) {
        const [p, q] = [left[(y * a.width + x) * 3 + channel], right[(y * b.width + x) * 3 + channel]];
        off = Math.max(off, Math.abs(p - q));
        dark = Math.max(dark, 255 - p, 255 - q);
      }
      if (off > UNSEEN) different += Math.min(1, (off - UNSEEN) / 100);
      if (dark > UNSEEN) ink += Math.min(1, dark / 120);
    }
  }
  return different / Math.max(ink, width * height * 0.002);
}

/** Half as wide and high: each pixel the mean of four. */
function halved({ width, height, data }) {
  const half = { width: width >> 1, height: height >> 1, data: new Uint8ClampedArray((width >> 1) * (height >> 1) * 4) };
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width * 4; x++) {
      const at = (y * 2 * width + (x >> 2) * 2) * 4 + (x & 3);
      half.data[y * half.width * 4 + x] = (data[at] + data[at + 4] + data[at + width * 4] + data[at + width * 4 + 4]) / 4;
    }
  }
  return half;
}

/** A 3 × 3 binomial blur, over white; three channels. */
function blurred({ width, height, data }) {
  const across = new Float32Array(width * height * 3);
  const out = new Float32Array(width * height * 3);
  const at = (x, y, channel) => data[(y * width + Math.max(0, Math.min(width - 1, x))) * 4 + channel];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) across[(y * width + x) * 3 + c] = (at(x - 1, y, c) + 2 * at(x, y, c) + at(x + 1, y, c)) / 4;
  const row = width * 3;
  for (let y = 0; y < height; y++) {
    const [above, below] = [Math.max(0, y - 1) * row, Math.min(height - 1, y + 1) * row];
    for (let i = 0; i < row; i++) out[y * row + i] = (across[above + i] + 2 * across[y * row + i] + across[below + i]) / 4;
  }
  return out;
}

/** @param {string} text */
export const wordsOf = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/\p{Script=Han}|[\p{L}\p{N}\p{M}]+/gu) ?? [];

/**
 * F1 of two bags of words; 1 where both are empty.
 *
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 */
export function wordsF1(a, b) {
  if (!a.length && !b.length) return 1;
  const bag = new Map();
  for (const word of a) bag.set(word, (bag.get(word) ?? 0) + 1);
  let both = 0;
  for (const word of b) {
    const left = bag.get(word) ?? 0;
    if (left) both++;
    bag.set(word, left - 1);
  }
  return (2 * both) / (a.length + b.length);
}

/**
 * The same of pairs of words that follow one another: whether they are in order.
 *
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 */
export function orderF1(a, b) {
  const pairs = (words) => words.slice(1).map((word, i) => `${words[i]} ${word}`);
  return wordsF1(pairs(a), pairs(b));
}
