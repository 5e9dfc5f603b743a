import { expect, test } from '@playwright/test';
import type * as Engine from '@ode/engine/browser';
import { makePdf } from '../server/test/pdf.js';
import { serveEngine } from './engine-page.js';

let engine: Awaited<ReturnType<typeof serveEngine>>;

test.beforeAll(async () => {
  engine = await serveEngine({ 'many.pdf': makePdf({ pages: 300, content: '1 0 0 rg 0 60 40 40 re f 0 g' }) });
});
test.afterAll(() => engine.close());
test.beforeEach(({ page }) => engine.open(page));

test('one worker: what is seen goes first, then what is near, thumbnails, the rest', async ({ page }) => {
  const order = await page.evaluate(async () => {
    const { openDocument } = (window as unknown as { engine: typeof Engine }).engine;
    const doc = await openDocument({ url: '/many.pdf' }, { workers: 1 });
    const order: string[] = [];
    const ask = (priority: Engine.Priority, page: number) =>
      doc.renderPage(page, { priority, scale: 0.1 }).then(() => order.push(`${priority} ${page}`));
    // The first of all begins at once; the urgent one is taken in besides, and the others wait for their turns.
    const all = [ask('background', 0), ask('background', 1), ask('thumbnail', 2), ask('near', 3), ask('visible', 4), ask('visible', 5)];
    await Promise.all([...all, doc.pageText(6, { priority: 'background' }).then(() => order.push('text'))]);
    await doc.close();
    return order;
  });
  expect(order).toEqual(['background 0', 'near 3', 'visible 4', 'visible 5', 'thumbnail 2', 'background 1', 'text']);
});

test('what is not wanted any more is dropped: no worker hears of it', async ({ page }) => {
  const { codes, asked } = await page.evaluate(async () => {
    const { openDocument } = (window as unknown as { engine: typeof Engine }).engine;
    let asked = 0;
    const createWorker = () => {
      const worker = new Worker('/worker.js', { type: 'module' });
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message: { path?: string[] }, ...rest: unknown[]) => {
        if (message.path?.includes('render')) asked++;
        post(message, ...(rest as [Transferable[]]));
      };
      return worker;
    };
    const doc = await openDocument({ url: '/many.pdf' }, { workers: 1, createWorker });
    const abort = new AbortController();
    const { signal } = abort;
    const all = Array.from({ length: 200 }, (_, i) =>
      doc.renderPage(i, { signal }).then(
        () => 'drawn',
        (error: { code: string }) => error.code,
      ),
    );
    abort.abort();
    const codes = [...new Set(await Promise.all(all))];
    await doc.renderPage(299);
    await doc.close();
    return { codes, asked };
  });
  expect(codes).toEqual(['aborted']);
  // The one that had begun, and the last.
  expect(asked).toBe(2);
});

test('what comes into sight goes first, and what is being drawn is not begun again', async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const { openDocument } = (window as unknown as { engine: typeof Engine }).engine;
    const asked: string[] = [];
    const createWorker = () => {
      const worker = new Worker('/worker.js', { type: 'module' });
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message: { path?: string[] }, ...rest: unknown[]) => {
        asked.push(message.path?.join() ?? '');
        post(message, ...(rest as [Transferable[]]));
      };
      return worker;
    };
    const doc = await openDocument({ url: '/many.pdf' }, { workers: 1, createWorker });
    const order: number[] = [];
    const urgent = [0, 1, 2, 3].map(() => new AbortController());
    const all = urgent.map(({ signal }, i) =>
      doc.renderPage(i, { scale: 0.1, priority: 'near', urgent: signal }).then(() => order.push(i)),
    );
    urgent[0]!.abort(); // which the worker is at
    urgent[3]!.abort();
    await Promise.all(all);
    await doc.close();
    return { order, asked: asked.filter((what) => /render|cancel/.test(what)) };
  });
  expect(seen).toEqual({ order: [0, 3, 1, 2], asked: ['render', 'render', 'render', 'render'] });
});

test('the text of all pages holds up no drawing for longer than it takes to read a page', async ({ page }) => {
  const read = await page.evaluate(async () => {
    const { openDocument } = (window as unknown as { engine: typeof Engine }).engine;
    const doc = await openDocument({ url: '/many.pdf' }, { workers: 1 });
    let texts = 0;
    const all = Array.from({ length: doc.pageCount }, (_, i) => doc.pageText(i, { priority: 'background' }).then(() => texts++));
    const read: number[] = [];
    for (let i = 0; i < 20; i++) {
      const before = texts;
      await doc.renderPage(i, { scale: 0.1 });
      read.push(texts - before);
    }
    const left = texts < doc.pageCount;
    await Promise.all(all);
    await doc.close();
    return left ? Math.max(...read) : Infinity;
  });
  // The page that was being read when the drawing was asked for, and the one after it.
  expect(read).toBeLessThanOrEqual(2);
});
