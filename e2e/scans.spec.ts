import { expect, test } from '@playwright/test';
import { onePage } from '../wasm/test/pdf-builder.js';
import { scanOf } from '../wasm/test/scan.js';

/** A page of 400 × 200 points that is nothing but a picture of a line of text, at 150 dpi. */
const scan = async () =>
  Buffer.from(await scanOf(onePage('BT /F1 20 Tf 40 120 Td (The quick brown fox) Tj ET', { mediaBox: '[0 0 400 200]' })));

test('the text of a picture is read when it is asked for: it stands over the picture, and is found', async ({ page }) => {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: await scan() });
  const layer = page.getByTestId('page-1').getByTestId('text-layer');
  await expect(layer).toBeAttached();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Read text in pictures' }).click();
  await expect(layer).toHaveText('The quick brown fox', { timeout: 50_000 });
  const sheet = (await page.getByTestId('page-1').boundingBox())!;
  const word = (await layer.getByText('brown').boundingBox())!;
  // Behind "The quick ", which is 93 points wide in Helvetica at 20 points, and from the left side 40.
  expect(Math.abs(((word.x - sheet.x) / sheet.width) * 400 - 133)).toBeLessThan(5);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('BROWN fox');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 1');
});
