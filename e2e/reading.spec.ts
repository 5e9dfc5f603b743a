import { expect, test, type Page } from '@playwright/test';
import { makePdf } from '../server/test/pdf.js';
import { buildPdf } from '../wasm/test/pdf-builder.js';

async function open(page: Page, name = 'many.pdf', buffer = makePdf({ pages: 12 })): Promise<void> {
  await page.getByTestId('file-input').setInputFiles({ name, mimeType: 'application/pdf', buffer });
  await expect(page.getByRole('region', { name: 'Page 1', exact: true })).toBeVisible();
}

const choose = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menu').getByText(name, { exact: true }).click();
};
const at = (page: Page, n: number) => expect(page.getByRole('textbox', { name: 'Page' })).toHaveValue(String(n));
const whole = (page: Page) => page.evaluate(() => document.fullscreenElement?.className.includes('ode-viewer') ?? false);
const scrolled = (page: Page) => page.locator('.ode-pages').evaluate((element) => element.scrollTop);

test.beforeEach(({ page }) => page.goto('/').then(() => undefined));

test('a page alone is turned by keys, right after the menu; hits are marked along the bar', async ({ page }) => {
  await open(page);
  await choose(page, 'Page by page');
  await page.keyboard.press('9');
  for (const n of [2, 3]) {
    await page.keyboard.press('PageDown');
    await at(page, n);
  }
  await page.keyboard.press('PageUp');
  await expect(page.getByTestId('page-2')).toBeInViewport();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('page 1');
  await expect(page.locator('.ode-find-marks span')).toHaveCount(5); // 1, 10, 11, 12, and where one is
});

test('pages beside one another are turned by keys, and the wheel leads along them', async ({ page }) => {
  await open(page);
  await choose(page, 'Side by side');
  await page.keyboard.press('9');
  await page.keyboard.press('PageDown');
  await at(page, 2);
  await page.keyboard.press('PageUp');
  await at(page, 1);
  await page.getByTestId('page-1').hover();
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, 120);
  await expect(page.getByTestId('page-3')).toBeInViewport();
});

test('pages are presented: alone on the whole screen, turned by keys, click and wheel, and all is as before', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => whole(page)).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(() => whole(page)).toBe(false);
  await choose(page, 'Presentation');
  await expect.poll(() => whole(page)).toBe(true);
  await expect(page.getByRole('button', { name: 'More' })).toBeHidden();
  await expect(page.locator('.ode-page')).toHaveCount(1);
  await page.keyboard.press(' ');
  await expect(page.getByTestId('page-2')).toBeVisible();
  await page.getByTestId('page-2').click();
  await expect(page.getByTestId('page-3')).toBeVisible();
  await page.mouse.wheel(0, -100);
  await expect(page.getByTestId('page-2')).toBeVisible();
  expect(await page.locator('.ode-pages').evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(0, 0, 0)');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'More' })).toBeVisible();
  await expect.poll(() => whole(page)).toBe(false);
  await at(page, 2);
  await expect(page.getByTestId('page-3')).toBeAttached();
});

test('pages are pulled by the hand, or with the space bar held, which else scrolls', async ({ page }) => {
  await open(page);
  const pull = async () => {
    const before = await scrolled(page);
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(500, 300, { steps: 4 });
    await page.mouse.up();
    return (await scrolled(page)) - before;
  };
  await page.keyboard.press('h');
  expect(await pull()).toBe(100);
  await page.keyboard.press('h');
  expect(await pull()).toBe(0);
  const before = await scrolled(page);
  await page.keyboard.down(' ');
  expect(await pull()).toBe(100);
  await page.keyboard.up(' ');
  expect(await scrolled(page)).toBe(before + 100);
  await page.keyboard.press(' ');
  await expect.poll(() => scrolled(page)).toBeGreaterThan(before + 300);
});

test('a document is opened again as it was left', async ({ page }) => {
  await open(page);
  await page.getByRole('textbox', { name: 'Page' }).fill('7');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Side panel' }).click();
  // Turned, pages are higher: another one is at the top now.
  const shown = async () => page.getByRole('textbox', { name: 'Page' }).inputValue();
  await expect.poll(async () => (await page.getByTestId(`page-${await shown()}`).boundingBox())!.height).toBeGreaterThan(300);
  const left = Number(await shown());
  await page.getByRole('button', { name: 'Close the document' }).click();
  await page.getByTestId('file-input').setInputFiles({ name: 'renamed.pdf', mimeType: 'application/pdf', buffer: makePdf({ pages: 12 }) });
  await at(page, left);
  await expect(page.getByRole('tab', { name: 'Outline' })).toBeVisible();
  await expect
    .poll(async () => {
      const box = (await page.getByTestId(`page-${left}`).boundingBox())!;
      return box.height > box.width;
    })
    .toBe(true);
});

