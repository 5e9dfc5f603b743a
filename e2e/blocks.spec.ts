import { expect, test } from '@playwright/test';
import { PNG } from 'pngjs';
import { makePdf } from '../server/test/pdf.js';
import { serveHostPage } from './host-page.js';

/** Somebody's own viewer, made of the blocks: a page, thumbnails beside it, and a search. */
const HOST = `
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Page, TextLayer, Thumbnails, useDocument, useSearch } from '@ode/viewer';

function App() {
  const { status, document, error } = useDocument(location.hash.slice(1));
  const [index, setIndex] = useState(0);
  const [query, setQuery] = useState('');
  const search = useSearch(document, query);
  const shown = search.current ? search.current.page : index;
  if (!document) return <p role="status">{error ? error.code : status}</p>;
  return (
    <>
      <input aria-label="Search" onChange={(event) => setQuery(event.currentTarget.value)} />
      <output>{search.progress}: {search.hits.indexOf(search.current) + 1} of {search.hits.length}</output>
      <button onClick={search.next}>Next</button>
      <button onClick={search.previous}>Previous</button>
      <Page document={document} index={shown} scale={1.5} id="page" onDrawn={() => (window.drawn = shown)}>
        <TextLayer document={document} index={shown} />
      </Page>
      <Thumbnails document={document} width={40} current={shown} onSelect={setIndex} label={(i) => 'Go to ' + (i + 1)} />
    </>
  );
}
createRoot(document.getElementById('host')).render(<App />);
`;

let host: Awaited<ReturnType<typeof serveHostPage>>;

test.beforeAll(async () => {
  // A red square of 40 points in the upper left corner of the page, of 200 × 100 points.
  const content = '1 0 0 rg 0 60 40 40 re f 0 g';
  host = await serveHostPage({
    script: HOST,
    body: '<div id="host"></div>',
    files: { '/book.pdf': makePdf({ pages: 30, content }), '/locked.pdf': makePdf({ locked: true }) },
  });
});
test.afterAll(() => host.close());

test('blocks make a viewer: a page with its text, thumbnails that are drawn when they come near, and a search', async ({ page }) => {
  await page.goto(`${host.address}#/book.pdf`);
  const shown = page.locator('#page');
  await expect.poll(() => page.evaluate(() => (window as { drawn?: number }).drawn)).toBe(0);
  const box = (await shown.boundingBox())!;
  expect([box.width, box.height]).toEqual([300, 150]);
  const picture = PNG.sync.read(await shown.screenshot());
  const at = (x: number, y: number) => [...picture.data.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 3)];
  expect([at(30, 30), at(200, 20)]).toEqual([
    [255, 0, 0],
    [255, 255, 255],
  ]);
  await shown.getByText('Page 1').dblclick();
  expect(await page.evaluate(() => getSelection()!.toString().trim())).toBe('Page');

  const thumbnails = page.getByRole('listitem');
  await expect(thumbnails).toHaveCount(30);
  await expect(thumbnails.nth(0).locator('canvas')).toHaveCount(1);
  await expect(thumbnails.nth(29).locator('canvas')).toHaveCount(0);
  await thumbnails.nth(29).scrollIntoViewIfNeeded();
  await expect(thumbnails.nth(29).locator('canvas')).toHaveCount(1);
  await page.getByRole('button', { name: 'Go to 3', exact: true }).click();
  await expect(shown).toContainText('Page 3');
  await expect(page.locator('[aria-current=page]')).toHaveText('Go to 3');

  // "Page 2", "Page 20" … "Page 29".
  await page.getByLabel('Search').fill('page 2');
  await expect(page.getByRole('status')).toHaveText('done: 1 of 11');
  await expect(shown).toContainText('Page 2');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(shown).toContainText('Page 20');
  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(page.getByRole('status')).toHaveText('done: 11 of 11');
  await expect(shown).toContainText('Page 29');
});

test('blocks tell why a document does not open', async ({ page }) => {
  await page.goto(`${host.address}#/locked.pdf`);
  await expect(page.getByRole('status')).toHaveText('password-required');
  await page.goto(`${host.address}?again#/nowhere.pdf`);
  await expect(page.getByRole('status')).toHaveText('source-unreachable');
});
