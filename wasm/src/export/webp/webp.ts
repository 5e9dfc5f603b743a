import { BitWriter } from './bit-writer.js';
import { writePrefixCode } from './prefix-code.js';
import { referencesOf } from './references.js';
import { bundled, paletteOf, predicted, subtractGreen, TILE_BITS } from './transforms.js';

/** Writes lossless WebP (WebP Lossless Bitstream Specification, in RFC 9649): a page is a third smaller than as PNG. */

const SIGNATURE = 0x2f;
/** Pixels across and down. */
export const LARGEST = 16384;
/** Transforms (4). */
const PREDICTOR = 0;
const SUBTRACT_GREEN = 2;
const COLOR_INDEXING = 3;
/** Words for how much is copied, behind those for greens; and for how far back (5.2.2). */
const LENGTH_WORDS = 24;
const DISTANCE_WORDS = 40;

/** Encodes opaque RGBA, row by row from the top; not more than `LARGEST` pixels across or down. */
export function encodeWebp(width: number, height: number, rgba: Uint8ClampedArray): Uint8Array {
  const pixels = new Uint32Array(width * height);
  for (let i = 0, at = 0; i < pixels.length; i++, at += 4)
    pixels[i] = (0xff000000 | (rgba[at]! << 16) | (rgba[at + 1]! << 8) | rgba[at + 2]!) >>> 0;
  const out = new BitWriter();
  out.put(SIGNATURE, 8);
  out.put(width - 1, 14);
  out.put(height - 1, 14);
  out.put(0, 4); // no alpha, version 0
  const palette = paletteOf(pixels);
  if (palette) writeIndexed(out, palette, width, height);
  else writeColored(out, pixels, width, height);
  return riff(out.done());
}

function writeIndexed(
  out: BitWriter,
  { colors, indices }: { colors: Uint32Array; indices: Uint8Array },
  width: number,
  height: number,
): void {
  beginTransform(out, COLOR_INDEXING);
  out.put(colors.length - 1, 8);
  // Each colour less the one before it.
  writeImage(
    out,
    colors.map((color, i) => less(color, i ? colors[i - 1]! : 0)),
    colors.length,
  );
  const bundles = bundled(indices, width, height, colors.length);
  writeMainImage(out, bundles.pixels, bundles.width);
}

function writeColored(out: BitWriter, pixels: Uint32Array, width: number, height: number): void {
  beginTransform(out, SUBTRACT_GREEN);
  subtractGreen(pixels);
  const { residuals, modes } = predicted(pixels, width, height);
  beginTransform(out, PREDICTOR);
  out.put(TILE_BITS - 2, 3);
  writeImage(out, modes, Math.ceil(width / (1 << TILE_BITS)));
  writeMainImage(out, residuals, width);
}

function beginTransform(out: BitWriter, type: number): void {
  out.put(1, 1);
  out.put(type, 2);
}

function writeMainImage(out: BitWriter, pixels: Uint32Array, width: number): void {
  out.put(0, 1); // no more transforms
  out.put(0, 1); // no colour cache
  out.put(0, 1); // one group of prefix codes
  writeCoded(out, pixels, width);
}

/** An image that a transform needs. */
function writeImage(out: BitWriter, pixels: Uint32Array, width: number): void {
  out.put(0, 1); // no colour cache
  writeCoded(out, pixels, width);
}

/** Pixels by five prefix codes (5.2.1): greens and lengths, reds, blues, alphas, distances. */
function writeCoded(out: BitWriter, pixels: Uint32Array, width: number): void {
  const { count, lengths, values } = referencesOf(pixels, width);
  const counts = [256 + LENGTH_WORDS, 256, 256, 256, DISTANCE_WORDS].map((size) => new Uint32Array(size));
  const [greens, reds, blues, alphas, distances] = counts as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (lengths[i]) {
      greens[256 + wordOf(lengths[i]!)]!++;
      distances[wordOf(value)]!++;
      continue;
    }
    greens[(value >> 8) & 255]!++;
    reds[(value >> 16) & 255]!++;
    blues[value & 255]!++;
    alphas[value >>> 24]!++;
  }
  const codes = counts.map((own) => writePrefixCode(out, own));
  const put = (code: number, symbol: number) => out.put(codes[code]!.words[symbol]!, codes[code]!.lengths[symbol]!);
  const putNumber = (code: number, first: number, value: number) => {
    const word = wordOf(value);
    put(code, first + word);
    const bits = extraBitsOf(word);
    // Not more than 16 bits at a time.
    const extra = (value - 1) & ((1 << bits) - 1);
    out.put(extra & 0xff, Math.min(8, bits));
    if (bits > 8) out.put(extra >> 8, bits - 8);
  };
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (lengths[i]) {
      putNumber(0, 256, lengths[i]!);
      putNumber(4, 0, value);
      continue;
    }
    put(0, (value >> 8) & 255);
    put(1, (value >> 16) & 255);
    put(2, value & 255);
    put(3, value >>> 24);
  }
}

/** Numbers from 1 on are a word for their highest two bits, and the bits below (5.2.2). */
function wordOf(value: number): number {
  if (value <= 4) return value - 1;
  const high = 31 - Math.clz32(value - 1);
  return 2 * high + (((value - 1) >> (high - 1)) & 1);
}

function extraBitsOf(word: number): number {
  return word < 4 ? 0 : (word - 2) >> 1;
}

function less(a: number, b: number): number {
  let out = 0;
  for (let shift = 0; shift < 32; shift += 8) out |= ((((a >>> shift) & 255) - ((b >>> shift) & 255)) & 255) << shift;
  return out >>> 0;
}

/** The file around it (RFC 9649, 2.3 and 2.6). */
function riff(data: Uint8Array): Uint8Array {
  const padded = data.length + (data.length & 1);
  const file = new Uint8Array(20 + padded);
  const view = new DataView(file.buffer);
  for (const [at, tag] of [
    [0, 'RIFF'],
    [8, 'WEBP'],
    [12, 'VP8L'],
  ] as const)
    for (let i = 0; i < 4; i++) file[at + i] = tag.charCodeAt(i);
  view.setUint32(4, 12 + padded, true);
  view.setUint32(16, data.length, true);
  file.set(data, 20);
  return file;
}
