import { deflate } from './deflate.js';

/** Colour types (table 8). */
const GRAY = 0;
const RGB = 2;
const INDEXED = 3;
const RGBA = 6;

/**
 * Encodes 8-bit RGBA or gray pixels as PNG (ISO/IEC 15948): without alpha where all is opaque, and with a bit a pixel where there
 * is black and white alone.
 */
export async function encodePng(width: number, height: number, pixels: Uint8Array, channels: 1 | 4): Promise<Uint8Array> {
  if (channels === 1 && isBinary(pixels)) return png(width, height, 1, GRAY, bitRows(width, height, pixels));
  if (channels === 1) return png(width, height, 8, GRAY, rowsOf(width, height, pixels));
  if (!isOpaque(pixels)) return png(width, height, 8, RGBA, rowsOf(width * 4, height, pixels));
  return png(width, height, 8, RGB, colorRows(width, height, pixels));
}

/** Encodes a colour (0xRRGGBB) seen through a mask: by a palette of it, opaque and not. */
export async function encodeStencil(width: number, height: number, mask: Uint8Array, color: number): Promise<Uint8Array> {
  const rgb = [color >> 16, (color >> 8) & 255, color & 255];
  const entries = isBinary(mask) ? 2 : 256;
  const palette = chunk(
    'PLTE',
    Uint8Array.from({ length: entries * 3 }, (_, i) => rgb[i % 3]!),
  );
  const alpha = chunk(
    'tRNS',
    Uint8Array.from({ length: entries }, (_, i) => (255 * i) / (entries - 1)),
  );
  if (entries === 2) return png(width, height, 1, INDEXED, bitRows(width, height, mask), [palette, alpha]);
  return png(width, height, 8, INDEXED, rowsOf(width, height, mask), [palette, alpha]);
}

async function png(
  width: number,
  height: number,
  bits: 1 | 8,
  type: number,
  rows: Uint8Array<ArrayBuffer>,
  before: readonly Uint8Array[] = [],
): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([bits, type, 0, 0, 0], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...before,
    chunk('IDAT', await deflate(rows)),
    chunk('IEND', new Uint8Array(0)),
  ];
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function isBinary(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i++) if (pixels[i] !== 0 && pixels[i] !== 255) return false;
  return true;
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 255) return false;
  return true;
}

/** Rows of bytes, filtered. */
function rowsOf(row: number, height: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array((row + 1) * height);
  for (let y = 0; y < height; y++) filterRow(pixels, y * row, y ? (y - 1) * row : -1, row, rows, y * (row + 1));
  return rows;
}

/** Rows of bytes without their alpha, filtered. */
function colorRows(width: number, height: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array((width * 3 + 1) * height);
  const row = width * 4;
  let at = 1;
  for (let i = 0; i < row; i += 4, at += 3) {
    rows[at] = pixels[i]!;
    rows[at + 1] = pixels[i + 1]!;
    rows[at + 2] = pixels[i + 2]!;
  }
  for (let y = 1, i = row; y < height; y++) {
    rows[at++] = UP;
    for (const end = i + row; i < end; i += 4, at += 3) {
      rows[at] = pixels[i]! - pixels[i - row]!;
      rows[at + 1] = pixels[i + 1]! - pixels[i + 1 - row]!;
      rows[at + 2] = pixels[i + 2]! - pixels[i + 2 - row]!;
    }
  }
  return rows;
}

/** Rows of a bit a pixel, set where the pixel is 255; as they are, which is best for such (12.7). */
function bitRows(width: number, height: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const row = (width + 7) >> 3;
  const rows = new Uint8Array((row + 1) * height);
  for (let y = 0, at = 0; y < height; y++) {
    const start = y * (row + 1) + 1;
    for (let x = 0; x < width; x++, at++) if (pixels[at]) rows[start + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  return rows;
}

/** The type of a row's filter (9.2): on pages' images nearly as good as trying all five, and one pass. The first row has none, 0. */
const UP = 2;

function filterRow(pixels: Uint8Array, from: number, above: number, length: number, out: Uint8Array, at: number): void {
  out[at] = above < 0 ? 0 : UP;
  if (above < 0) out.set(pixels.subarray(from, from + length), at + 1);
  else for (let i = 0; i < length; i++) out[at + 1 + i] = pixels[from + i]! - pixels[above + i]!;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(body, 8);
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)));
  return out;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** ISO/IEC 15948, annex D. */
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = CRC_TABLE[(c ^ bytes[i]!) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
