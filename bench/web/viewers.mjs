// Whole viewers side by side, on long documents of text: ODE's, that of pdf.js and EmbedPDF's; README.md of bench/.
/* global document, PerformanceObserver, requestAnimationFrame, window -- of the page, where a part of this runs */
import { chromium } from '@playwright/test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';
import { installPeers } from '../peers.mjs';
import { writeSection } from '../report.mjs';
import { median, table } from '../statistics.mjs';
import { BROWSER } from './browser.mjs';
import { firstFrame } from './first-frame.mjs';
import { longDocument } from './long-document.mjs';
import { serve } from './server.mjs';

const USAGE = `npm run bench:viewers -- [options]      after npm run build
  --only PART   open, find or scroll, instead of all
  --runs N      of each contender, in turn (3)
  --seconds N   of scrolling at each speed (8)
  --pages N     of the longer document (40000)
  --write       puts the figures into docs/comparison.md
ODE_CHROMIUM names the browser where Playwright's own is not installed.`;
const { values: o } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    pages: { type: 'string', default: '40000' },
    write: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (o.help) {
  console.log(USAGE);
  process.exit(0);
}
const SIZE = { width: 1280, height: 800 };
/** Pixels a frame. */
const SPEEDS = /** @type {const} */ ([120, 200]);
const runs = Number(o.runs);
const dist = fileURLToPath(new URL('../../web/dist/', import.meta.url));
const peers = path.join(installPeers(), 'node_modules');
const lengths = [1000, Number(o.pages)];
const files = lengths.map(made);
const NAMES = lengths.map((pages) => `${pages.toLocaleString('en')} pages`);

/** @param {number} pages */
function made(pages) {
  const file = path.join(os.tmpdir(), `ode-long-${pages}.pdf`);
  if (!fs.existsSync(file)) fs.writeFileSync(file, longDocument(pages));
  return file;
}

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(pdf: string) => string} address
 * @property {string} [root] what has all of it in its shadow tree
 * @property {string} [scroller] what scrolls, what a page is, and what is in it once it is drawn
 * @property {string} [page]
 * @property {string} [drawn]
 * @property {string} [field] where a word is looked for, which Control and F opens; and what marks the hit that is shown
 * @property {string} [hit]
 */
/** @type {Contender[]} */
const contenders = [
  {
    ...{ name: 'ODE', address: (pdf) => `/?file=${pdf}`, scroller: '.ode-pages', page: '.ode-page', drawn: 'canvas.ode-drawn' },
    ...{ field: '.ode-find input', hit: '.ode-find-current' },
  },
  {
    ...{ name: 'pdf.js', address: (pdf) => `/peers/ng2-pdfjs-viewer/pdfjs/web/viewer.html?file=${pdf}` },
    ...{ scroller: '#viewerContainer', page: '.page', drawn: 'canvas:not([hidden])', field: '#findInput', hit: '.highlight.selected' },
  },
  {
    ...{ name: 'EmbedPDF', address: (pdf) => `/embed?${pdf}`, root: 'embedpdf-container', scroller: '#document-content .bg-bg-app' },
    ...{ page: 'div[style*="justify-content: center"] > div', drawn: 'img[src^="blob:"]' },
  },
];
const EMBED = `<!doctype html><body style="margin:0"><div id="viewer" style="height:100vh"></div><script type="module">
  import EmbedPDF from '/peers/@embedpdf/snippet/dist/embedpdf.js';
  EmbedPDF.init({ type: 'container', target: viewer, src: location.search.slice(1), wasmUrl: location.origin + '/peers/@embedpdf/snippet/dist/pdfium.wasm' });
</script>`;

const { origin, close } = await serve(
  (pathname) => {
    const [, first = '', second = ''] = pathname.split('/');
    if (first === 'pdf') return files[parseInt(second)] ?? null;
    if (first === 'peers') return path.join(peers, path.normalize(pathname.slice('/peers'.length)));
    if (first === 'embed') return Buffer.from(EMBED);
    return path.join(dist, pathname === '/' ? 'index.html' : path.normalize(pathname));
  },
  { mbit: 10_000, rtt: 0 },
);

/** @type {Map<string, number[]>} */
const figures = new Map();
const note = (/** @type {string} */ name, /** @type {string} */ what, /** @type {number} */ value) => {
  figures.set(`${name} ${what}`, [...(figures.get(`${name} ${what}`) ?? []), value]);
  console.error(`${name.padEnd(9)} ${what.padEnd(44)} ${value.toFixed(1)}`);
};

/** @param {(page: import('@playwright/test').Page) => Promise<void>} work */
async function inBrowser(work) {
  const browser = await chromium.launch(BROWSER);
  try {
    const page = await browser.newPage({ viewport: SIZE, serviceWorkers: 'block' });
    await page.addInitScript(() => {
      const tasks = /** @type {number[]} */ ([]);
      Object.assign(window, { tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        entryTypes: ['longtask'],
      });
    });
    await work(page);
  } catch (error) {
    console.error(String(error).split('\n')[0]);
  } finally {
    await browser.close();
  }
}
const tasksOf = (/** @type {import('@playwright/test').Page} */ page) =>
  page.evaluate(() => /** @type {{ tasks: number[] }} */ (/** @type {unknown} */ (window)).tasks.splice(0));

