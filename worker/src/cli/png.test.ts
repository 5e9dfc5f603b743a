import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { encodePng } from './png.js';

/** A picture whose pixels are RGBA words, little-endian. */
function picture(width: number, height: number, pixelAt: (x: number, y: number) => number) {
  const pixels = Uint32Array.from({ length: width * height }, (_, i) => pixelAt(i % width, Math.floor(i / width)));
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
}

/** A decoder of others gives the same pixels back. Returns the colour type in the header. */
function roundTrip(made: ReturnType<typeof picture>): number {
  const file = Buffer.from(encodePng(made, 144));
  const { width, height, data } = PNG.sync.read(file);
  expect([width, height]).toEqual([made.width, made.height]);
  expect(Buffer.compare(data, Buffer.from(made.data.buffer))).toBe(0);
  return file[25]!;
}

const RGB = 2;
const RGBA = 6;
const flat = (x: number, y: number) => (x < 20 && y > 5 ? 0xff1020c0 : 0xffffffff);
const noise = (x: number, y: number) => Math.imul(x * 31 + y * 977 + 1, 2654435761) >>> 0;

test('flat and noisy rows, opaque', () => {
  expect(roundTrip(picture(33, 17, flat))).toBe(RGB);
  expect(roundTrip(picture(33, 17, (x, y) => (noise(x, y) | 0xff000000) >>> 0))).toBe(RGB);
  expect(roundTrip(picture(1, 1, flat))).toBe(RGB);
});

test('flat and noisy rows with alpha', () => {
  expect(roundTrip(picture(33, 17, (x, y) => (flat(x, y) & 0x80ffffff) >>> 0))).toBe(RGBA);
  expect(roundTrip(picture(33, 17, noise))).toBe(RGBA);
});
