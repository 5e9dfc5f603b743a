import { expect, test, type Page } from '@playwright/test';
import { buildPdf } from '../wasm/test/pdf-builder.js';

/** Numbers in words: what differs by a figure alone, at one place of every page, is a running head. */
const UNITS = ['', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
const TENS = ['', 'Ten', 'Twenty', 'Thirty'];
const nameOf = (n: number) => `Chapter ${TENS[Math.floor(n / 10)]} ${UNITS[n % 10]}`.replace(/ +/g, ' ').trim();

/** 30 pages of 400 × 500 points, each with a heading and 12 lines of a paragraph; a ruled table on the second. */
function makeBook(): Buffer {
  const text = (x: number, y: number, size: number, words: string) => `BT /F1 ${size} Tf ${x} ${y} Td (${words}) Tj ET `;
  const lines = Array.from({ length: 12 }, (_, i) => text(40, 400 - 16 * i, 12, 'A line of words that goes on and on and on')).join('');
  const table = [
    ['Name', 'Height'],
    ['Ada', '170'],
  ];
  const rules = [0, 1, 2].map((i) => `50 ${120 - 30 * i} m 250 ${120 - 30 * i} l ${50 + 100 * i} 120 m ${50 + 100 * i} 60 l S `).join('');
  const cells = table.flatMap((row, r) => row.map((cell, c) => text(60 + 100 * c, 100 - 30 * r, 12, cell))).join('');
  const objects: Parameters<typeof buildPdf>[0] = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Count 30 /Kids [${Array.from({ length: 30 }, (_, i) => `${10 + i} 0 R`).join(' ')}] /MediaBox [0 0 400 500] >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  };
  for (let i = 0; i < 30; i++) {
    objects[10 + i] = `<< /Type /Page /Parent 2 0 R /Contents ${100 + i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`;
    objects[100 + i] = { stream: text(40, 440, 22, nameOf(i + 1)) + lines + (i === 1 ? rules + cells : '') };
  }
  return Buffer.from(buildPdf(objects));
}

async function open(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'book.pdf', mimeType: 'application/pdf', buffer: makeBook() });
  await expect(page.getByTestId('page-1').getByTestId('text-layer')).toContainText(nameOf(1));
}

const goTo = async (page: Page, n: number) => {
  await page.getByRole('textbox', { name: 'Page', exact: true }).fill(String(n));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId(`page-${n}`)).toBeInViewport();
};

test('the reader view begins where the pages are, changes its looks, and leaves the pages where it was', async ({ page }) => {
  await open(page);
  await goTo(page, 12);
  await page.keyboard.press('t');
  const reader = page.getByTestId('reader');
  await expect(reader.getByRole('heading', { name: nameOf(12), exact: true })).toBeInViewport();
  // A paragraph is one, however many lines it had on the page.
  await expect(reader.locator('#page-12 p')).toHaveCount(1);

  const letters = () => reader.locator('#page-12 p').evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const before = await letters();
  await reader.getByRole('button', { name: 'Larger letters' }).click();
  expect(await letters()).toBeGreaterThan(before);
  await expect(reader.getByRole('heading', { name: nameOf(12), exact: true })).toBeInViewport();
  await reader.getByRole('button', { name: 'Sepia' }).click();
  await expect(reader).toHaveCSS('background-color', 'rgb(246, 236, 217)');

  // Down to a page far below, which is read as it comes near.
  await page.mouse.move(640, 400);
  const later = reader.locator('#page-20');
  await expect(async () => {
    await page.mouse.wheel(0, 300);
    await expect(later).toBeInViewport({ timeout: 200 });
  }).toPass();
  // The page that the text's upper edge is in; the one that is looked at by the middle of the window may be the next.
  const edge = (await page.locator('.ode-reader-text').boundingBox())!.y;
  const tops = await reader
    .locator('section[id^=page-]')
    .evaluateAll((all) => all.map((one) => [one.id, one.getBoundingClientRect().top] as const));
  const read = Number(tops.findLast(([, top]) => top <= edge + 1)![0].slice('page-'.length));
  await page.keyboard.press('Escape');
  await expect(reader).toBeHidden();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Page', exact: true }).inputValue())
    .toMatch(new RegExp(`^(${read}|${read + 1})$`));
});

test('a page is copied as Markdown, and its table for a spreadsheet', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await goTo(page, 2);
  const copy = async (name: string) => {
    await page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('nothing yet');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copy('Copy as Markdown')).toMatch(/^#+ Chapter Two\n\nA line of words .*\n\n\| Name \| Height \|\n/);
  expect(await copy('Copy table')).toBe('Name\tHeight\nAda\t170');
});
