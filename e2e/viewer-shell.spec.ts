import { expect, test, type Page } from '@playwright/test';
import { makePdf } from '../server/test/pdf.js';

async function open(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name, mimeType: 'application/pdf', buffer: bytes });
  await expect(page.getByRole('region', { name: 'Page 1', exact: true })).toBeVisible();
}

const boxOf = async (page: Page, n: number) => (await page.getByTestId(`page-${n}`).boundingBox())!;

test('keys work after a click in the toolbar, and after a page was typed', async ({ page }) => {
  await open(page, 'many.pdf', makePdf({ pages: 40 }));
  await page.getByRole('textbox', { name: 'Page' }).fill('9');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('page-9')).toBeInViewport();
  await page.keyboard.press('End');
  await expect(page.getByTestId('page-40')).toBeInViewport();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('page-1')).toBeInViewport();
});

test('near the end, zooming out keeps what is looked at', async ({ page }) => {
  await open(page, 'many.pdf', makePdf({ pages: 40 }));
  await page.keyboard.press('End');
  await expect(page.getByTestId('page-input')).toHaveValue('40');
  for (let i = 0; i < 2; i++) await page.keyboard.press('-');
  await expect(page.getByTestId('page-40')).toBeInViewport();
});

test('pages are turned, and stand side by side as the menu says', async ({ page }) => {
  await open(page, 'many.pdf', makePdf({ pages: 6 })); // 200 × 100 points
  const before = await boxOf(page, 1);
  await page.getByRole('button', { name: 'Rotate' }).click();
  await expect.poll(async () => Math.sign((await boxOf(page, 1)).height - (await boxOf(page, 1)).width)).toBe(1);
  expect(before.width).toBeGreaterThan(before.height);
  await page.keyboard.press('Shift+R');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Two pages', exact: true }).click();
  await expect.poll(async () => (await boxOf(page, 2)).y - (await boxOf(page, 1)).y).toBe(0);
  expect((await boxOf(page, 2)).x).toBeGreaterThan((await boxOf(page, 1)).x);
});

test('every page of a document that is longer than an element may be is reached', async ({ page }) => {
  await open(page, 'long.pdf', makePdf({ pages: 8000 }));
  // 64 times its size on paper: 8,533 px a page, 68 million in all.
  await page.evaluate(() => (location.hash = '#zoom=6400'));
  await expect.poll(async () => (await boxOf(page, 1)).height).toBeGreaterThan(8000);
  for (const n of [4321, 8000]) {
    await page.getByTestId('page-input').fill(String(n));
    await page.getByTestId('page-input').press('Enter');
    await expect(page.getByTestId(`page-${n}`)).toBeInViewport();
    await expect(page.getByTestId('page-input')).toHaveValue(String(n));
  }
});

test.describe('without a service worker', () => {
  // It has all parts of the viewer already.
  test.use({ serviceWorkers: 'block' });

  test('a part that cannot be loaded is missing alone, and comes when it is asked for again', async ({ page }) => {
    await page.route(/\/assets\/(menu|structure|shortcuts)-/, (route) => route.abort());
    await open(page, 'many.pdf', makePdf({ pages: 3 }));
    await page.getByRole('button', { name: 'More' }).click();
    const told = page.getByRole('alert');
    await expect(told).toContainText('This part of the viewer has stopped');
    await expect(page.getByTestId('page-1')).toBeInViewport();
    await page.keyboard.press('End');
    await expect(page.getByTestId('page-3')).toBeInViewport();
    await page.unroute(/\/assets\/(menu|structure|shortcuts)-/);
    await told.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expect(told).toBeHidden();
  });
});
