import { expect, test } from '@playwright/test';
import type * as Engine from '@ode/engine/browser';
import { largePdf } from '../wasm/test/source/large-pdf.js';
import { serveEngine } from './engine-page.js';

declare const window: { engine: typeof Engine };

const PAGES = 2000;
let server: Awaited<ReturnType<typeof serveEngine>>;

test.beforeAll(async () => {
  const file = 10 + 3 * PAGES;
  server = await serveEngine({
    // 48 MB
    'large.pdf': largePdf(PAGES, 150, {
      catalog: `/Names << /EmbeddedFiles << /Names [(a) ${file} 0 R] >> >>`,
      page: (i) => (i === 1000 ? '/MediaBox [0 0 100 300]' : ''),
      objects: {
        [file]: `<< /Type /Filespec /F (a.txt) /EF << /F ${file + 1} 0 R >> >>`,
        [file + 1]: { stream: 'what is in it' },
      },
    }),
  });
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

test('the size of a page on a server is read when it is asked for, and so are attachments', async ({ page }) => {
  await server.open(page);
  const before = server.sent('large.pdf');
  const told = await page.evaluate(async () => {
    const doc = await window.engine.openDocument({ url: '/large.pdf' }, { workers: 1 });
    const sizes = () => [999, 1000].map((i) => [doc.pageSize(i).width, doc.pageSize(i).height]);
    const guessed = sizes();
    const own = await Promise.all([999, 1000].map((i) => doc.readPageSize(i)));
    const attachments = await doc.attachments();
    const attachment = new TextDecoder().decode((await doc.attachment(0))!);
    await doc.close();
    return { guessed, own: own.map(({ width, height }) => [width, height]), known: sizes(), attachments, attachment };
  });
  const [wide, tall] = [[200, 100], [100, 300]]; // prettier-ignore
  expect(told).toEqual({
    guessed: [wide, wide],
    own: [wide, tall],
    known: [wide, tall],
    attachments: [{ name: 'a.txt', size: -1 }],
    attachment: 'what is in it',
  });
  expect((server.sent('large.pdf').bytes - before.bytes) / before.size).toBeLessThan(0.03);
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
