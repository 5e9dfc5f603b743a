import { expect, test, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { onePage, type Body } from '../wasm/test/pdf-builder.js';

/** Forms one inside the other, `depth` of them: the innermost paints the page red. The engine's limit is 24. */
function nested(depth: number): Buffer {
  const forms = Array.from({ length: depth }, (_, i): [number, Body] => [
    10 + i,
    {
      dict: `/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Resources << /XObject << /F ${11 + i} 0 R >> >>`,
      stream: i < depth - 1 ? '/F Do' : '1 0 0 rg 0 0 200 100 re f',
    },
  ]);
  const content = '/F Do 0 g BT /F1 24 Tf 20 40 Td (Words) Tj ET';
  return Buffer.from(onePage(content, { resources: '/XObject << /F 10 0 R >>', objects: Object.fromEntries(forms) }));
}

async function open(page: Page, bytes: Buffer): Promise<void> {
  await page.getByTestId('file-input').setInputFiles({ name: 'forms.pdf', mimeType: 'application/pdf', buffer: bytes });
}

/** The colour of the page above its words. */
async function paper(page: Page): Promise<number[]> {
  const { width, height, data } = PNG.sync.read(await page.getByTestId('page-1').screenshot());
  const at = (Math.floor(height / 5) * width + Math.floor(width / 2)) * 4;
  return [...data.subarray(at, at + 3)];
}

let asked: string[];
let complaints: string[];

test.beforeEach(async ({ page }) => {
  asked = [];
  complaints = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto('/');
  asked = [];
});

const ofPdfjs = () => asked.filter((url) => /pdfjs|pdf\.worker/.test(url));

test('a page that the engine claims is drawn by it alone', async ({ page }) => {
  await open(page, nested(10));
  await expect.poll(() => paper(page)).toEqual([255, 0, 0]);
  await expect(page.getByTestId('page-1').getByText('Words')).toBeAttached();
  await expect(page.getByTestId('fallback-badge')).toHaveCount(0);
  expect(ofPdfjs()).toEqual([]);
});

test('a page that it cannot draw is drawn by pdf.js, which is loaded then, and says so', async ({ page, baseURL }) => {
  await open(page, nested(40));
  await expect(page.getByTestId('fallback-badge')).toHaveText('Drawn by pdf.js');
  await expect(page.getByTestId('fallback-badge')).toHaveAttribute('title', /nesting-limit/);
  await expect.poll(() => paper(page)).toEqual([255, 0, 0]);
  // At another size, too; and the words are still there to be selected.
  await page.getByTestId('zoom-out').click();
  await expect.poll(() => paper(page)).toEqual([255, 0, 0]);
  await expect(page.getByTestId('page-1').getByText('Words')).toBeAttached();
  expect(ofPdfjs().length).toBeGreaterThan(1);
  for (const url of asked) expect(url.startsWith(baseURL!) || /^(blob|data):/.test(url), url).toBe(true);
  expect(complaints).toEqual([]);
});

test.describe('without a service worker', () => {
  // Whose requests Playwright would not stop.
  test.use({ serviceWorkers: 'block' });

  test('where pdf.js cannot be loaded, what the engine drew stays, and the page says that parts are missing', async ({ page }) => {
    await page.route(/pdfjs/, (route) => route.abort());
    await open(page, nested(40));
    await expect(page.getByTestId('fallback-badge')).toHaveText('Parts are missing');
    const words = PNG.sync.read(await page.getByTestId('page-1').screenshot());
    expect(words.data.filter((v, i) => i % 4 === 1 && v < 60).length).toBeGreaterThan(100);
  });
});
