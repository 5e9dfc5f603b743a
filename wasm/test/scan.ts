import { openDocument } from '@ode/engine';
import { onePage } from './pdf-builder.js';

/** How a scanner sees a page. `turn`: degrees, clockwise about the middle. `noise`: how far pixels are off at the most, of 255. */
export interface ScanOptions {
  dpi?: number;
  turn?: number;
  noise?: number;
}

/** A page as a scanner gives it: a grey picture of a file's first page, as large as that, without text. */
export async function scanOf(file: Uint8Array, { dpi = 150, turn = 0, noise = 0 }: ScanOptions = {}): Promise<Uint8Array> {
  const doc = await openDocument(file);
  const size = doc.pageSize(0);
  const { width, height, data } = await doc.renderPage(0, { scale: dpi / 72 });
  await doc.close();
  const at = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 255 : data[4 * (y * width + x)]!);
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const gray = new Uint8Array(width * height);
  let random = 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const [u, v] = [width / 2 + cos * dx + sin * dy, height / 2 - sin * dx + cos * dy];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [right, low] = [u - left, v - top];
      const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
      const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
      // The generator of "Numerical Recipes" (Press et al., 1992, 7.1).
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      const off = noise * (random / 2 ** 31 - 1);
      gray[y * width + x] = Math.max(0, Math.min(255, Math.round(upper * (1 - low) + lower * low + off)));
    }
  return onePage(`q ${size.width} 0 0 ${size.height} 0 0 cm /Im Do Q`, {
    mediaBox: `[0 0 ${size.width} ${size.height}]`,
    resources: '/XObject << /Im 20 0 R >>',
    objects: {
      20: {
        dict: `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /DeviceGray`,
        stream: gray,
        flate: true,
      },
    },
  });
}
