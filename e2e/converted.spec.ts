import { expect, test, type Page } from '@playwright/test';
import { openDocument } from '@ode/engine';
import { onePage } from '../wasm/test/pdf-builder.js';
import { expectAccessible } from './wcag.js';

/** Two columns of two paragraphs each, lines 14 points apart, on a page of 200 × 200 points; the second begins at 110. */
const CONTENT = [
  ['20 170', 'left one', 'left two'],
  ['20 110', 'left three', 'left four'],
  ['110 170', 'right one', 'right two'],
  ['110 110', 'right three', 'right four'],
]
  .map(([at, ...lines]) => `BT /F1 10 Tf 14 TL ${at} Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`)
  .join('\n');

async function open(page: Page): Promise<void> {
  const doc = await openDocument(onePage(CONTENT, { mediaBox: '[0 0 200 200]' }));
  await page.setContent(await new Response(doc.convert('html')).text());
  await doc.close();
}

/** What a drag selects, from one place of the page, in its points, to another. */
async function drag(page: Page, from: [x: number, y: number], to: [x: number, y: number]): Promise<string[]> {
  const box = (await page.locator('#page-1').boundingBox())!;
  const at = ([x, y]: [number, number]): [number, number] => [box.x + (x * 4) / 3, box.y + (y * 4) / 3];
  await page.mouse.click(...at([199, 199]));
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
  const text = await page.evaluate(() => String(getSelection()));
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

test('a drag in a converted page begins at the text beside it', async ({ page }) => {
  await open(page);
  // From the margin beside the second line, to the end of that line.
  expect(await drag(page, [4, 42], [70, 42])).toEqual(['left two']);
  // From between the paragraphs, and to the margin below.
  expect(await drag(page, [20, 70], [80, 102])).toEqual(['left three', 'left four']);
  // From the gutter, on the side of the second column.
  expect(await drag(page, [104, 28], [190, 42])).toEqual(['right one', 'right two']);
  // From the right margin back to the start of the line.
  expect(await drag(page, [190, 88], [106, 88])).toEqual(['right three']);
  // From above all text.
  expect(await drag(page, [20, 6], [60, 28])).toEqual(['left one']);
});

test('a converted page breaks no rule of WCAG 2.2', async ({ page }) => {
  await open(page);
  await expectAccessible(page);
});
