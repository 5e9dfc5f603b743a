import fs from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { makePdf, PASSWORD } from '../server/test/pdf.js';
import { buildPdf } from '../wasm/test/pdf-builder.js';
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

test('the pages that are seen are there before the viewer, in the places where the viewer shows them', async ({ page }) => {
  await serve(page, makePdf({ pages: 40, content: RED_SQUARE }));
  const release = await holdViewer(page);
  await page.goto('/?file=/sample.pdf#page=30&zoom=200');
  const early = page.locator('.stage .ode-page[data-index="29"]');
  const colorOf = (index: number) => colorAt(page, `.stage .ode-page[data-index="${index}"]`, 0.1, 0.2);
  await expect.poll(() => colorOf(29)).toEqual([255, 0, 0]);
  await expect(page.getByTestId('page-count')).toHaveCount(0);
  const before = (await early.boundingBox())!;
  expect(before.width).toBeCloseTo(200 * (96 / 72) * 2, 1);
  // The window has room for the upper part of a third page, which a picture of it scrolls to.
  await expect(page.locator('.stage .ode-page')).toHaveCount(3);
  for (const index of [30, 31]) await expect.poll(() => colorOf(index)).toEqual([255, 0, 0]);
  // When this goes, the viewer has all of them.
  const drawn = page.evaluate(
    () =>
      new Promise<(string | undefined)[]>((resolve) => {
        const look = () => {
          const seen = [...document.querySelectorAll<HTMLElement>('[data-testid^=page-] canvas.ode-drawn')];
          if (document.querySelector('.stage')) requestAnimationFrame(look);
          else resolve(seen.map((canvas) => canvas.closest<HTMLElement>('[data-index]')!.dataset.index));
        };
        look();
      }),
  );

  release();
  expect(await drawn).toEqual(expect.arrayContaining(['29', '30', '31']));
  await expect(page.getByTestId('page-count')).toContainText('40');
  await expect(page.locator('.stage')).toHaveCount(0);
  expect(await colorAt(page, '[data-testid=page-30]', 0.1, 0.2)).toEqual([255, 0, 0]);
  const after = (await page.getByTestId('page-30').boundingBox())!;
  expect({ x: after.x, width: after.width, height: after.height }).toEqual({ x: before.x, width: before.width, height: before.height });
  expect(Math.abs(after.y - before.y)).toBeLessThanOrEqual(1);
});

/** Six pages, the fifth of which is opened, and an outline beside them. */
function book(): Buffer {
  const kids = Array.from({ length: 6 }, (_, i) => `${10 + i} 0 R`).join(' ');
  const title = (name: string, page: number, more: string) => `<< /Title (${name}) /Dest [${10 + page} 0 R /Fit] ${more} >>`;
  return Buffer.from(
    buildPdf({
      1: `<< /Type /Catalog /Pages 2 0 R /PageMode /UseOutlines /PageLayout /TwoColumnLeft /Outlines 3 0 R
        /OpenAction [14 0 R /XYZ 0 300 null] >>`,
      2: `<< /Type /Pages /Count 6 /Kids [${kids}] /MediaBox [0 0 400 600] >>`,
      3: '<< /Type /Outlines /First 4 0 R /Last 5 0 R /Count 3 >>',
      4: title('Open chapter', 0, '/Parent 3 0 R /Next 5 0 R /First 6 0 R /Last 6 0 R /Count 1'),
      5: title('Closed chapter', 5, '/C [1 1 0] /F 3 /Parent 3 0 R /Prev 4 0 R /First 7 0 R /Last 7 0 R /Count -1'),
      6: title('A section whose title is longer than the panel has room for', 3, '/Parent 4 0 R'),
      7: title('Unseen', 5, '/Parent 5 0 R'),
      ...Object.fromEntries(Array.from({ length: 6 }, (_, i) => [10 + i, '<< /Type /Page /Parent 2 0 R >>'])),
    }),
  );
}

async function pixels(page: Page, selector: string): Promise<Buffer> {
  return PNG.sync.read(await page.locator(selector).screenshot({ animations: 'disabled' })).data;
}

