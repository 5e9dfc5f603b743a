import fs from 'node:fs';
import { openDocument, undrawn } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { buildPdf, onePage, type Body } from '../pdf-builder.js';

const image = (filter: string, stream: string | Uint8Array): Body => ({
  dict: `/Type /XObject /Subtype /Image /Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /${filter}`,
  stream,
});

/** Warnings of the first page of a document that is drawn with an image. */
async function warningsOf(body: Body) {
  const doc = await openDocument(onePage('200 0 0 100 0 0 cm /Im Do', { resources: '/XObject << /Im 10 0 R >>', objects: { 10: body } }));
  await doc.renderPage(0);
  const { warnings } = doc;
  await doc.close();
  return warnings;
}

/** `wasm/test/jpeg/gray.jpg`, whose frame header (T.81, B.2.2) says that it is of another process, or has another precision. */
function jpeg(marker: number, precision: number): Uint8Array {
  const bytes = new Uint8Array(fs.readFileSync(new URL('../jpeg/gray.jpg', import.meta.url)));
  const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
  bytes[at + 1] = marker;
  bytes[at + 4] = precision;
  return bytes;
}

describe('what a page lacks', () => {
  test('is the file’s fault where there is nothing to draw', async () => {
    const lost = { page: 0, object: 10, missing: true, unsupported: false };
    expect(await warningsOf(image('NoSuchFilter', 'data'))).toEqual([{ feature: 'filter-unknown', ...lost }]);
    expect(await warningsOf(image('DCTDecode', 'no JPEG'))).toEqual([{ feature: 'image-invalid', ...lost }]);
  });

  test('is the engine’s where a JPEG is of a process that it does not know', async () => {
    // T.81, table B.1: SOF3 lossless, SOF5 differential; SOF1 takes 8 and 12 bits.
    for (const [marker, precision] of [
      [0xc3, 8],
      [0xc5, 8],
      [0xc1, 10],
    ] as const) {
      const warnings = await warningsOf(image('DCTDecode', jpeg(marker, precision)));
      expect(warnings).toEqual([{ feature: 'jpeg-process', page: 0, object: 10, missing: true, unsupported: true }]);
      expect(undrawn(warnings, 0)).toEqual(['jpeg-process']);
    }
    expect(await warningsOf(image('DCTDecode', jpeg(0xc0, 8)))).toEqual([]);
  });

  test('is told of every page that shows the same image', async () => {
    const page = (contents: number) =>
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /Im 10 0 R >> >> /Contents ${contents} 0 R >>`;
    const pdf = buildPdf({
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Count 3 /Kids [3 0 R 4 0 R 5 0 R] >>',
      3: page(6),
      4: page(7),
      5: page(6),
      6: { stream: '9 0 0 9 0 0 cm /Im Do' },
      7: { stream: '0 0 9 9 re f' },
      10: image('DCTDecode', jpeg(0xc3, 8)),
    });
    const doc = await openDocument(pdf);
    for (const i of [0, 1, 2]) await doc.renderPage(i);
    expect([0, 1, 2].map((i) => undrawn(doc.warnings, i))).toEqual([['jpeg-process'], [], ['jpeg-process']]);
    await doc.close();
  });
});

test('a page whose content never ends shows what was read of it, each time it is drawn', async () => {
  // Ten forms, each of which shows the next one a hundred times.
  const forms = Object.fromEntries(
    Array.from({ length: 10 }, (_, i): [number, Body] => [
      10 + i,
      {
        dict: `/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F ${11 + i} 0 R >> >>`,
        stream: '/F Do '.repeat(100),
      },
    ]),
  );
  const doc = await openDocument(
    onePage('1 0 0 rg 0 0 200 100 re f /F Do', { resources: '/XObject << /F 10 0 R >>', objects: { ...forms, 20: '<< >>' } }),
  );
  for (const scale of [0.1, 0.2]) {
    const { data } = await doc.renderPage(0, { scale });
    expect([...data.slice(0, 4)]).toEqual([255, 0, 0, 255]);
  }
  expect(undrawn(doc.warnings, 0)).toEqual(['work-limit']);
  await doc.close();
});
