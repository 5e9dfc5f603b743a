import { expect, test, type Page } from '@playwright/test';
import { makePdf } from '../server/test/pdf.js';

/** 30 pages on which "Page 1" to "Page 30" stand: "page 2" is on 2 and on 20 to 29. */
async function open(page: Page, fragment = ''): Promise<void> {
  await page.route(
    (url) => url.pathname === '/many.pdf',
    (route) => route.fulfill({ body: makePdf({ pages: 30 }), contentType: 'application/pdf' }),
  );
  await page.goto(`/?file=/many.pdf${fragment}`);
  await expect(page.getByRole('main', { name: 'Pages' })).toBeVisible();
}

const status = (page: Page) => page.getByRole('search').getByRole('status');

test('what is typed is found in the whole document, counted, marked, and gone through by keys', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('page 2');
  await expect(page.getByLabel('Find in document')).toHaveValue('page 2');
  await expect(status(page)).toHaveText('1 of 11');
  const current = page.getByTestId('page-2').locator('.ode-find-current');
  await expect(current).toHaveCount(1);
  await expect.poll(() => page.locator('.ode-find-marks span').count()).toBeGreaterThan(5);

  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText('2 of 11');
  await expect(page.getByTestId('page-20')).toBeInViewport();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(status(page)).toHaveText('11 of 11');
  await expect(page.getByTestId('page-29')).toBeInViewport();
  await page.getByTestId('page-29').click();
  await page.keyboard.press('F3');
  await expect(status(page)).toHaveText('1 of 11');
  await page.keyboard.press('Control+g');
  await expect(status(page)).toHaveText('2 of 11');

  await page.keyboard.press('Control+f');
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Find in document')).toHaveCount(0);
  await expect(page.locator('.ode-find-hits')).toHaveCount(0);
  await page.keyboard.press('Home'); // the keys are the pages' again
  await expect(page.getByTestId('page-1')).toBeInViewport();
});

test('Escape closes the search wherever the keyboard is, after what is nearer', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('page 2');
  await expect(status(page)).toHaveText('1 of 11');
  await page.getByTestId('page-2').click();
  // A dialog, a menu, a presentation and the page box are left first.
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.press('Control+Alt+p');
  await expect(page.locator('[data-presenting]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-presenting]')).toHaveCount(0);
  const box = page.getByRole('textbox', { name: 'Page', exact: true });
  const before = await box.inputValue();
  await box.fill('7');
  await page.keyboard.press('Escape');
  await expect(box).toHaveValue(before);
  await expect(status(page)).toHaveText('1 of 11');

  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Find in document')).toHaveCount(0);
  await expect(page.locator('.ode-find-hits')).toHaveCount(0);
});

test('the box has the keyboard before another key can come', async ({ page }) => {
  await open(page);
  await page.getByRole('main', { name: 'Pages' }).focus();
  const focused = await page.evaluate(async () => {
    const press = new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true, cancelable: true });
    document.activeElement!.dispatchEvent(press);
    // Promises are kept before the next key; frames and timers may come after it.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    return document.activeElement!.getAttribute('aria-label');
  });
  expect(focused).toBe('Find in document');
});

test('Enter before the first hit has come leads to the first hit', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+f');
  const type = (query: string) =>
    page.getByLabel('Find in document').evaluate((box: HTMLInputElement, query) => {
      // In one go, so that nothing can have been found in between.
      box.value = query;
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    }, query);
  await type('page 2');
  await expect(status(page)).toHaveText('1 of 11');
  await expect(page.getByTestId('page-2')).toBeInViewport();
  // What was found before is not gone through any more.
  await type('page 3');
  await expect(status(page)).toHaveText('1 of 2');
  await expect(page.getByTestId('page-3').locator('.ode-find-current')).toHaveCount(1);
});

test('case, whole words and regular expressions are heeded, and the list leads to each hit', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.keyboard.type('page 2');
  await page.getByRole('button', { name: 'Whole words' }).click();
  await expect(status(page)).toHaveText('1 of 1');
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect(status(page)).toHaveText('Not found');
  await page.getByRole('button', { name: 'Match case' }).click();
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await page.getByLabel('Find in document').fill('[12]9');
  await expect(status(page)).toHaveText('1 of 2');
  await page.getByRole('button', { name: 'List what is found' }).click();
  await page.getByRole('list').getByText('Page 29').last().click();
  await expect(page.getByTestId('page-29')).toBeInViewport();
  await expect(status(page)).toHaveText('2 of 2');
  await page.getByLabel('Find in document').fill('(');
  await expect(status(page)).toHaveText('Not a regular expression');
});

test('#search= opens the search', async ({ page }) => {
  await open(page, '#search=page%2030');
  await expect(page.getByLabel('Find in document')).toHaveValue('page 30');
  await expect(status(page)).toHaveText('1 of 1');
  await expect(page.getByTestId('page-30')).toBeInViewport();
});
