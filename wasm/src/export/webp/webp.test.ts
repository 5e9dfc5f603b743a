import { createCanvas, loadImage } from '@napi-rs/canvas';
import { openDocument } from '@ode/engine';
import { expect, test } from 'vitest';
import { Paper } from '../../../test/structure/paper.js';
import { encodeWebp } from './webp.js';

type Color = [red: number, green: number, blue: number];

/** The pixels of a picture whose colours a function tells. */
function picture(width: number, height: number, color: (x: number, y: number) => Color): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgba.set([...color(x, y), 255], 4 * (y * width + x));
  return rgba;
}

/** What Skia, with libwebp, reads of a file. */
async function read(file: Uint8Array): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
  const image = await loadImage(Buffer.from(file));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, data: context.getImageData(0, 0, image.width, image.height).data };
}

let seed = 1;
const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 24;

test.each<[string, number, number, (x: number, y: number) => Color]>([
  ['one pixel', 1, 1, () => [3, 4, 5]],
  ['one colour', 300, 200, () => [255, 255, 255]],
  ['two colours, eight pixels in one', 301, 77, (x, y) => ((x * y) % 7 ? [255, 255, 255] : [0, 0, 0])],
  ['three', 17, 9, (x, y) => [((x + y) % 3) * 100, 0, 0]],
  ['thirteen', 33, 21, (x, y) => [((x ^ y) % 13) * 16, 5, 9]],
  ['grays', 255, 64, (x) => [x, x, x]],
  ['a column', 1, 50, (_, y) => [y * 5, y * 3, 0]],
  ['slopes', 123, 97, (x, y) => [x * 2, y * 2, x + y]],
  ['noise', 100, 100, () => [random(), random(), random()]],
  ['what comes again from afar', 40, 300, (x, y) => [(x * 7 + y * 13) & 255, (x * x) & 255, y & 255]],
])('%s: what is written is read again', async (_, width, height, color) => {
  const rgba = picture(width, height, color);
  const got = await read(encodeWebp(width, height, rgba));
  expect([got.width, got.height]).toEqual([width, height]);
  expect(Buffer.from(got.data).equals(Buffer.from(rgba))).toBe(true);
});

test('pages become WebP, as wide as is asked for, smaller than as PNG', async () => {
  const doc = await openDocument(new Paper().text(60, 100, 'A page with a line of text').file);
  const made = async (format: 'webp' | 'png') => new Uint8Array(await new Response(doc.convert(format, { width: 306 })).arrayBuffer());
  const [webp, png] = [await made('webp'), await made('png')];
  const [a, b] = [await read(webp), await read(png)];
  expect([a.width, a.height]).toEqual([306, 396]);
  expect(Buffer.from(a.data).equals(Buffer.from(b.data))).toBe(true);
  expect(webp.length).toBeLessThan(png.length);
});
