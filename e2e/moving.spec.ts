import { expect, test, type Page } from '@playwright/test';
import { makePdf } from '../server/test/pdf.js';
import { buildPdf } from '../wasm/test/pdf-builder.js';

/** Twelve pages of 400 × 600 points. On the first stand links to page 5 by /Fit and to a point of page 9 at 300 %; the outline leads to page 7. */
function makeBook(): Buffer {
  const link = (top: number, dest: string) =>
    `<< /Type /Annot /Subtype /Link /Rect [40 ${top - 40} 200 ${top}] /Border [0 0 0] /Dest ${dest} >>`;
  const objects: Parameters<typeof buildPdf>[0] = {
    1: `<< /Type /Catalog /Pages 2 0 R /Outlines 30 0 R /Names << /Dests << /Names [(chapter 2) [17 0 R /XYZ 0 300 null]] >> >> >>`,
    2: `<< /Type /Pages /Count 12 /Kids [${Array.from({ length: 12 }, (_, i) => `${10 + i} 0 R`).join(' ')}] /MediaBox [0 0 400 600] >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    30: '<< /First 31 0 R /Last 31 0 R /Count 1 >>',
    31: '<< /Title (Chapter) /Parent 30 0 R /Dest [16 0 R /XYZ null null null] >>',
    60: link(590, '[14 0 R /Fit]'),
    61: link(540, '[18 0 R /XYZ 50 200 3]'),
  };
  for (let i = 0; i < 12; i++) {
    objects[10 + i] =
      `<< /Type /Page /Parent 2 0 R /Contents ${40 + i} 0 R ${i === 0 ? '/Annots [60 0 R 61 0 R]' : ''} /Resources << /Font << /F1 3 0 R >> >> >>`;
    objects[40 + i] = { stream: `BT /F1 24 Tf 60 300 Td (Page ${i + 1} of a book) Tj ET` };
  }
  return Buffer.from(buildPdf(objects));
}

async function open(page: Page, fragment = ''): Promise<void> {
  await page.route(
    (url) => url.pathname === '/book.pdf',
    (route) => route.fulfill({ body: makeBook(), contentType: 'application/pdf' }),
  );
  await page.goto(`/?file=/book.pdf${fragment}`);
  await expect(page.getByRole('main', { name: 'Pages' })).toBeVisible();
}

const at = (page: Page, n: number) => expect(page.getByRole('textbox', { name: 'Page' })).toHaveValue(String(n));
const hash = (page: Page) => page.evaluate(() => location.hash);
const scrolled = (page: Page) => page.locator('.ode-pages').evaluate((element) => element.scrollTop);
const heightOf = async (page: Page, n: number) => (await page.getByTestId(`page-${n}`).boundingBox())!.height;

test('a document opens at its beginning, a portrait page readable and half seen', async ({ page }) => {
  await open(page);
  await expect.poll(() => heightOf(page, 1)).toBeCloseTo(600 * (96 / 72) * 1.25, 0);
  await page.getByRole('button', { name: 'Zoom in' }).hover(); // all effects have run by now
  expect(await scrolled(page)).toBe(0);
});

test('every jump is returned from, by the browser and by keys, and the address follows', async ({ page }) => {
  await open(page);
  const start = await heightOf(page, 1);
  await page.getByRole('link', { name: 'Go to page 5' }).click();
  await at(page, 5);
  await expect.poll(() => hash(page)).toMatch(/^#page=5/);
  // Fit: all of the page is seen.
  const window = (await page.locator('.ode-pages').boundingBox())!;
  await expect.poll(() => heightOf(page, 5)).toBeCloseTo(window.height - 32, 0);
  await page.goBack();
  await at(page, 1);
  await expect.poll(() => heightOf(page, 1)).toBeCloseTo(start, 0);
  await page.goForward();
  await at(page, 5);
  await page.goBack();
  await at(page, 1);

  // A page box, the outline, a key: each is an entry.
  await page.getByRole('textbox', { name: 'Page' }).fill('3');
  await page.keyboard.press('Enter');
  await at(page, 3);
  await page.getByRole('button', { name: 'Side panel' }).click();
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('treeitem', { name: 'Chapter' }).click();
  await at(page, 7);
  await page.getByTestId('page-7').click({ position: { x: 5, y: 40 } });
  await page.keyboard.press('End');
  await at(page, 12);
  for (const n of [7, 3, 1]) {
    await page.keyboard.press('Alt+ArrowLeft');
    await at(page, n);
  }
  await page.keyboard.press('Alt+ArrowRight');
  await at(page, 3);

  // Turning pages is no jump, but reloading comes back to where they have been turned to.
  await page.keyboard.press('n');
  await at(page, 4);
  await expect.poll(() => hash(page)).toMatch(/^#page=4/);
  await page.reload();
  await at(page, 4);
  await page.goBack();
  await at(page, 1);
});

test('a destination is heeded to its point and its zoom; so is an address, on load and when it changes', async ({ page }) => {
  await open(page);
  await page.getByRole('link', { name: 'Go to page 9' }).click();
  await expect.poll(() => heightOf(page, 9)).toBeCloseTo(600 * (96 / 72) * 3, 0);
  const place = async (n: number) => {
    const [sheet, window] = [(await page.getByTestId(`page-${n}`).boundingBox())!, (await page.locator('.ode-pages').boundingBox())!];
    return { x: (window.x - sheet.x) / (sheet.width / 400), y: (window.y - sheet.y) / (sheet.height / 600) };
  };
  // 200 points from below are 400 from above; a little of what is around is seen, too.
  await expect.poll(async () => Math.abs((await place(9)).y - 400)).toBeLessThan(8);
  await expect.poll(async () => Math.abs((await place(9)).x - 50)).toBeLessThan(8);

  await page.evaluate(() => (location.hash = '#page=2&zoom=400,50,500'));
  await expect.poll(async () => Math.abs((await place(2)).y - 100)).toBeLessThan(1);
  await expect.poll(() => heightOf(page, 2)).toBeCloseTo(600 * (96 / 72) * 4, 0);
  await page.evaluate(() => (location.hash = '#nameddest=chapter%202'));
  await at(page, 8);
  await open(page, '#page=6&zoom=page-fit');
  await at(page, 6);
  await expect(page.getByRole('button', { name: 'Fit page' })).toHaveAttribute('aria-pressed', 'true');
});

test('an entry of the history that another viewer has made is not written over', async ({ page }) => {
  await page.route(
    (url) => url.pathname === '/sample.pdf',
    (route) => route.fulfill({ contentType: 'application/pdf', body: makePdf({ pages: 12 }) }),
  );
  await page.goto('/?file=/sample.pdf');
  await expect(page.getByRole('region', { name: 'Page 1', exact: true })).toBeVisible();
  const owner = () => page.evaluate(() => (history.state as { ode?: { viewer?: string } } | null)?.ode?.viewer);
  await expect.poll(owner).toBe('/sample.pdf');
  // The pages have moved, and the address is to follow when they stand still; before that another document is opened.
  await page.evaluate(() => {
    document.querySelector('.ode-pages')!.scrollTop += 900;
    history.pushState({ ode: { viewer: 'another' } }, '');
  });
  await page.waitForTimeout(1000);
  expect(await owner()).toBe('another');
  await page.goBack();
  await expect.poll(owner).toBe('/sample.pdf');
});
