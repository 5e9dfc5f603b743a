import { expect, test, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { makePdf, PASSWORD } from '../server/test/pdf.js';

/** A red square of 40 points in the upper left corner of the page, of 200 × 100 points. */
const RED_SQUARE = '1 0 0 rg 0 60 40 40 re f 0 g';

async function open(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.getByTestId('file-input').setInputFiles({ name, mimeType: 'application/pdf', buffer: bytes });
}

/** The colour of the n-th page where it is shown, at a place given in parts of its width and height. */
async function colorAt(page: Page, n: number, x: number, y: number): Promise<number[]> {
  const picture = PNG.sync.read(await page.getByTestId(`page-${n}`).screenshot());
  const at = (Math.floor(y * picture.height) * picture.width + Math.floor(x * picture.width)) * 4;
  return [...picture.data.subarray(at, at + 3)];
}

/** How many pixels of the first page are dark, below its upper part. */
async function darkness(page: Page): Promise<number> {
  const { width, height, data } = PNG.sync.read(await page.getByTestId('page-1').screenshot());
  return data.filter((v, i) => i % 4 === 1 && v < 60 && (i >> 2) / width > 0.4 * height).length;
}

test.beforeEach(async ({ page, baseURL }) => {
  // Whatever the page asks for, it asks its own origin.
  page.on('request', (request) => {
    const url = request.url();
    expect(url.startsWith(baseURL!) || url.startsWith('blob:') || url.startsWith('data:'), url).toBe(true);
  });
  await page.goto('/');
});

test('draws a chosen file', async ({ page }) => {
  await open(page, 'square.pdf', makePdf({ pages: 3, content: RED_SQUARE }));
  await expect(page.getByTestId('page-count')).toContainText('3');
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
  expect(await colorAt(page, 1, 0.3, 0.2)).toEqual([255, 255, 255]);
  // The number is drawn in black at 20, 40 from below: somewhere there is ink.
  expect(await darkness(page)).toBeGreaterThan(100);
});

test('opens a file that the address names', async ({ page }) => {
  await page.route(
    (url) => url.pathname === '/sample.pdf',
    (route) => route.fulfill({ contentType: 'application/pdf', body: makePdf({ content: RED_SQUARE }) }),
  );
  await page.goto('/?file=/sample.pdf');
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
});

test('zooms, and goes to a page', async ({ page }) => {
  await open(page, 'many.pdf', makePdf({ pages: 40, content: RED_SQUARE }));
  await page.getByTestId('page-input').fill('30');
  await page.getByTestId('page-input').press('Enter');
  await expect(page.getByTestId('page-30')).toBeInViewport();
  await expect.poll(() => colorAt(page, 30, 0.1, 0.2)).toEqual([255, 0, 0]);
  await page.getByTestId('fit-page').click();
  const before = (await page.getByTestId('page-30').boundingBox())!;
  await page.getByTestId('zoom-out').click();
  await expect.poll(async () => (await page.getByTestId('page-30').boundingBox())!.width).toBeLessThan(before.width * 0.95);
});

test('who flies past sees the numbers of the pages', async ({ page }) => {
  await open(page, 'many.pdf', makePdf({ pages: 40, content: RED_SQUARE }));
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
  const seen = page.evaluate(() => {
    const numbers: (string | null)[] = [];
    const area = document.querySelector('.ode-area')!;
    const look = () => numbers.push(...[...area.querySelectorAll('[data-testid=page-30] > .ode-number')].map((n) => n.textContent));
    return new Promise((resolve) => {
      new MutationObserver(() => {
        look();
        if (area.querySelector('[data-testid=page-30] .ode-drawn')) resolve(numbers);
      }).observe(area, { subtree: true, childList: true, attributes: true });
    });
  });
  await page.getByTestId('page-input').fill('30');
  await page.getByTestId('page-input').press('Enter');
  expect(await seen).toContain('30');
  await expect(page.locator('[data-testid=page-30] > .ode-number')).toHaveCount(0);
});

test('who scrolls fast has pages ahead of him; what lies over them comes when he stands still', async ({ page }) => {
  await open(page, 'many.pdf', makePdf({ pages: 200, content: RED_SQUARE }));
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
  const { ahead, layered, most } = await page.evaluate(async () => {
    const pages = document.querySelector('.ode-pages')!;
    const all = () => [...document.querySelectorAll<HTMLElement>('.ode-page')];
    const before = new Set(all().map(({ dataset }) => dataset.index));
    let [ahead, most] = [0, 0];
    for (let frame = 0; frame < 40; frame++) {
      pages.scrollTop += 120;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const last = all().at(-1)!.getBoundingClientRect().bottom - pages.getBoundingClientRect().bottom;
      ahead = Math.max(ahead, last / pages.clientHeight);
      most = Math.max(most, all().length);
    }
    const layered = all().filter((page) => !before.has(page.dataset.index) && page.querySelector('.ode-text-layer'));
    return { ahead, layered: layered.length, most };
  });
  // A window is ahead of one that stands still; at a frame in 50 ms 120 pixels are more than another one in 400 ms.
  expect(ahead).toBeGreaterThan(2);
  expect(layered).toBe(0);
  const seen = page.locator('.ode-page').filter({ has: page.getByTestId('text-layer') });
  await expect.poll(() => seen.count()).toBeGreaterThan(1);
  await expect.poll(() => page.locator('.ode-page').count()).toBeLessThan(most);
});

test('the text of a dense page comes in pieces, a frame apart, and so does its structure', async ({ page }) => {
  const words = Array.from({ length: 600 }, (_, i) => `BT /F1 1 Tf ${(i % 20) * 10} ${96 - 3 * Math.floor(i / 20)} Td (w${i}) Tj ET`);
  await page.evaluate(() => {
    const most = { runs: 0, parts: 0 };
    let frame = { ...most };
    const count = (nodes: Node[], selector: string) =>
      nodes.reduce((sum, node) => {
        if (!(node instanceof HTMLElement)) return sum;
        return sum + Number(node.matches(selector)) + node.querySelectorAll(selector).length;
      }, 0);
    new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      frame.runs += count(added, '[data-run]');
      frame.parts += count(added, '.ode-structure [role]');
      Object.assign(most, { runs: Math.max(most.runs, frame.runs), parts: Math.max(most.parts, frame.parts) });
    }).observe(document.body, { subtree: true, childList: true });
    const next = () => {
      frame = { runs: 0, parts: 0 };
      requestAnimationFrame(next);
    };
    next();
    (window as { mostInAFrame?: typeof most }).mostInAFrame = most;
  });
  await open(page, 'dense.pdf', makePdf({ content: words.join(' ') }));
  const first = page.getByTestId('page-1');
  await expect(first.getByTestId('text-layer')).toContainText('w599');
  expect(await first.locator('[data-run]').count()).toBeGreaterThan(400);
  // Most is a table, of one row with all its cells at a time it would be one piece.
  await expect.poll(() => first.locator('.ode-structure [role]').count(), { timeout: 30_000 }).toBeGreaterThan(300);
  const most = await page.evaluate(() => (window as unknown as { mostInAFrame: { runs: number; parts: number } }).mostInAFrame);
  expect(most.runs).toBeLessThanOrEqual(125);
  expect(most.parts).toBeLessThanOrEqual(100);
});