test('what a document asks for is heeded, but an address wins', async ({ page }) => {
  const kids = Array.from({ length: 6 }, (_, i) => `${10 + i} 0 R`).join(' ');
  const book = Buffer.from(
    buildPdf(
      {
        1: `<< /Type /Catalog /Pages 2 0 R /PageMode /UseThumbs /PageLayout /TwoColumnLeft /OpenAction [14 0 R /XYZ null null null]
          /ViewerPreferences << /DisplayDocTitle true >> >>`,
        2: `<< /Type /Pages /Count 6 /Kids [${kids}] /MediaBox [0 0 400 600] >>`,
        3: '<< /Title (A Book of Six Pages) >>',
        ...Object.fromEntries(Array.from({ length: 6 }, (_, i) => [10 + i, '<< /Type /Page /Parent 2 0 R >>'])),
      },
      { trailer: '/Info 3 0 R' },
    ),
  );
  await page.route(
    (url) => url.pathname === '/book.pdf',
    (route) => route.fulfill({ body: book, contentType: 'application/pdf' }),
  );
  await page.goto('/?file=/book.pdf');
  await at(page, 5);
  await expect(page).toHaveTitle(/A Book of Six Pages/);
  await expect(page.getByRole('listbox', { name: 'Pages' })).toBeVisible();
  const left = async (n: number) => (await page.getByTestId(`page-${n}`).boundingBox())!;
  await expect.poll(async () => (await left(6)).y - (await left(5)).y).toBe(0);
  await page.evaluate(() => localStorage.clear());
  await page.goto('/?file=/book.pdf#page=3&pagemode=none');
  await at(page, 3);
  await expect.poll(async () => (await left(4)).y - (await left(3)).y).toBe(0);
  await expect(page.getByRole('listbox', { name: 'Pages' })).toHaveCount(0);
});

test('a second document opens in a tab, closed by its button; addresses are listed on the start page', async ({ page }) => {
  await page.route(
    (url) => url.pathname === '/sample.pdf',
    (route) => route.fulfill({ contentType: 'application/pdf', body: makePdf({ pages: 12 }) }),
  );
  await page.goto('/?file=/nothing.pdf');
  await expect(page.getByTestId('error-message')).toBeVisible();
  await page.goto('/?file=/sample.pdf');
  await expect(page.getByRole('region', { name: 'Page 1', exact: true })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'sample.pdf' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Page' }).fill('5');
  await page.keyboard.press('Enter');
  await at(page, 5);
  const transfer = await page.evaluateHandle(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], 'second.pdf', { type: 'application/pdf' }));
      return data;
    },
    [...makePdf({ pages: 9 })],
  );
  for (const event of ['dragenter', 'dragover', 'drop']) await page.locator('.app').dispatchEvent(event, { dataTransfer: transfer });
  await expect(page.getByRole('tab', { name: 'second.pdf' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('page-count').last()).toContainText('9');
  // The first one is as it was; and Back leads to it, too.
  await page.getByRole('tab', { name: 'sample.pdf' }).click();
  await at(page, 5);
  await expect(page).toHaveURL(/file=.*sample\.pdf/);
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'second.pdf' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Close second.pdf' }).click();
  await at(page, 5);
  await expect(page.getByRole('tab', { name: 'sample.pdf' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Start page' }).click();
  // What did not open is not among them.
  await expect(page.locator('.recent li')).toHaveText([/^sample\.pdf/]);
  await page.getByRole('button', { name: /^sample\.pdf/ }).click();
  await at(page, 5);
  await page.reload();
  await at(page, 5);
  await page.getByRole('button', { name: 'Close the document' }).click();
  await page.getByRole('button', { name: 'Remove sample.pdf from the list' }).click();
  await expect(page.getByText('Recent documents')).toHaveCount(0);
});

test('a file that was chosen is kept among the recent ones, where the browser has a picker', async ({ page }) => {
  // The picker is the system's window: what it gives is a handle of the same kind.
  await page.addInitScript(
    (bytes) => {
      const picker = async () => {
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle('chosen.pdf', { create: true });
        const file = await handle.createWritable();
        await file.write(Uint8Array.from(bytes));
        await file.close();
        return [handle];
      };
      Object.assign(window, { showOpenFilePicker: picker });
    },
    [...makePdf({ pages: 7 })],
  );
  await page.goto('/');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await expect(page.getByTestId('page-count')).toContainText('7');
  await page.goto('/');
  await page.getByRole('button', { name: /^chosen\.pdf/ }).click();
  await expect(page.getByTestId('page-count')).toContainText('7');
});
