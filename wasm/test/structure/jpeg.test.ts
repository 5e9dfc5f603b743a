import { openDocument } from '@ode/engine';
import { expect, test } from 'vitest';
import { encodeJpeg } from '../../src/export/jpeg.js';
import { onePage } from '../pdf-builder.js';
import { convert, Paper } from './paper.js';

test('what is written as JPEG is read again as the picture that it was', async () => {
  // No multiple of eight, with a slope of colour in each direction and an edge.
  const [width, height] = [43, 29];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgba.set([5 * x, 8 * y, x > 20 ? 200 : 40, 255], 4 * (y * width + x));
  const file = onePage(`q ${width} 0 0 ${height} 0 0 cm /Im Do Q`, {
    mediaBox: `[0 0 ${width} ${height}]`,
    resources: '/XObject << /Im 20 0 R >>',
    objects: {
      20: {
        dict: `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode`,
        stream: encodeJpeg(width, height, rgba, 95, 72),
      },
    },
  });
  const read = await (await openDocument(file)).renderPage(0, { scale: 1 });
  expect([read.width, read.height]).toEqual([width, height]);
  let sum = 0;
  for (let i = 0; i < rgba.length; i++) sum += Math.abs(read.data[i]! - rgba[i]!);
  expect(sum / rgba.length).toBeLessThan(4);
});

test('pages become JPEGs, as wide as is asked for', async () => {
  const bytes = Buffer.from(
    await (async () => {
      const doc = await openDocument(new Paper().text(60, 100, 'A page').file);
      return new Response(doc.convert('jpeg', { width: 153 })).arrayBuffer();
    })(),
  );
  expect(bytes.subarray(0, 4).toString('hex')).toBe('ffd8ffe0');
  // The frame's header (B.2.2): height and width.
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  expect([bytes.readUInt16BE(frame + 7), bytes.readUInt16BE(frame + 5)]).toEqual([153, 198]);
  expect((await convert(new Paper().text(60, 100, 'x').file, 'png', { width: 20 })).length).toBeGreaterThan(0);
});