test('selects and copies text', async ({ page }) => {
  await open(page, 'text.pdf', makePdf({ pages: 2 }));
  const words = page.getByTestId('page-1').getByTestId('text-layer').getByText('Page 1');
  await expect(words).toBeAttached();
  const box = (await words.boundingBox())!;
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 2, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  expect((await page.evaluate(() => getSelection()!.toString())).trim()).toBe('Page 1');
});

test('keeps what is selected when its page is far away, and copies all pages', async ({ page }) => {
  await open(page, 'many.pdf', makePdf({ pages: 40 }));
  await page.getByTestId('page-1').getByTestId('text-layer').getByText('Page 1').dblclick();
  await page.keyboard.press('End');
  await expect(page.getByTestId('page-40')).toBeInViewport();
  await expect(page.getByTestId('page-15')).toHaveCount(0);
  await page.keyboard.press('Control+c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Page/);

  await page.getByTestId('page-40').click({ position: { x: 5, y: 5 } });
  await expect(page.getByTestId('page-1')).toHaveCount(0);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  const all = Array.from({ length: 40 }, (_, i) => `Page ${i + 1}`).join('\n\n');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(all);
});

test('asks for a password, and again when it is wrong', async ({ page }) => {
  await open(page, 'locked.pdf', makePdf({ locked: true, content: RED_SQUARE }));
  await page.getByTestId('password-input').fill('wrong');
  await page.getByTestId('password-submit').click();
  await expect(page.getByText(/does not open|wrong|not right/i).first()).toBeVisible();
  await page.getByTestId('password-input').fill(PASSWORD);
  await page.getByTestId('password-submit').click();
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
});

test('says what is wrong with a file that is dropped', async ({ page }) => {
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['This is no PDF.'], 'notes.pdf', { type: 'application/pdf' }));
    return data;
  });
  for (const event of ['dragenter', 'dragover', 'drop'])
    await page.getByTestId('drop-zone').dispatchEvent(event, { dataTransfer: transfer });
  await expect(page.getByTestId('error-message')).toContainText(/not a PDF/i);
  // And the next file opens.
  await open(page, 'square.pdf', makePdf({ content: RED_SQUARE }));
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
});

