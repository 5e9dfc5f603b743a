import { expect, test } from '@playwright/test';
import { makePdf, PASSWORD } from '../server/test/pdf.js';
import { serveHostPage } from './host-page.js';

/** Somebody's page with two viewers on it, which tell it what happens. */
const HOST = `
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { OdeViewer } from '@ode/viewer';
window.told = { a: [], b: [] };
window.handles = {};
const viewer = (id, src) => h('div', { id, key: id, style: { height: '50vh' } }, h(OdeViewer, {
  src, remember: false, locale: 'en',
  handle: (handle) => void (window.handles[id] = handle),
  onPage: (page) => window.told[id].push('page ' + (page + 1)),
  onSelection: (text) => window.told[id].push('selection ' + text),
}));
createRoot(document.getElementById('host')).render([viewer('a', '/a.pdf'), viewer('b', '/b.pdf')]);
`;

let host: Awaited<ReturnType<typeof serveHostPage>>;

test.beforeAll(async () => {
  host = await serveHostPage({
    script: HOST,
    body: '<div id="host"></div>',
    files: { '/a.pdf': makePdf({ pages: 20 }), '/b.pdf': makePdf({ locked: true, pages: 20 }) },
  });
});
test.afterAll(() => host.close());

declare global {
  interface Window {
    told: Record<'a' | 'b', string[]>;
    handles: Record<'a' | 'b', { run(id: string, argument?: unknown): boolean }>;
  }
}

test('two viewers on a page leave each other alone, ask for passwords, tell, and have a way back of their own', async ({ page }) => {
  await page.goto(host.address);
  const [a, b] = [page.locator('#a'), page.locator('#b')];
  await b.getByLabel('Password').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(b.getByRole('alert')).toBeVisible();
  await b.getByLabel('Password').fill(PASSWORD);
  await b.getByRole('button', { name: 'Unlock' }).click();
  await expect(b.getByTestId('page-1')).toBeVisible();
  await expect(a.getByTestId('page-1').getByTestId('text-layer').getByText('Page 1')).toBeAttached();

  const at = (viewer: typeof a, n: number) => expect(viewer.getByRole('textbox', { name: 'Page' })).toHaveValue(String(n));
  await a.getByTestId('page-1').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('End');
  await at(a, 20);
  await at(b, 1);
  expect(await page.evaluate(() => location.hash + document.title)).toBe('Host');
  await page.keyboard.press('Alt+ArrowLeft');
  await at(a, 1);
  expect(await page.evaluate(() => window.handles.a.run('history.forward'))).toBe(true);
  await at(a, 20);
  expect(await page.evaluate(() => window.told.a.at(-1))).toBe('page 20');
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);

  await b.getByTestId('page-1').getByTestId('text-layer').getByText('Page 1').dblclick();
  await expect.poll(() => page.evaluate(() => window.told.b.at(-1))).toBe('selection Page');
  expect(await page.evaluate(() => window.told.a.some((told) => told.startsWith('selection P')))).toBe(false);
});