/** @param {Contender} contender @param {number} file @param {string} called */
async function open({ name, address }, file, called) {
  await inBrowser(async (page) => {
    let bytes = 0;
    const known = new Set();
    page.context().on('response', async (response) => {
      // Each worker asks for its own copy, which the browser's cache would have.
      if (!/\.(m?js|wasm|css)(\?|$)/.test(response.url()) || known.has(response.url())) return;
      known.add(response.url());
      const body = await response.body().catch(() => Buffer.alloc(0));
      bytes += zlib.brotliCompressSync(body).length;
    });
    note(name, `first page of ${called}, ms`, await firstFrame(page, origin + address(`/pdf/${file}.pdf`)));
    note(name, `longest task opening ${called}, ms`, Math.max(0, ...(await tasksOf(page))));
    if (file === 0) note(name, 'code to the first page, kB by brotli', bytes / 1000);
  });
}

/** @param {Contender} contender */
async function find({ name, address, field = '', hit = '', drawn = '' }) {
  if (!field) return;
  await inBrowser(async (page) => {
    await page.goto(origin + address('/pdf/0.pdf'));
    await page.locator(drawn).first().waitFor({ state: 'attached' });
    await page.waitForTimeout(1500);
    await page.keyboard.press('Control+f');
    await page.locator(field).waitFor();
    await page.waitForTimeout(500);
    const start = Date.now();
    await page.locator(field).fill('zeugma');
    await page.locator(hit).first().waitFor({ state: 'attached', timeout: 20_000 });
    note(name, 'a word on page 250 of 1,000 is marked, ms', Date.now() - start);
  });
}

/** @param {Contender} contender @param {number} file @param {string} called @param {number} speed */
async function scroll({ name, address, ...parts }, file, called, speed) {
  if (!parts.scroller) return;
  await inBrowser(async (page) => {
    await page.goto(origin + address(`/pdf/${file}.pdf`));
    await page.locator(`${parts.page} ${parts.drawn}`).first().waitFor({ state: 'attached' });
    await page.waitForTimeout(1500);
    await tasksOf(page);
    const { frames, white, told } = await page.evaluate(
      async ({ speed, ms, parts }) => {
        const root = (parts.root && document.querySelector(parts.root)?.shadowRoot) || document;
        const scroller = /** @type {Element} */ (root.querySelector(String(parts.scroller)));
        const { left, top, width, height } = scroller.getBoundingClientRect();
        // Where two pages meet it is the one that comes.
        const pageAt = (/** @type {number} */ below) =>
          root.elementFromPoint(left + width / 2, top + height / 2 + below)?.closest(String(parts.page));
        const counts = { frames: 0, white: 0, told: 0 };
        for (const end = performance.now() + ms; performance.now() < end;) {
          scroller.scrollTop += speed;
          await new Promise((resolve) => requestAnimationFrame(resolve));
          counts.frames++;
          const seen = pageAt(0) ?? pageAt(32);
          if (seen?.querySelector(String(parts.drawn))) continue;
          counts.white++;
          if (seen?.querySelector('.ode-number')) counts.told++;
        }
        return counts;
      },
      { speed, ms: Number(o.seconds) * 1000, parts },
    );
    const tasks = await tasksOf(page);
    const how = `at ${speed} px a frame in ${called}`;
    note(name, `frames a second ${how}`, frames / Number(o.seconds));
    note(name, `white in the middle ${how}, %`, (100 * white) / frames);
    if (told) note(name, `of them with their number ${how}, %`, (100 * told) / white);
    note(name, `longest task while scrolling ${how}, ms`, Math.max(0, ...tasks));
  });
}

// The server compresses what it sends once, when it is first asked for.
for (const { address } of contenders)
  await inBrowser(async (page) => {
    await page.goto(origin + address('/pdf/0.pdf'));
    await page.waitForTimeout(5000);
  });

const wanted = (/** @type {string} */ part) => !o.only || o.only === part;
for (let run = 0; run < runs; run++)
  for (const contender of contenders) {
    for (const [i, name] of NAMES.entries()) if (wanted('open')) await open(contender, i, name);
    if (wanted('find')) await find(contender);
    for (const [i, name] of NAMES.entries()) if (wanted('scroll')) await scroll(contender, i, name, SPEEDS[0]);
    if (wanted('scroll')) await scroll(contender, 0, NAMES[0], SPEEDS[1]);
  }
close();

const whats = [...new Set([...figures.keys()].map((key) => key.slice(key.indexOf(' ') + 1)))];
const cell = (/** @type {string} */ name, /** @type {string} */ what) => {
  const values = figures.get(`${name} ${what}`);
  return values ? String(Math.round(median(values) * 10) / 10) : 'not measured';
};
const text = table(
  ['', ...contenders.map(({ name }) => name)],
  whats.map((what) => [what, ...contenders.map(({ name }) => cell(name, what))]),
);
console.log(text);
if (o.write)
  writeSection(
    'viewers',
    'Times',
    [
      `By \`npm run bench:viewers -- --write\`: Chromium, ${SIZE.width} × ${SIZE.height}, no network in between; ${runs} runs, the viewers in turn, medians. Documents of text in Helvetica, 1.5 kB a page. Scrolling: ${o.seconds} s by script, a step each frame; a frame counts as white when the page in the middle of the window has no picture yet (ODE shows its number then); who draws on the page's own thread has fewer frames, and scrolls as much less; of 40,000 pages pdf.js shows one at a time, so that it has nothing to scroll.`,
      text,
    ],
    'comparison.md',
  );