test('works offline once it has been loaded', async ({ page, context }) => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await open(page, 'square.pdf', makePdf({ content: RED_SQUARE }));
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
  // With the fonts, although no document has needed one before: the number is there.
  await expect(page.getByTestId('fallback-badge')).toHaveCount(0);
  expect(await darkness(page)).toBeGreaterThan(100);
});

test('what is pasted opens: a file, and an address, but not where text is written', async ({ page }) => {
  await page.route(
    (url) => url.pathname === '/sample.pdf',
    (route) => route.fulfill({ contentType: 'application/pdf', body: makePdf({ pages: 4 }) }),
  );
  /** What a browser tells of when the reader pastes. */
  const paste = (target: string, text: string, file: number[] | null = null) =>
    page.locator(target).evaluate(
      (element, [text, file]) => {
        const clipboardData = new DataTransfer();
        if (file) clipboardData.items.add(new File([Uint8Array.from(file)], 'pasted.pdf', { type: 'application/pdf' }));
        else clipboardData.setData('text/plain', text);
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      },
      [text, file] as const,
    );
  await paste('body', '', [...makePdf({ pages: 3 })]);
  await expect(page.getByTestId('page-count')).toContainText('3');
  await paste('.ode-page-input input', new URL('/sample.pdf', page.url()).href);
  await paste('body', 'no address');
  await expect(page.getByRole('tab')).toHaveCount(0);
  await paste('body', new URL('/sample.pdf', page.url()).href);
  await expect(page.getByRole('tab', { name: 'sample.pdf' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('page-count').last()).toContainText('4');
});

test('an address that is written on the start page opens', async ({ page }) => {
  await page.route(
    (url) => url.pathname === '/sample.pdf',
    (route) => route.fulfill({ contentType: 'application/pdf', body: makePdf({ pages: 4 }) }),
  );
  const field = page.getByRole('textbox', { name: 'Address of a PDF' });
  await field.fill('sample.pdf');
  await field.press('Enter');
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  await field.fill(new URL('/sample.pdf', page.url()).href);
  await field.press('Enter');
  await expect(page.getByTestId('page-count')).toContainText('4');
});

test('what the system opens with the installed app opens, and what another app shares', async ({ page }) => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.addInitScript(
    (bytes) => {
      if (location.search) return;
      // The queue is the browser's, which fills it when the system starts the app with files: a file handle is all that is needed.
      const file = new File([Uint8Array.from(bytes)], 'launched.pdf', { type: 'application/pdf' });
      const setConsumer = (consumer: (launch: object) => void) => consumer({ files: [{ getFile: async () => file }] });
      Object.defineProperty(window, 'launchQueue', { value: { setConsumer } });
    },
    [...makePdf({ pages: 5 })],
  );
  await page.reload();
  await expect(page.getByTestId('page-count')).toContainText('5');
  // A share is a form that is sent to the app, which its service worker takes.
  const share = (fields: Record<string, string>, bytes: number[] | null) =>
    page.evaluate(
      async ([fields, bytes]) => {
        const body = new FormData();
        for (const [name, value] of Object.entries(fields)) body.set(name, value);
        if (bytes) body.set('file', new File([Uint8Array.from(bytes)], 'größe.pdf', { type: 'application/pdf' }));
        return (await fetch('./share', { method: 'POST', body })).url;
      },
      [fields, bytes] as const,
    );
  const opened = await share({ title: 'x' }, [...makePdf({ pages: 6 })]);
  expect(new URL(opened).search).toBe('?shared');
  await page.goto(opened);
  await expect(page.getByTestId('page-count')).toContainText('6');
  await expect(page.getByRole('heading', { name: 'größe.pdf' })).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
  expect(new URL(await share({ text: 'Look: https://example.org/a.pdf' }, null)).search).toBe('?file=https%3A%2F%2Fexample.org%2Fa.pdf');
});

test('runs under its Content-Security-Policy', async ({ page }) => {
  const response = await page.goto('/');
  const policy = response!.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  const violations: string[] = [];
  page.on('console', (message) => /Content.Security.Policy/i.test(message.text()) && violations.push(message.text()));
  await open(page, 'square.pdf', makePdf({ content: RED_SQUARE }));
  await expect.poll(() => colorAt(page, 1, 0.1, 0.2)).toEqual([255, 0, 0]);
  expect(violations).toEqual([]);
});
