import { devices, expect, test, type CDPSession } from '@playwright/test';
import { buildPdf } from '../wasm/test/pdf-builder.js';

test.use({ ...devices['Pixel 7'], viewport: { width: 360, height: 740 } });

/** Pages of three widths, in turn. */
function makeMixed(): Buffer {
  const kids = Array.from({ length: 12 }, (_, i) => `${10 + i} 0 R`);
  const objects: Parameters<typeof buildPdf>[0] = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Count ${kids.length} /Kids [${kids.join(' ')}] >>`,
  };
  for (let i = 0; i < kids.length; i++)
    objects[10 + i] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${['300 400', '400 300', '300 400', '250 250'][i % 4]}] >>`;
  return Buffer.from(buildPdf(objects));
}

function makeBook(): Buffer {
  const objects: Parameters<typeof buildPdf>[0] = {
    1: '<< /Type /Catalog /Pages 2 0 R /Outlines 30 0 R >>',
    2: `<< /Type /Pages /Count 3 /Kids [10 0 R 11 0 R 12 0 R] >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    30: '<< /First 31 0 R /Last 31 0 R /Count 1 >>',
    40: '<< /Type /Annot /Subtype /Text /Rect [240 300 260 320] /Contents (A note) /T (Bo) >>',
    31: '<< /Title (Last chapter) /Parent 30 0 R /Dest [12 0 R /Fit] >>',
  };
  for (let i = 0; i < 3; i++) {
    objects[10 + i] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents ${20 + i} 0 R ${i ? '' : '/Annots [40 0 R]'} /Resources << /Font << /F1 3 0 R >> >> >>`;
    objects[20 + i] = { stream: `BT /F1 24 Tf 20 340 Td (Chapter ${i + 1}) Tj ET` };
  }
  return Buffer.from(buildPdf(objects));
}

/** Touches of one or two fingers, as the browser gets them from a screen. */
async function touch(
  session: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  ...points: [x: number, y: number][]
): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
}

test('on a phone: a bar at the foot, targets of 44 pixels, two taps and two fingers, the outline and finding', async ({ page }) => {
  await page.goto('/');
  await page
    .getByTestId('file-input')
    .setInputFiles({ name: 'a-book-of-three-chapters.pdf', mimeType: 'application/pdf', buffer: makeBook() });
  await expect(page.getByTestId('page-1').getByTestId('text-layer')).toContainText('Chapter 1');
  const title = page.getByRole('heading', { name: 'a-book-of-three-chapters.pdf' });
  expect((await title.boundingBox())!.width).toBeGreaterThan(180);

  // Every control is large enough, in the window, and apart from the others.
  const small = () =>
    page.locator('.ode-toolbar :is(button, input):visible').evaluateAll((all) =>
      all
        .map((element) => ({ name: element.getAttribute('aria-label') ?? element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 44 || box.height < 44 || box.left < 0 || box.right > innerWidth || box.bottom > innerHeight)
        .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
    );
  expect(await small()).toEqual([]);
  const foot = await page.getByRole('button', { name: 'Find' }).boundingBox();
  expect(foot!.y).toBeGreaterThan(740 - 60);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

  // A comment is read by a tap, and put away by another one.
  await page.getByTestId('page-1').getByRole('button', { name: 'Comment by Bo' }).tap();
  await expect(page.locator('.ode-comment-window')).toContainText('A note');
  await expect(page.locator('.ode-comment-window')).toBeInViewport({ ratio: 1 });
  await page.touchscreen.tap(180, 600);
  await expect(page.locator('.ode-comment-window')).toHaveCount(0);

  // Two taps enlarge what they meet, and bring it back.
  const width = async () => (await page.getByTestId('page-1').boundingBox())!.width;
  const before = await width();
  await page.touchscreen.tap(180, 250);
  await page.touchscreen.tap(180, 250);
  await expect.poll(width).toBeGreaterThan(before * 2);
  await page.touchscreen.tap(180, 250);
  await page.touchscreen.tap(180, 250);
  await expect.poll(width).toBeCloseTo(before, 0);
  // Two fingers.
  const fingers = await page.context().newCDPSession(page);
  await touch(fingers, 'touchStart', [150, 300], [210, 300]);
  await touch(fingers, 'touchMove', [120, 300], [240, 300]);
  await touch(fingers, 'touchEnd');
  await expect.poll(width).toBeGreaterThan(before * 1.5);

  // Outline and finding.
  await page.getByRole('button', { name: 'Side panel' }).tap();
  await page.getByRole('tab', { name: 'Outline' }).tap();
  const item = page.getByRole('treeitem', { name: 'Last chapter' });
  expect((await item.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await item.tap();
  await expect(page.getByTestId('page-3')).toBeInViewport();
  // The phone is turned, and back: the page stays, and all controls are in the window.
  await page.setViewportSize({ width: 740, height: 360 });
  await expect(page.getByRole('textbox', { name: 'Page', exact: true })).toHaveValue('3');
  await expect.poll(small).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByRole('textbox', { name: 'Page', exact: true })).toHaveValue('3');
  await page.getByRole('button', { name: 'Side panel' }).tap();
  await page.getByRole('button', { name: 'Find' }).tap();
  await page.getByLabel('Find in document').fill('chapter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('3 of 3');
  await page.getByRole('button', { name: 'Close the search' }).tap();
  await page.getByRole('button', { name: 'More' }).tap();
  await expect(page.getByRole('menuitem', { name: 'Zoom in' })).toBeVisible();
});

test('a phone that is turned and turned back shows what it showed, beside a panel, too', async ({ page }) => {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'mixed.pdf', mimeType: 'application/pdf', buffer: makeMixed() });
  await expect(page.getByTestId('page-1')).toBeVisible();
  const pages = page.getByRole('main', { name: 'Pages' });
  const top = () => pages.evaluate((element) => element.scrollTop);
  const turn = async (width: number, height: number) => {
    await page.setViewportSize({ width, height });
    const foot = width < 621 ? 57 : 0;
    await expect.poll(() => pages.evaluate((element) => innerHeight - Math.round(element.getBoundingClientRect().bottom))).toBe(foot);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
  for (const panel of [false, true]) {
    if (panel) await page.getByRole('button', { name: 'Side panel' }).tap();
    await pages.evaluate((element) => element.scrollTo(0, 1200));
    await expect.poll(top).toBe(1200);
    for (let times = 0; times < 2; times++) {
      await turn(740, 360);
      await expect.poll(top).toBeGreaterThan(1300);
      await turn(360, 740);
      await expect.poll(top).toBeCloseTo(1200, -1);
    }
  }
});
