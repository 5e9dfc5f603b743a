import { expect, test, type Page } from '@playwright/test';
import { makePdf } from '../server/test/pdf.js';
import { preact } from '../viewer/scripts/preact.mjs';
import { serveHostPage } from './host-page.js';

let host: Awaited<ReturnType<typeof serveHostPage>>;

test.beforeAll(async () => {
  host = await serveHostPage({
    script: `import { OdeViewerElement } from '../viewer/src/element/element.tsx';
      const viewer = new OdeViewerElement();
      for (const name of location.search.slice(1).split('&').filter(Boolean)) viewer.setAttribute(...(name + '=').split('='));
      viewer.setAttribute('src', '/book.pdf');
      viewer.setAttribute('locale', 'en');
      viewer.setAttribute('style', 'height: 100vh');
      document.body.append(viewer);`,
    body: '',
    files: { '/book.pdf': makePdf({ pages: 20 }) },
    options: {
      alias: preact,
      plugins: [
        {
          name: 'no-style',
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /^virtual:style$/ }, () => ({ path: 'style', namespace: 'none' }));
            onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: '', loader: 'text' }));
          },
        },
      ],
    },
  });
});
test.afterAll(() => host.close());

const at = (page: Page, n: number) => expect(page.getByRole('textbox', { name: 'Page' })).toHaveValue(String(n));
const hash = (page: Page) => page.evaluate(() => location.hash);

async function toTheEnd(page: Page): Promise<void> {
  await at(page, 1);
  await page.getByTestId('page-1').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('End');
  await at(page, 20);
}

test('a web component with `fragment` has the address follow, and Back return', async ({ page }) => {
  await page.goto(`${host.address}?fragment`);
  await toTheEnd(page);
  await expect.poll(() => hash(page)).toContain('page=20');
  await page.goBack();
  await at(page, 1);
  await page.goto(`${host.address}?fragment=paper#page=7`);
  await at(page, 7);
});

test('with `remember` it shows a document as it was left, without them it leaves address and storage alone', async ({ page }) => {
  const kept = () => page.evaluate(() => Object.keys(localStorage).length);
  await page.goto(`${host.address}?`);
  await toTheEnd(page);
  expect([await hash(page), await kept()]).toEqual(['', 0]);
  await page.goto(`${host.address}?remember`);
  await toTheEnd(page);
  await expect.poll(kept).toBeGreaterThan(0);
  await page.goto(`${host.address}?remember&again`);
  await at(page, 20);
});