test('the panel, the layout and the place that a document asks for are there from the beginning', async ({ page }) => {
  await serve(page, book());
  const release = await holdViewer(page);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  await page.goto('/?file=/sample.pdf');
  await expect(page.locator('.stage [data-index="4"] canvas.ode-drawn')).toBeVisible();
  // The code of the panel that is asked for is sent for beside the viewer's.
  for (const part of ['viewer', 'side-panel', 'outline'])
    await expect.poll(() => sent.filter((url) => url.includes(`/assets/${part}-`) && url.endsWith('.js')).length, part).toBeGreaterThan(0);
  expect(sent.filter((url) => /\/(viewer|side-panel|outline)-[^/]+\.js$/.test(url) && sent.indexOf(url) !== sent.lastIndexOf(url))).toEqual(
    [],
  );
  await expect(page.locator('.stage .ode-outline-row')).toHaveText(['Open chapter', /^A section/, 'Closed chapter']);
  await expect(page.locator('.stage .ode-outline-row[aria-selected=true]')).toHaveText(/^A section/);
  const panel = await pixels(page, '.stage .ode-side-panel');
  const before = (await page.locator('.stage [data-index="4"]').boundingBox())!;
  // The panel's room is 280 pixels wide; page 5 is on the left of its spread.
  expect(before.x).toBeGreaterThan(280);
  await page.evaluate(() => {
    const seen = ((window as { seen?: object }).seen = { places: [] as string[], rows: [] as number[] });
    const look = () => {
      const box = document.querySelector('[data-testid=page-5]')?.getBoundingClientRect();
      if (box) seen.places.push([box.x, box.y, box.width].map(Math.round).join());
      seen.rows.push(document.querySelectorAll(document.querySelector('.stage') ? '.stage [data-row]' : '#root [data-row]').length);
      requestAnimationFrame(look);
    };
    look();
  });
  release();
  await expect(page.getByRole('treeitem', { name: 'Open chapter' })).toBeVisible();
  await expect(page.locator('.stage')).toHaveCount(0);
  const { places, rows } = await page.evaluate(() => (window as unknown as { seen: { places: string[]; rows: number[] } }).seen);
  expect([...new Set(places)]).toEqual([[before.x, before.y, before.width].map(Math.round).join()]);
  // No frame was without the outline, and the viewer's looks the same.
  expect([...new Set(rows)]).toEqual([3]);
  expect((await pixels(page, '#root .ode-side-panel')).equals(panel)).toBe(true);
});

test('what is clicked in the panel before the viewer is there, the viewer does', async ({ page }) => {
  await serve(page, book());
  const release = await holdViewer(page);
  await page.goto('/?file=/sample.pdf');
  await page.locator('.stage .ode-outline-row', { hasText: 'Closed' }).locator('.ode-outline-turn').click();
  release();
  await expect(page.getByRole('treeitem', { name: 'Unseen' })).toBeVisible();
});

test('standard fonts that the document names are sent for before the engine is there', async ({ page }) => {
  const text = buildPdf({
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 200 100] >>',
    3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    4: { stream: 'BT /F1 24 Tf 20 50 Td (Hello) Tj ET' },
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>',
  });
  await serve(page, Buffer.from(text));
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/engine-[^/]+\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  const font = page.context().waitForEvent('request', { predicate: (request) => /\/FoxitSerif-[^/]+\.pfb$/.test(request.url()) });
  await page.goto('/?file=/sample.pdf');
  await font;
  release();
  await expect(page.getByTestId('page-1').locator('canvas.ode-drawn')).toHaveCount(1);
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

test('all code up to the whole viewer, and what screen readers are told, is at most 250 kB', async ({ page }) => {
  const code = new Set<string>();
  // By the context: a worker asks for what is its own.
  page.context().on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(js|css|wasm)$/.test(pathname)) code.add(pathname);
  });
  await serve(page, makePdf({ content: 'BT /F1 24 Tf 72 700 Td (Hello) Tj ET' }));
  await page.goto('/?file=/sample.pdf');
  await expect(page.getByRole('toolbar')).toBeVisible();
  await expect(page.getByTestId('page-1').locator('canvas.ode-drawn')).toHaveCount(1);
  await expect(page.locator('[data-testid=page-1] [aria-owns]').first()).toBeAttached();
  const names = [...code].map((name) => name.replace(/-.{8}\.\w+$/, '').replace('/assets/', '')).sort();
  expect(names).toEqual(expect.arrayContaining(['engine', 'first', 'structure', 'viewer', 'worker']));
  const sizes = [...code].map((name) => fs.statSync(new URL(`../web/dist${name}.br`, import.meta.url)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000);
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });
  test('who waits is told in his language', async ({ page }) => {
    const release = await holdViewer(page);
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(
      (url) => url.pathname === '/sample.pdf',
      async (route) => {
        await held;
        await route.fulfill({ contentType: 'application/pdf', body: makePdf() });
      },
    );
    await page.goto('/?file=/sample.pdf');
    await expect(page.locator('.stage').getByRole('status')).toHaveText('sample.pdf wird geöffnet …');
    answer();
    release();
    await expect(page.getByTestId('page-1')).toBeVisible();
  });
});

test.describe('in Arabic', () => {
  test.use({ locale: 'ar' });
  test('the panel is on the right from the beginning', async ({ page }) => {
    await serve(page, book());
    const release = await holdViewer(page);
    await page.goto('/?file=/sample.pdf');
    await expect(page.locator('.stage .ode-outline-row')).toHaveCount(3);
    const [panel, sheet] = ['.stage .ode-side-panel', '.stage [data-index="4"]'].map((one) => page.locator(one).boundingBox());
    const { x, width } = (await panel)!;
    expect([x + width, width]).toEqual([page.viewportSize()!.width, 280]);
    const before = (await sheet)!.x;
    const picture = await pixels(page, '.stage .ode-side-panel');
    release();
    await expect(page.locator('.stage')).toHaveCount(0);
    await expect(page.locator('#root .ode-side-panel h2')).toHaveText('المخطط');
    expect((await page.getByTestId('page-5').boundingBox())!.x).toBeCloseTo(before, 0);
    expect((await pixels(page, '#root .ode-side-panel')).equals(picture)).toBe(true);
  });
});
