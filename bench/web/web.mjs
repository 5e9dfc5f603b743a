// From navigation to a PDF's first page on the screen: the viewer, and bare pages of other programs; README.md of bench/.
import { chromium } from '@playwright/test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentOf } from '../memory/document.mjs';
import { installPeers, PEERS } from '../peers.mjs';
import { writeSection } from '../report.mjs';
import { median, spread, table } from '../statistics.mjs';
import { BROWSER } from './browser.mjs';
import { firstFrame } from './first-frame.mjs';
import { serve } from './server.mjs';

const USAGE = `npm run bench:web -- [options]      after npm run build
  --pdf FILE       instead of one that is made here; may be given more than once
  --runs N         of each contender, in turn (7)
  --mbit N         bandwidth of the line, Mbit/s (20)
  --rtt N          a request's round trip, ms (30)
  --write NAME     puts the figures into docs/benchmarks.md; NAME says what the files are
ODE_CHROMIUM names the browser where Playwright's own is not installed.`;

const { values: options } = parseArgs({
  options: {
    pdf: { type: 'string', multiple: true },
    runs: { type: 'string', default: '7' },
    mbit: { type: 'string', default: '20' },
    rtt: { type: 'string', default: '30' },
    write: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

const dist = fileURLToPath(new URL('../../web/dist/', import.meta.url));
const peers = installPeers();
const files = options.pdf?.map((file) => path.resolve(file)) ?? [made()];

function made() {
  const file = path.join(os.tmpdir(), 'ode-bench.pdf');
  fs.writeFileSync(file, Buffer.concat([...documentOf(20)]));
  return file;
}

/** The smallest page that shows a PDF by each of them. */
const PAGES = /** @type {Record<string, (pdf: string) => string>} */ ({
  'pdf.js': (pdf) => `
    import { getDocument, GlobalWorkerOptions } from '/peers/pdfjs-dist/build/pdf.min.mjs';
    GlobalWorkerOptions.workerSrc = '/peers/pdfjs-dist/build/pdf.worker.min.mjs';
    GlobalWorkerOptions.rendererSrc = '/peers/pdfjs-dist/build/pdf.renderer.min.mjs';
    const folder = (name) => '/peers/pdfjs-dist/' + name + '/';
    const task = getDocument({ url: '${pdf}', cMapUrl: folder('cmaps'), standardFontDataUrl: folder('standard_fonts'), wasmUrl: folder('wasm') });
    const page = await (await task.promise).getPage(1);
    const viewport = page.getViewport({ scale: 1.5 });
    Object.assign(canvas, { width: viewport.width, height: viewport.height });
    await page.render({ canvas, viewport }).promise;`,
  PDFium: (pdf) => `
    import { PDFiumLibrary } from '/peers/@hyzyla/pdfium/dist/index.esm.browser.js';
    const file = fetch('${pdf}').then((response) => response.arrayBuffer());
    const library = await PDFiumLibrary.init({ wasmUrl: '/peers/@hyzyla/pdfium/dist/pdfium.wasm' });
    const doc = await library.loadDocument(new Uint8Array(await file));
    const { data, width, height } = await doc.getPage(0).render({ scale: 1.5, render: 'bitmap' });
    put(data, width, height);`,
});

const shell = (/** @type {string} */ script) => `<!doctype html><body style="margin:0"><canvas id="canvas"></canvas><script type="module">
  const put = (data, width, height) => {
    Object.assign(canvas, { width, height });
    canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  };
  ${script}</script>`;

/** @param {string} pathname */
function find(pathname) {
  const [, first = '', second = ''] = pathname.split('/');
  if (first === 'pdf') return files[parseInt(second)] ?? null;
  if (first === 'peers') return path.join(peers, 'node_modules', path.normalize(pathname.slice('/peers'.length)));
  if (first === 'bare') return Buffer.from(shell(Object.values(PAGES)[Number(second)](`/pdf/${pathname.split('/')[3]}`)));
  return path.join(dist, pathname === '/' ? 'index.html' : path.normalize(pathname));
}

/**
 * Milliseconds from navigation to the first frame that looks like the last one, in a browser of its own.
 *
 * @param {string} url
 */
async function measure(url) {
  const browser = await chromium.launch(BROWSER);
  try {
    return await firstFrame(await browser.newPage({ viewport: { width: 1000, height: 1250 } }), url);
  } finally {
    await browser.close();
  }
}

const line = { mbit: Number(options.mbit), rtt: Number(options.rtt) };
const { origin, close } = await serve(find, line);
const contenders = [['ODE, the viewer', ''], ...Object.keys(PAGES).map((name, i) => [name, `bare/${i}/`])];
/** @type {Map<string, number[]>} */
const times = new Map();
const kilobytes = (/** @type {string} */ file) => `${Math.round(fs.statSync(file).size / 1000)} kB`;
// The first run of all counts for nothing: the server compresses what it sends, once.
for (let run = -1; run < Number(options.runs); run++)
  for (const [i] of files.entries())
    for (const [name, place] of contenders) {
      const key = `${name} ${i}`;
      const url = place ? `${origin}/${place}${i}.pdf` : `${origin}/?file=/pdf/${i}.pdf`;
      const time = await measure(url);
      if (run >= 0) times.set(key, [...(times.get(key) ?? []), time]);
    }
close();
const of = (/** @type {string} */ name, /** @type {number} */ i) => times.get(`${name} ${i}`) ?? [];
const rows = contenders.map(([name]) => [
  name,
  ...files.flatMap((_, i) => [spread(of(name, i)), (median(of('ODE, the viewer', i)) / median(of(name, i))).toFixed(2)]),
]);
const text = table(['', ...files.flatMap((file) => [`${kilobytes(file)}, ms`, 'ODE over it'])], rows);
console.log(text);
if (options.write)
  writeSection('web', 'In Chromium, from navigation to page 1', [
    `Files: ${options.write}. ${line.mbit} Mbit/s shared by all connections, ${line.rtt} ms a request, brotli, nothing cached; ${options.runs} runs, the contenders in turn. The viewer against bare pages with nothing but the page, of pdfjs-dist ${PEERS['pdfjs-dist']} (with its renderer worker) and @hyzyla/pdfium ${PEERS['@hyzyla/pdfium']}. Milliseconds to the first frame that looks like the last one: median and middle half.`,
    text,
  ]);
