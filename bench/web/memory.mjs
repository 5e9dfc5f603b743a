// How much memory a browser needs for a large file in four workers, over an empty page; Linux, README.md of bench/.
/* global document, window -- of the page, where a part of this runs */
import { chromium } from '@playwright/test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentOf } from '../memory/document.mjs';
import { BROWSER } from './browser.mjs';
import { serve } from './server.mjs';

const MEGABYTES = 100;
const WORKERS = 4;
const dist = fileURLToPath(new URL('../../wasm/dist/', import.meta.url));
const file = path.join(os.tmpdir(), `ode-memory-${MEGABYTES}mb.pdf`);
if (!fs.existsSync(file)) {
  const page = [...documentOf(200)].reduce((sum, piece) => sum + piece.length, 0) / 200;
  const out = fs.openSync(file, 'w');
  for (const piece of documentOf(Math.ceil((MEGABYTES * 1e6) / page))) fs.writeSync(out, piece);
  fs.closeSync(out);
}
console.log(`${(fs.statSync(file).size / 1e6).toFixed(0)} MB, ${WORKERS} workers`);

/** Megabytes of a process and of all that it has started: each page of memory once, divided among those that share it. */
function megabytes(/** @type {number} */ root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(/\) \S (\d+)/.exec(fs.readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      continue; // it has ended
    }
  }
  let sum = 0;
  for (const queue = [root]; queue.length;) {
    const process = /** @type {number} */ (queue.pop());
    queue.push(...(children.get(process) ?? []));
    try {
      sum += Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${process}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      continue;
    }
  }
  return sum;
}

const { origin, close } = await serve(
  (pathname) => (pathname === '/' ? Buffer.from('<!doctype html><input type="file">') : path.join(dist, path.normalize(pathname))),
  { mbit: 10_000, rtt: 0 },
);
const server = await chromium.launchServer(BROWSER);
const pid = Number(server.process().pid);
const browser = await chromium.connect(server.wsEndpoint());
const page = await browser.newPage();
await page.goto(origin);
await page.setInputFiles('input', file);
await page.waitForTimeout(2000);
const empty = megabytes(pid);
await page.evaluate(
  async ({ engine, workers }) => {
    const { openDocument } = await import(engine);
    const input = /** @type {HTMLInputElement} */ (document.querySelector('input'));
    const doc = await openDocument(input.files?.[0], { workers });
    Object.assign(window, { doc });
    // Pages of all parts of the file, by all workers; a picture is let go when it has been shown, as the viewer does.
    const step = Math.floor(doc.pageCount / 100);
    await Promise.all(Array.from({ length: 100 }, (_, i) => doc.renderBitmap(i * step).then((bitmap) => bitmap.close())));
  },
  { engine: `${origin}/browser.js`, workers: WORKERS },
);
console.log(`an empty page ${empty.toFixed(0)} MB; after 100 pages of it ${(megabytes(pid) - empty).toFixed(0)} MB more`);
// The browser compiles what has been used much anew, on threads of its own: that takes memory for some seconds.
for (const seconds of [3, 10]) {
  await page.waitForTimeout(seconds * 1000);
  console.log(`${seconds} s later ${(megabytes(pid) - empty).toFixed(0)} MB more`);
}
await browser.close();
await server.close();
close();
