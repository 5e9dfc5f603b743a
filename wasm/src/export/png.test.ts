import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { encodePng } from './png.js';

test('pngjs reads what was written: colours with alpha, and gray', async () => {
  const rgba = Uint8Array.from({ length: 5 * 3 * 4 }, (_, i) => (i * 37) & 255);
  const color = PNG.sync.read(Buffer.from(await encodePng(5, 3, rgba, 4)));
  expect([color.width, color.height]).toEqual([5, 3]);
  expect([...color.data]).toEqual([...rgba]);
  const gray = PNG.sync.read(Buffer.from(await encodePng(2, 2, Uint8Array.of(0, 128, 200, 255), 1)));
  expect([...gray.data]).toEqual([0, 128, 200, 255].flatMap((v) => [v, v, v, 255]));
});
