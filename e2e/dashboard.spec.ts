/* The dashboard on the real service: its own PostgreSQL, queue and workers, documents that convert and one that cannot. */
import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { makePdf } from '../server/test/pdf.js';
import { expectAccessible } from './wcag.js';

// To look at all of a screen takes seconds, and more where much else runs.
test.describe.configure({ timeout: 240_000 });

async function convert(request: APIRequestContext, name: string, bytes: Buffer): Promise<string> {
  const headers = { 'content-type': 'application/pdf' };
  const uploaded = await request.post(`/api/v1/documents?name=${encodeURIComponent(name)}`, { headers, data: bytes });
  const { id: documentId } = (await uploaded.json()) as { id: string };
  const submitted = await request.post('/api/v1/jobs', { data: { documentId } });
  return ((await submitted.json()) as { id: string }).id;
}

/** Where a picture of each screen goes, to be looked at; unset, none is made. */
const pictures = process.env.ODE_PICTURES;
const picture = (page: Page, name: string) => pictures && page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });

/** A PDF that says it has a page, and has none: it is taken in, and fails. */
const BROKEN = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

test('jobs appear as they are submitted, change before one’s eyes, and fail with their reason', async ({ page, request }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto('/dashboard#/jobs');
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await convert(request, 'annual-report.pdf', makePdf({ pages: 3 }));
  const row = page.getByTestId('job').filter({ hasText: 'annual-report.pdf' });
  await expect(row).toContainText('Succeeded', { timeout: 30_000 });
  await convert(request, 'nothing-in-it.pdf', BROKEN);
  const failed = page.getByTestId('job').filter({ hasText: 'nothing-in-it.pdf' });
  await expect(failed).toContainText('Failed', { timeout: 30_000 });
  await expect(failed).toContainText('damaged');
  await expectAccessible(page);
  await picture(page, 'jobs');

  // By keyboard: to the row's document, and into it.
  await failed.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('reason')).toContainText('damaged');
  await expect(page.getByTestId('timeline')).toContainText('submitted');
  await expectAccessible(page);
  await picture(page, 'job');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('timeline')).toContainText('damaged');
  await expect(page.getByTestId('reason')).toBeVisible({ timeout: 30_000 });
  expect(complaints).toEqual([]);
});

for (const scheme of ['light', 'dark'] as const)
  test(`the overview has the numbers of the service, in ${scheme} colours and on a phone`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await convert(request, `${scheme}.pdf`, makePdf({ pages: 2 }));
    await page.goto('/dashboard');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
    await expect.poll(async () => Number(await page.getByTestId('succeeded').textContent())).toBeGreaterThan(0);
    const plot = page.getByRole('img', { name: /Conversions that ended/ });
    await plot.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('End');
    await expect(page.locator('.tip')).toContainText('Succeeded');
    await page.getByRole('heading', { level: 1 }).click();
    await expectAccessible(page);
    await picture(page, `overview-${scheme}`);
    await page.setViewportSize({ width: 390, height: 844 });
    // Nothing stands out of the window.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(page);
    await picture(page, `overview-${scheme}-phone`);
  });

test('what failed is tried again together', async ({ page, request }) => {
  await convert(request, 'broken-too.pdf', BROKEN);
  await page.goto('/dashboard#/failures');
  const failure = page.getByTestId('failure').filter({ hasText: 'damaged' });
  await expect(failure).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await picture(page, 'failures');
  await failure.getByRole('button').click();
  await expect(page.getByText(/conversions wait for their turn anew/)).toBeVisible();
});
