import { expect, test } from '@playwright/test';
import { PNG } from 'pngjs';
import { openDocument } from '@ode/engine';
import { makePdf } from '../server/test/pdf.js';

const CONTENT = '1 0 0 rg 0 60 40 40 re f 0 0 1 RG 4 w 60 70 m 180 90 l S 0 g';

/** The share of pixels of which a channel differs by more than 64, both pictures averaged over blocks of 3 × 3. */
function difference(a: PNG, b: { width: number; height: number; data: Uint8ClampedArray }): number {
  let different = 0;
  let blocks = 0;
  for (let y = 0; y + 3 <= Math.min(a.height, b.height); y += 3) {
    for (let x = 0; x + 3 <= Math.min(a.width, b.width); x += 3) {
      let far = false;
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let j = 0; j < 3; j++)
          for (let i = 0; i < 3; i++) sum += a.data[((y + j) * a.width + x + i) * 4 + c]! - b.data[((y + j) * b.width + x + i) * 4 + c]!;
        far ||= Math.abs(sum / 9) > 64;
      }
      blocks++;
      if (far) different++;
    }
  }
  return different / blocks;
}

test('a conversion is submitted, followed to its end and opened, and looks like the page', async ({ page, context }) => {
  const pdf = makePdf({ pages: 2, content: CONTENT });
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'two.pdf', mimeType: 'application/pdf', buffer: pdf });
  await expect(page.getByTestId('page-count')).toContainText('2');
  await page.getByTestId('convert-button').click();
  await page.getByTestId('convert-start').click();
  const link = page.getByTestId('convert-open');
  await expect(link).toBeVisible({ timeout: 30_000 });
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await opened.waitForLoadState();

  const section = opened.locator('#page-1');
  await expect(section).toBeVisible();
  await expect(section.getByText('Page 1')).toBeAttached();
  // In the middle of the window the page begins within a pixel; the engine's picture begins with one.
  await opened.locator('main').evaluate((main) => (main.style.alignItems = 'start'));
  // CSS has 96 pixels an inch, so a point is 4/3 of a pixel.
  const picture = PNG.sync.read(await section.screenshot());
  const doc = await openDocument(new Uint8Array(pdf));
  const drawn = await doc.renderPage(0, { scale: 4 / 3 });
  expect(Math.abs(picture.width - drawn.width)).toBeLessThanOrEqual(1);
  expect(difference(picture, drawn)).toBeLessThan(0.02);
  expect(await opened.locator('script').count()).toBe(0);
});
