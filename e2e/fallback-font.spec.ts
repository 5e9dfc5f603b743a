import { expect, test } from '@playwright/test';
import { PNG } from 'pngjs';
import { cmap, sfnt, simpleGlyph, trueType } from '../wasm/test/font-builder.js';
import { onePage } from '../wasm/test/pdf-builder.js';

test('text whose font is not embedded is drawn by the font that the server has, which is loaded when it is needed', async ({ page }) => {
  // あ in Japanese text, as large as the page, of 200 × 200 points; the font has a black square for it.
  const square = simpleGlyph([
    [0, 0, true],
    [0, 1000, true],
    [1000, 1000, true],
    [1000, 0, true],
  ]);
  const font = Buffer.from(sfnt({ ...trueType([square, square]), cmap: cmap([3, 1, 0x3042, [1]]) }));
  const pdf = (text: string) =>
    Buffer.from(
      onePage(`BT /F 200 Tf <${text}> Tj ET`, {
        mediaBox: '[0 0 200 200]',
        resources: '/Font << /F 10 0 R >>',
        objects: {
          10: '<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /UniJIS-UTF16-H /DescendantFonts [11 0 R] >>',
          11: '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Some /CIDSystemInfo << /Ordering (Japan1) >> >>',
        },
      }),
    );
  const asked: string[] = [];
  await page.route('**/fallback-font/*', (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({ contentType: 'font/ttf', body: font });
  });
  const open = (name: string, text: string) =>
    page.getByTestId('file-input').setInputFiles({ name, mimeType: 'application/pdf', buffer: pdf(text) });
  const darkness = async () => {
    const { data } = PNG.sync.read(await page.getByTestId('page-1').filter({ visible: true }).screenshot());
    return data.filter((v, i) => i % 4 === 0 && v < 60).length / (data.length / 4);
  };
  await page.goto('/');
  await open('latin.pdf', '0041');
  await expect.poll(darkness).toBeGreaterThan(0.01);
  expect(asked).toEqual([]);
  await open('kana.pdf', '3042');
  await expect.poll(darkness).toBeGreaterThan(0.9);
  expect([...new Set(asked)]).toEqual(['/fallback-font/ja']);
});
