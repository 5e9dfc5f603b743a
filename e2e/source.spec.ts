import { expect, test } from '@playwright/test';
import type * as Engine from '@ode/engine/browser';
import { largePdf } from '../wasm/test/source/large-pdf.js';
import { serveEngine } from './engine-page.js';

declare const window: { engine: typeof Engine };

const PAGES = 2000;
let server: Awaited<ReturnType<typeof serveEngine>>;

test.beforeAll(async () => {
  server = await serveEngine({ 'large.pdf': largePdf(PAGES, 150) }); // 48 MB
});
test.afterAll(() => server.close());

test('a page of a large file on a server costs a small part of it', async ({ page }) => {
  await server.open(page);
  const { size } = server.sent('large.pdf');
  const first = await page.evaluate(async () => {
    const doc = await window.engine.openDocument({ url: '/large.pdf' }, { workers: 1 });
    Object.assign(window, { doc });
    const { width, data } = await doc.renderPage(0);
    return { pages: doc.pageCount, text: await doc.pageText(0), size: [width, data.length / width / 4] };
  });
  expect(first).toEqual({ pages: PAGES, text: 'page 0', size: [200, 100] });
  const { bytes } = server.sent('large.pdf');
  expect(bytes / size).toBeLessThan(0.03);
  const text = await page.evaluate(async () => {
    const { doc } = window as unknown as { doc: Engine.Document };
    await doc.renderPage(1499);
    return doc.pageText(1499);
  });
  expect(text).toBe('page 1499');
  expect((server.sent('large.pdf').bytes - bytes) / size).toBeLessThan(0.03);
});

test('a large Blob is read by slices', async ({ page }) => {
  await server.open(page);
  const texts = await page.evaluate(async () => {
    const blob = await fetch('/large.pdf').then((response) => response.blob());
    const doc = await window.engine.openDocument(blob);
    const texts = await Promise.all([0, 700, 1999].map((i) => doc.pageText(i)));
    await doc.close();
    return texts;
  });
  expect(texts).toEqual(['page 0', 'page 700', 'page 1999']);
});

test('a file that goes while it is read is unreachable', async ({ page }) => {
  await server.open(page);
  await page.evaluate(async () => {
    Object.assign(window, { doc: await window.engine.openDocument({ url: '/large.pdf' }) });
  });
  server.remove('large.pdf');
  const codes = await page.evaluate(async () => {
    const { doc } = window as unknown as { doc: Engine.Document };
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'ok',
        (error: { code: string }) => error.code,
      );
    return [await code(doc.pageText(1000)), await code(doc.renderPage(0))];
  });
  expect(codes[0]).toBe('source-unreachable');
});
