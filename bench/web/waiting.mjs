// How long a page waits for its picture while the text of all pages is read, and how soon a worker is free of what nobody wants
// any more; README.md of bench/.
/* global document -- of the page, where a part of this runs */
import { chromium } from '@playwright/test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentOf } from '../memory/document.mjs';
import { BROWSER } from './browser.mjs';
import { serve } from './server.mjs';

const USAGE = `npm run bench:waiting -- [options]
  --pages N    of the document that is made (40000)
  --workers N  (4)
  --times N    pages that are drawn, without and with the reading (100)`;
const { values: o } = parseArgs({
  options: {
    pages: { type: 'string', default: '40000' },
    workers: { type: 'string', default: '4' },
    times: { type: 'string', default: '100' },
    help: { type: 'boolean' },
  },
});
if (o.help) {
  console.log(USAGE);
  process.exit(0);
}

const dist = fileURLToPath(new URL('../../wasm/dist/', import.meta.url));
const file = path.join(os.tmpdir(), `ode-waiting-${o.pages}.pdf`);
if (!fs.existsSync(file)) {
  const out = fs.openSync(file, 'w');
  for (const piece of documentOf(Number(o.pages))) fs.writeSync(out, piece);
  fs.closeSync(out);
}
const { origin, close } = await serve(
  (pathname) => (pathname === '/' ? Buffer.from('<!doctype html><input type="file">') : path.join(dist, path.normalize(pathname))),
  { mbit: 10_000, rtt: 0 },
);
const browser = await chromium.launch(BROWSER);
const page = await browser.newPage();
await page.goto(origin);
await page.setInputFiles('input', file);
const measured = await page.evaluate(
  async ({ engine, workers, times }) => {
    const { openDocument } = await import(engine);
    const input = /** @type {HTMLInputElement} */ (document.querySelector('input'));
    const doc = await openDocument(input.files?.[0], { workers });
    const timed = async (/** @type {() => Promise<unknown>} */ work) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const draw = (/** @type {number} */ i) => timed(() => doc.renderPage(i, { scale: 1.5 }));
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    // All workers are there, and warm.
    await Promise.all(Array.from({ length: 20 * workers }, (_, i) => draw(i)));
    const step = Math.floor(doc.pageCount / (2 * times + 1));
    const alone = [];
    for (let i = 0; i < times; i++) alone.push(await draw(2 * i * step + 100));

    const abort = new AbortController();
    const reading = Array.from({ length: doc.pageCount }, (_, i) =>
      doc.pageText(i, { priority: 'background', signal: abort.signal }).catch(() => undefined),
    );
    const beside = [];
    for (let i = 0; i < times; i++) {
      await pause(20);
      beside.push(await draw((2 * i + 1) * step + 100));
    }
    abort.abort();
    await Promise.all(reading);

    // A page at the size of a poster is given up; then its worker is asked for one that it has at hand.
    const freed = [];
    const one = await openDocument(input.files?.[0], { workers: 1 });
    const small = () => timed(() => one.renderPage(0, { scale: 0.1 }));
    for (let i = 0; i < 30; i++) {
      await small();
      const usual = await small();
      const unwanted = new AbortController();
      const picture = one.renderPage(1 + i, { scale: 8, signal: unwanted.signal }).catch(() => undefined);
      await pause(5);
      unwanted.abort();
      freed.push((await small()) - usual);
      await picture;
    }
    return { alone, beside, freed };
  },
  { engine: `${origin}/browser.js`, workers: Number(o.workers), times: Number(o.times) },
);
const line = (/** @type {string} */ what, /** @type {number[]} */ ms) => {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.round(part * (sorted.length - 1))].toFixed(1);
  console.log(`${what.padEnd(52)} median ${at(0.5)}, nine of ten ${at(0.9)}, most ${at(1)} ms`);
};
console.log(`${o.pages} pages, ${o.workers} workers`);
line('a page is drawn', measured.alone);
line('the same, while the text of all pages is read', measured.beside);
line('a worker is free of a page that is not wanted, after', measured.freed);
await browser.close();
close();
