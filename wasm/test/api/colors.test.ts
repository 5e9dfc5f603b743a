import { openDocument, type PageColors } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage, type PageOptions } from '../pdf-builder.js';

const DARK: PageColors = { ink: [230, 220, 210], paper: [20, 24, 28] };

/** The pixels of a page of 200 × 100 points, as they are and in other colours: y in the file is 100 - y in the picture. */
async function both(content: string, options: PageOptions = {}, colors = DARK, scale = 1) {
  const doc = await openDocument(onePage(content, options));
  const [plain, changed] = [await doc.renderPage(0, { scale }), await doc.renderPage(0, { scale, colors })];
  await doc.close();
  const at = ({ data, width }: typeof plain, x: number, y: number) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)];
  return { plain, changed, before: (x: number, y: number) => at(plain, x, y), after: (x: number, y: number) => at(changed, x, y) };
}

test('white becomes the paper, black the ink, and colours keep their hue', async () => {
  const { after } = await both('0 g 0 0 20 100 re f 0.5 g 20 0 20 100 re f 1 0 0 rg 40 0 20 100 re f 0 0 1 rg 60 0 20 100 re f');
  expect([after(150, 50), after(10, 50)]).toEqual([DARK.paper, DARK.ink]);
  // 0.5 is 128 of 255: just over half of the way to the paper.
  expect(after(30, 50)).toEqual([230, 220, 210].map((ink, i) => Math.round((ink * 127 + DARK.paper[i]! * 128) / 255)));
  const [red, green, blue] = after(50, 50);
  expect(red! - Math.max(green!, blue!)).toBeGreaterThan(100);
  const link = after(70, 50);
  expect(link[2]).toBe(255);
  expect(link[0]).toBeGreaterThan(150); // light enough to be read on dark paper
});

test('the edges of letters go from ink to paper as they went from black to white', async () => {
  const { plain, changed } = await both('BT /F1 24 Tf 10 40 Td (Rage) Tj ET', {}, DARK, 2);
  let edges = 0;
  let furthest = 0;
  for (let i = 0; i < plain.data.length; i += 4) {
    const gray = plain.data[i]!;
    if (gray > 0 && gray < 255) edges++;
    for (const c of [0, 1, 2]) {
      const want = (DARK.ink[c]! * (255 - gray) + DARK.paper[c]! * gray) / 255;
      furthest = Math.max(furthest, Math.abs(changed.data[i + c]! - want));
    }
  }
  expect(furthest).toBeLessThanOrEqual(1);
  expect(edges).toBeGreaterThan(300);
});

/** A picture of 64 × 64: photographs have all kinds of values, drawings black and white. */
const picture = (dict: string, stream: Uint8Array) => ({ dict: `/Type /XObject /Subtype /Image /Width 64 /Height 64 ${dict}`, stream });
const photo = picture(
  '/ColorSpace /DeviceRGB /BitsPerComponent 8',
  Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 37) % 256),
);
const drawing = picture(
  '/ColorSpace /DeviceGray /BitsPerComponent 8',
  Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 8 ? 255 : 0)),
);
const scan = picture('/ColorSpace /DeviceGray /BitsPerComponent 1', new Uint8Array(64 * 8));
const stencil = picture('/ImageMask true /BitsPerComponent 1', new Uint8Array(64 * 8));

test('photographs keep their colours, and what is drawn over them does; scans and stencils do not', async () => {
  const place = (name: string, x: number) => `q 40 0 0 40 ${x} 50 cm /${name} Do Q `;
  const { before, after } = await both(`${place('P', 0)}${place('D', 50)}${place('S', 100)}${place('M', 150)} 1 g 5 80 5 5 re f`, {
    resources: '/XObject << /P 10 0 R /D 11 0 R /S 12 0 R /M 13 0 R >>',
    objects: { 10: photo, 11: drawing, 12: scan, 13: stencil },
  });
  for (let x = 0; x < 40; x++) expect(after(x, 30)).toEqual(before(x, 30));
  expect([before(7, 17), after(7, 17)]).toEqual([
    [255, 255, 255],
    [255, 255, 255],
  ]);
  expect([before(120, 30), after(120, 30)]).toEqual([[0, 0, 0], DARK.ink]);
  expect([before(170, 30), after(170, 30)]).toEqual([[0, 0, 0], DARK.ink]);
  expect(after(60, 30)).not.toEqual(before(60, 30));
  expect([after(45, 30), after(20, 70)]).toEqual([DARK.paper, DARK.paper]);
});

test('a photograph that fills a shape as a pattern, or is part of a group, keeps its colours; what is around it does not', async () => {
  const { before, after } = await both('/Pattern cs /T scn 20 50 m 40 90 l 60 50 l f /G gs /X Do', {
    resources: '/Pattern << /T 11 0 R >> /XObject << /X 12 0 R >> /ExtGState << /G << /ca 0.5 >> >>',
    objects: {
      10: photo,
      11: {
        dict: '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 200 100] /XStep 200 /YStep 100 /Resources << /XObject << /P 10 0 R >> >>',
        stream: 'q 200 0 0 100 0 0 cm /P Do Q',
      },
      12: {
        dict: '/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Group << /S /Transparency >> /Resources << /XObject << /P 10 0 R >> >>',
        stream: 'q 40 0 0 40 120 50 cm /P Do Q',
      },
    },
  });
  expect(after(40, 35)).toEqual(before(40, 35));
  expect(after(22, 15)).toEqual(DARK.paper);
  expect(after(140, 30)).toEqual(before(140, 30));
  expect(after(110, 30)).toEqual(DARK.paper);
});

test('marks on text are dark behind light letters', async () => {
  const { after } = await both('BT /F1 24 Tf 10 40 Td (III) Tj ET', {
    page: '/Annots [<< /Type /Annot /Subtype /Highlight /C [1 1 0] /Rect [0 30 100 70] /QuadPoints [0 70 100 70 0 30 100 30] >>]',
  });
  const bright = ([r, g, b]: number[]) => r! * 0.2126 + g! * 0.7152 + b! * 0.0722;
  expect(bright(after(90, 50))).toBeLessThan(60);
  let lightest = 0;
  for (let x = 0; x < 40; x++) lightest = Math.max(lightest, bright(after(x, 50)));
  expect(lightest).toBeGreaterThan(200);
});
