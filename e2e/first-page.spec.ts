import { expect, test, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { makePdf, PASSWORD } from '../server/test/pdf.js';
import { largePdf } from '../wasm/test/source/large-pdf.js';

/** A red square of 40 points in the upper left corner of the page, of 200 × 100 points. */
const RED_SQUARE = '1 0 0 rg 0 60 40 40 re f 0 g';

async function serve(page: Page, body: Buffer): Promise<void> {
  await page.route(
    (url) => url.pathname === '/sample.pdf',
    (route) => route.fulfill({ contentType: 'application/pdf', body }),
  );
}

/** Keeps the viewer's own code back. Returns what lets it through. */
async function holdViewer(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/viewer-[^/]+\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** The colour at a point of an element, in parts of its width and height. */
async function colorAt(page: Page, selector: string, x: number, y: number): Promise<number[]> {
  const picture = PNG.sync.read(await page.locator(selector).screenshot());
  const at = (Math.floor(y * picture.height) * picture.width + Math.floor(x * picture.width)) * 4;
  return [...picture.data.subarray(at, at + 3)];
}

test.use({ serviceWorkers: 'block' });

test('the page is there before the viewer, in the place where the viewer shows it', async ({ page }) => {
  await serve(page, makePdf({ pages: 40, content: RED_SQUARE }));
  const release = await holdViewer(page);
  await page.goto('/?file=/sample.pdf#page=30&zoom=200');
  const early = page.locator('.stage .ode-page');
  await expect.poll(() => colorAt(page, '.stage .ode-page', 0.1, 0.2)).toEqual([255, 0, 0]);
  await expect(page.getByTestId('page-count')).toHaveCount(0);
  const before = (await early.boundingBox())!;
  expect(before.width).toBeCloseTo(200 * (96 / 72) * 2, 1);

  release();
  await expect(page.getByTestId('page-count')).toContainText('40');
  await expect(page.locator('.stage')).toHaveCount(0);
  expect(await colorAt(page, '[data-testid=page-30]', 0.1, 0.2)).toEqual([255, 0, 0]);
  const after = (await page.getByTestId('page-30').boundingBox())!;
  expect({ x: after.x, width: after.width, height: after.height }).toEqual({ x: before.x, width: before.width, height: before.height });
  expect(Math.abs(after.y - before.y)).toBeLessThanOrEqual(1);
});

test('a document that does not open early is left to the viewer', async ({ page }) => {
  await serve(page, makePdf({ content: RED_SQUARE, locked: true }));
  await page.goto('/?file=/sample.pdf');
  await page.getByTestId('password-input').fill(PASSWORD);
  await page.getByTestId('password-submit').click();
  await expect.poll(() => colorAt(page, '[data-testid=page-1]', 0.1, 0.2)).toEqual([255, 0, 0]);
});

test('an address that leads nowhere is told of', async ({ page }) => {
  await page.goto('/?file=/nowhere.pdf');
  await expect(page.getByTestId('error-message')).toHaveAttribute('data-code', 'source-unreachable');
  await expect(page.locator('.stage')).toHaveCount(0);
});

test('of a large document only what the page needs is fetched', async ({ page }) => {
  const file = Buffer.from(largePdf(1000, 150)); // 24 MB
  let sent = 0;
  await page.context().route(
    (url) => url.pathname === '/sample.pdf',
    (route, request) => {
      const [, from = '0', to = String(file.length)] = /^bytes=(\d+)-(\d+)$/.exec(request.headers().range ?? '') ?? [];
      const body = file.subarray(Number(from), Number(to) + 1);
      sent += body.length;
      const headers = { 'content-range': `bytes ${from}-${Number(from) + body.length - 1}/${file.length}` };
      return route.fulfill({ status: 206, headers, contentType: 'application/pdf', body });
    },
  );
  await page.goto('/?file=/sample.pdf');
  await expect(page.getByTestId('page-count')).toContainText('1,000');
  await expect(page.getByTestId('page-1').locator('canvas.ode-drawn')).toHaveCount(1);
  expect(sent / file.length).toBeLessThan(0.05);
});
