import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { encodePng, encodeStencil } from './png.js';

test('pngjs reads what was written: colours with alpha, and gray', async () => {
  const rgba = Uint8Array.from({ length: 5 * 3 * 4 }, (_, i) => (i * 37) & 255);
  const color = PNG.sync.read(Buffer.from(await encodePng(5, 3, rgba, 4)));
  expect([color.width, color.height]).toEqual([5, 3]);
  expect([...color.data]).toEqual([...rgba]);
  const gray = PNG.sync.read(Buffer.from(await encodePng(2, 2, Uint8Array.of(0, 128, 200, 255), 1)));
  expect([...gray.data]).toEqual([0, 128, 200, 255].flatMap((v) => [v, v, v, 255]));
});

test('black and white take a bit a pixel, and nothing opaque has alpha', async () => {
  const bits = Uint8Array.from({ length: 9 * 2 }, (_, i) => (i % 3 ? 255 : 0));
  const packed = await encodePng(9, 2, bits, 1);
  expect([...PNG.sync.read(Buffer.from(packed)).data]).toEqual([...bits].flatMap((v) => [v, v, v, 255]));
  // IHDR: bits a sample, colour type.
  expect([...packed.subarray(24, 26)]).toEqual([1, 0]);
  const opaque = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255);
  const rgb = await encodePng(2, 1, opaque, 4);
  expect([...PNG.sync.read(Buffer.from(rgb)).data]).toEqual([...opaque]);
  expect([...rgb.subarray(24, 26)]).toEqual([8, 2]);
});

test('a stencil is its colour, as opaque as its mask', async () => {
  for (const mask of [Uint8Array.of(0, 255, 255, 0), Uint8Array.of(0, 100, 255, 0)]) {
    const { data } = PNG.sync.read(Buffer.from(await encodeStencil(2, 2, mask, 0x10f020)));
    expect([...data]).toEqual([...mask].flatMap((alpha) => [0x10, 0xf0, 0x20, alpha]));
  }
});
