// How soon a word on page 250 of 1,000 is found in Chromium, and how long all pages take, by a document that was not read
// before; README.md of bench/.
/* global document -- of the page, where a part of this runs */
import { chromium } from '@playwright/test';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BROWSER } from './browser.mjs';
import { serve } from './server.mjs';

const USAGE = `npm run bench:finding -- [options]
  --pages N    of the document that is made (1000)
  --at N       the page that has the word (250)
  --workers N  (as many as the engine takes on this machine)
  --times N    that the document is opened and searched (5)`;
const { values: o } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000' },
    at: { type: 'string', default: '250' },
    workers: { type: 'string' },
    times: { type: 'string', default: '5' },
    help: { type: 'boolean' },
  },
});
if (o.help) {
  console.log(USAGE);
  process.exit(0);
}

/** Words of a page's lines: about 2,900 letters a page, as a paper has. */
const WORDS = 'the quick brown fox jumps over lazy dog and runs through fields of tall grass while birds sing overhead in spring'.split(
  ' ',
);
const LINES = 45;
const WORDS_A_LINE = 14;

/** @param {number} pages @param {number} at the page that has the word "needle" */
function documentOf(pages, at) {
  let state = 1;
  // Numerical Recipes' linear congruential generator: the same on every run.
  const random = (/** @type {number} */ below) => ((state = (state * 1664525 + 1013904223) >>> 0) >>> 8) % below;
  const line = () => Array.from({ length: WORDS_A_LINE }, () => WORDS[random(WORDS.length)]).join(' ');
  /** @type {string[]} */
  const objects = [];
  objects[1] = '<< /Type /Catalog /Pages 2 0 R >>';
  const kids = Array.from({ length: pages }, (_, i) => `${4 + 2 * i} 0 R`);
  objects[2] = `<< /Type /Pages /Count ${pages} /Kids [${kids.join(' ')}] /MediaBox [0 0 612 792] /Resources << /Font << /F 3 0 R >> >> >>`;
  objects[3] = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
  for (let page = 0; page < pages; page++) {
    const lines = Array.from({ length: LINES }, (_, i) => `(${line()}${page === at - 1 && i === 20 ? ' needle' : ''}) '`);
    const content = `BT /F 10 Tf 12 TL 72 720 Td ${lines.join(' ')} ET`;
    objects[4 + 2 * page] = `<< /Type /Page /Parent 2 0 R /Contents ${5 + 2 * page} 0 R >>`;
    objects[5 + 2 * page] = `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
  }
  let file = '%PDF-1.7\n';
  let table = `xref\n0 ${objects.length}\n0000000000 65535 f \n`;
  for (let number = 1; number < objects.length; number++) {
    table += `${String(file.length).padStart(10, '0')} 00000 n \n`;
    file += `${number} 0 obj\n${objects[number]}\nendobj\n`;
  }
  return Buffer.from(`${file}${table}trailer\n<< /Size ${objects.length} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`);
}

const dist = fileURLToPath(new URL('../../wasm/dist/', import.meta.url));
const { origin, close } = await serve(
  (pathname) => (pathname === '/' ? Buffer.from('<!doctype html><input type="file">') : path.join(dist, path.normalize(pathname))),
  { mbit: 10_000, rtt: 0 },
);
const browser = await chromium.launch(BROWSER);
const buffer = documentOf(Number(o.pages), Number(o.at));
/** @type {{ first: number, all: number, hits: number }[]} */
const runs = [];
for (let i = 0; i < Number(o.times); i++) {
  // A page of its own each time: nothing of the engine is warm.
  const page = await browser.newPage();
  await page.goto(origin);
  await page.setInputFiles('input', { name: 'document.pdf', mimeType: 'application/pdf', buffer });
  runs.push(
    await page.evaluate(
      async ({ engine, workers }) => {
        const { openDocument } = await import(engine);
        const input = /** @type {HTMLInputElement} */ (document.querySelector('input'));
        const doc = await openDocument(input.files?.[0], { workers });
        // Whoever searches has seen a page.
        await doc.renderPage(0);
        const start = performance.now();
        let first = 0;
        let hits = 0;
        for await (const _ of doc.find('needle')) {
          first ||= performance.now() - start;
          hits++;
        }
        return { first, all: performance.now() - start, hits };
      },
      { engine: `${origin}/browser.js`, workers: o.workers && Number(o.workers) },
    ),
  );
  await page.close();
}
const told = (/** @type {number[]} */ ms) => {
  const sorted = [...ms].sort((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1]?.toFixed(0)}, ${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)} ms`;
};
console.log(`${o.pages} pages, the word on page ${o.at}, found ${runs.map(({ hits }) => hits).join(', ')} times`);
console.log(`found after           ${told(runs.map(({ first }) => first))}`);
console.log(`all pages read after  ${told(runs.map(({ all }) => all))}`);
await browser.close();
close();
