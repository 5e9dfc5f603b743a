/** The app as others use it: in a frame of theirs, in a folder of theirs, with documents of theirs. */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { build } from 'esbuild';
import type * as client from '../viewer/src/frame/client.js';
import { makePdf } from '../server/test/pdf.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

test.use({ serviceWorkers: 'block' });
test.describe.configure({ timeout: 180_000 });
/** What a busy machine may take, in ms. */
const LONG = { timeout: 60_000 };

/** Somebody's server: answers what it is told to, and 404 to all else. */
async function serve(answer: (name: string) => { body: Buffer; headers: Record<string, string> } | null) {
  const asked: { name: string; status: number }[] = [];
  const server = http.createServer((request, response) => {
    const name = new URL(request.url!, 'http://localhost').pathname;
    const found = answer(name);
    asked.push({ name, status: found ? 200 : 404 });
    response.writeHead(found ? 200 : 404, found?.headers).end(found?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked, close: () => server.close() };
}

/** A page of the app's own origin with the viewer in a frame, and `connect` of the client as `window.connect`. */
async function openHost(page: Page): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: `export { connect } from './viewer/src/frame/client.ts'`, resolveDir: root },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'ode',
  });
  const pdf = makePdf({ pages: 3, content: '1 0 0 rg 0 60 40 40 re f' });
  await page.route(
    ({ pathname }) => pathname === '/paper.pdf',
    (route) => route.fulfill({ contentType: 'application/pdf', body: pdf }),
  );
  const body = `<!doctype html><title>Host</title><input autofocus><iframe src="/?file=/paper.pdf" width="900" height="600"></iframe>`;
  await page.route('**/host.html', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('/host.html');
  await page.addScriptTag({ content: outputFiles[0]!.text });
}

interface Host {
  ode: typeof client;
  pages: number[];
}

test('the page around a frame gives commands, hears of events, and keeps the keyboard', async ({ page }) => {
  await openHost(page);
  await expect(page.frameLocator('iframe').getByTestId('page-1').locator('canvas')).toHaveClass(/ode-drawn/, LONG);
  const run = await page.evaluate(async () => {
    const host = window as unknown as Host;
    const viewer = await host.ode.connect(document.querySelector('iframe')!);
    host.pages = [];
    viewer.on('page', (page) => host.pages.push(page));
    const done = [await viewer.run('navigate.go', 2), await viewer.run('there.is.none')];
    return { done, state: await viewer.getState(), commands: await viewer.commands() };
  });
  expect(run.done).toEqual([true, false]);
  expect(run.state).toMatchObject({ pageCount: 3, rotation: 0, name: 'paper.pdf' });
  expect(run.commands).toContain('zoom.in');
  await expect.poll(() => page.evaluate(() => (window as unknown as Host).pages.at(-1))).toBe(2);
  expect(await page.evaluate(() => document.activeElement!.tagName)).toBe('INPUT');
});

test('a window that is not the one around it is not answered', async ({ page }) => {
  await openHost(page);
  await expect(page.frameLocator('iframe').getByTestId('page-1').locator('canvas')).toHaveClass(/ode-drawn/, LONG);
  const answered = await page.evaluate(async () => {
    // A frame beside it asks, with a message that the window around would be answered.
    const beside = document.createElement('iframe');
    document.body.append(beside);
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => (port1.onmessage = resolve));
    const ask = (beside.contentWindow as unknown as { Function: FunctionConstructor }).Function(
      'target',
      'port',
      'target.postMessage("ode-connect", "*", [port])',
    );
    ask(document.querySelector('iframe')!.contentWindow, port2);
    // What the window around asks after that is answered: so that other question has been read.
    await (window as unknown as Host).ode.connect(document.querySelector('iframe')!);
    return Promise.race([answer.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 50))]);
  });
  expect(answered).toBe(false);
});

test('it stands in any folder', async ({ page }) => {
  const dist = path.join(root, 'web/dist');
  const pdf = makePdf({ content: '1 0 0 rg 0 60 40 40 re f BT /F1 24 Tf 20 40 Td (Words) Tj ET' });
  const server = await serve((name) => {
    if (name === '/papers/paper.pdf') return { body: pdf, headers: { 'content-type': 'application/pdf' } };
    const file = name.startsWith('/some/folder/') && path.join(dist, name.slice('/some/folder/'.length) || 'index.html');
    if (!file || !fs.existsSync(file)) return null;
    return { body: fs.readFileSync(file), headers: { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' } };
  });
  try {
    await page.goto(`${server.url}/some/folder/?file=../../papers/paper.pdf`);
    await expect(page.getByTestId('page-count')).toContainText('1', LONG);
    await expect(page.getByTestId('page-1').locator('canvas')).toHaveClass(/ode-drawn/, LONG);
    expect(server.asked.filter(({ status, name }) => status === 404 && !name.startsWith('/api/'))).toEqual([]);
  } finally {
    server.close();
  }
});

test('a document of another origin opens where that permits it, and where it does not, that is what is said', async ({ page }) => {
  const pdf = makePdf({ content: '1 0 0 rg 0 60 40 40 re f' });
  const headers = { 'content-type': 'application/pdf' };
  const server = await serve((name) => ({
    body: pdf,
    headers: name === '/open.pdf' ? { ...headers, 'access-control-allow-origin': '*' } : headers,
  }));
  try {
    await page.goto(`/?file=${server.url}/open.pdf`);
    await expect(page.getByTestId('page-1').locator('canvas')).toHaveClass(/ode-drawn/, LONG);
    await page.goto(`/?file=${server.url}/closed.pdf`);
    await expect(page.getByTestId('error-message')).toContainText('its server does not let other sites read it', LONG);
  } finally {
    server.close();
  }
});

test('an address that nothing is fetched from is told of as one', async ({ page }) => {
  for (const address of ['javascript:alert(1)', 'localhost:8080/paper.pdf']) {
    await page.goto(`/?file=${encodeURIComponent(address)}`);
    await expect(page.getByTestId('error-message')).toContainText('Nothing can be fetched from this address', LONG);
    await expect(page.getByTestId('error-message')).toContainText('Give one that begins with https://');
  }
});
