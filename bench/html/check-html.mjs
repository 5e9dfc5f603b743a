/* global document, getSelection, window, Response -- the first three are of the pages that are looked at */
// What `html` looks like, says and weighs, over a folder of PDFs: each converted, opened in Chromium, and compared with our
// own picture and text of the page; README.md of bench/.
import { openDocument } from '@ode/engine';
import { chromium } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { PNG } from 'pngjs';
import { orderF1, pictureDistance, wordsF1, wordsOf } from './distance.mjs';

const USAGE = `npm run check:html -- FOLDER… [options]      after npm run build
  --only TEXT      files with this in their paths
  --pages N        of each file that are looked at (2); text is compared over all that are converted
  --all            converts and reads every page of a file, not only those that are looked at
  --every N        each Nth file (1)
  --offset N       from the Nth on (0)
  --worst N        lists so many pages that are furthest off (15)
  --pictures DIR   writes ours and the browser's side by side, of those further off than 0.01
  --json FILE      what was measured, by files
ODE_CHROMIUM names the browser where Playwright's own is not installed.`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    pages: { type: 'string', default: '2' },
    all: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    offset: { type: 'string', default: '0' },
    worst: { type: 'string', default: '15' },
    pictures: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help || !positionals.length) {
  console.log(USAGE);
  process.exit(options.help ? 0 : 2);
}

/** Pixels a point, at 108 dpi, and a CSS pixel. */
const SCALE = 1.5;
const RATIO = 108 / 96;
/** Pages with more pixels are left out. */
const LARGEST = 12e6;
const PHRASES = 5;

const files = positionals
  .flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)))
  .filter((file) => /\.pdf$/i.test(file) && (!options.only || file.includes(options.only)))
  .sort()
  .filter((_, i) => i % Number(options.every) === Number(options.offset));

const browser = await chromium.launch({
  executablePath: process.env.ODE_CHROMIUM || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});
const context = await browser.newContext({ deviceScaleFactor: RATIO, viewport: { width: 1000, height: 900 } });
const results = [];
for (const file of files) {
  const result = await check(file).catch((error) => ({ file, error: String(error.message).split('\n')[0] }));
  results.push(result);
  process.stderr.write(
    `${path.relative('.', file)}  ${result.error ?? result.pages.map(({ distance }) => distance.toFixed(4)).join(' ')}  ${result.error ? '' : `F1 ${result.words.toFixed(3)} ${result.order.toFixed(3)} lines ${result.copied}/${result.lines} find ${result.found}/${result.phrases}`}\n`,
  );
}
await browser.close();
report();

async function check(file) {
  const bytes = fs.readFileSync(file);
  const doc = await openDocument(bytes);
  const page = await context.newPage();
  let requests = 0;
  page.on('request', (request) => (requests += /^(data|file):/.test(request.url()) ? 0 : 1));
  try {
    const shown = Math.min(doc.pageCount, Number(options.pages));
    const wanted = Array.from({ length: options.all ? doc.pageCount : shown }, (_, i) => i);
    const html = await new Response(doc.convert('html', { pages: wanted })).text();
    const target = path.join(fs.mkdtempSync('/tmp/check-html-'), 'page.html');
    fs.writeFileSync(target, html);
    await page.goto(`file://${target}`);
    fs.rmSync(path.dirname(target), { recursive: true });
    await page.addStyleTag({ content: 'main{display:block!important;padding:0!important}.page{box-shadow:none!important}' });
    await page.evaluate(() => document.fonts.ready);
    const pages = [];
    for (const number of wanted.slice(0, shown)) {
      const { width, height } = doc.pageSize(number);
      if (width * height * SCALE * SCALE > LARGEST || width * SCALE < 1 || height * SCALE < 1) continue;
      pages.push({ page: number + 1, distance: await looks(page, doc, number, file) });
    }
    const text = await page.evaluate(readPage);
    // The page shows what is written in its fields.
    const own = (await Promise.all(wanted.map((number) => doc.pageText(number, { annotations: true })))).map((said) => said.trim());
    const [theirs, ours] = [wordsOf(text.content), wordsOf(own.join('\n'))];
    const phrases = phrasesOf(own);
    const found = await page.evaluate(findPhrases, phrases);
    return {
      file,
      pages,
      words: wordsF1(theirs, ours),
      order: orderF1(theirs, ours),
      count: ours.length,
      copied: text.copied.split('\n').filter((line) => line.trim()).length,
      lines: own
        .join('\n')
        .split('\n')
        .filter((line) => line.trim()).length,
      phrases: phrases.length,
      found,
      nodes: text.nodes,
      requests,
      pdf: bytes.length,
      html: Buffer.byteLength(html),
      packed: brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length,
      whole: wanted.length === doc.pageCount,
    };
  } finally {
    await page.close();
    await doc.close();
  }
}

/** Runs in the page. */
function readPage() {
  const selection = /** @type {Selection} */ (getSelection());
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  selection.selectAllChildren(main);
  const copied = selection.toString();
  selection.removeAllRanges();
  const content = [...document.querySelectorAll('.page')].map(({ textContent }) => textContent).join('\n');
  return { copied, content, nodes: document.querySelectorAll('*').length };
}

/** Runs in the page. */
function findPhrases(phrases) {
  // @ts-expect-error Chromium's own
  const find = (phrase) => (getSelection()?.removeAllRanges(), window.find(phrase, true, false, true));
  return phrases.filter(find).length;
}

/** Three words from the end of a line and the start of the next, a few for each page. */
function phrasesOf(pages) {
  return pages.flatMap((text) => {
    const lines = text.split('\n');
    const all = lines.slice(1).flatMap((line, i) => {
      const before = lines[i].trim().split(/\s+/).slice(-2);
      const after = line.trim().split(/\s+/).slice(0, 2);
      const words = [...before, ...after];
      const isText =
        lines[i].length > 30 && /^\p{Ll}/u.test(line) && words.length === 4 && words.every((word) => /^[\p{L},.]+$/u.test(word));
      return isText ? [words.join(' ')] : [];
    });
    return all.filter((_, i) => i % Math.ceil(all.length / PHRASES) === 0);
  });
}

async function looks(page, doc, number, file) {
  await page.evaluate(
    (id) => {
      for (const section of document.querySelectorAll('.page'))
        section.setAttribute(
          'style',
          section.getAttribute('style').replace(/;?display:none/, '') + (section.id === id ? '' : ';display:none'),
        );
    },
    `page-${number + 1}`,
  );
  // Fonts are loaded when what they are for is laid out.
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => void window.requestAnimationFrame(resolve));
    for (let i = 0; i < 2; i++) await frame();
    await document.fonts.ready;
    await frame();
  });
  const own = await doc.renderPage(number, { scale: SCALE });
  const corner = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().toJSON(), `page-${number + 1}`);
  const clip = { x: corner.x, y: corner.y, width: own.width / RATIO, height: own.height / RATIO };
  const picture = PNG.sync.read(await page.screenshot({ clip, fullPage: true }));
  await page.evaluate(() => {
    for (const section of document.querySelectorAll('.page'))
      section.setAttribute('style', section.getAttribute('style').replace(/;?display:none/, ''));
  });
  const distance = pictureDistance(own, picture);
  if (options.pictures && distance > 0.01) {
    const both = new PNG({ width: own.width + picture.width, height: Math.max(own.height, picture.height) });
    PNG.bitblt(Object.assign(new PNG(own), { data: Buffer.from(own.data) }), both, 0, 0, own.width, own.height, 0, 0);
    PNG.bitblt(picture, both, 0, 0, picture.width, picture.height, own.width, 0);
    fs.mkdirSync(options.pictures, { recursive: true });
    fs.writeFileSync(
      path.join(options.pictures, `${distance.toFixed(3)}-${path.basename(file, '.pdf')}-${number + 1}.png`),
      PNG.sync.write(both),
    );
  }
  return distance;
}

function report() {
  const done = results.filter(({ error }) => !error);
  const all = done.flatMap(({ file, pages }) => pages.map((page) => ({ file, ...page })));
  const share = (limit) => `${((100 * all.filter(({ distance }) => distance <= limit).length) / all.length).toFixed(2)} %`;
  const texts = done.filter(({ count }) => count >= 20);
  const mean = (of) => (texts.reduce((sum, result) => sum + of(result), 0) / texts.length).toFixed(4);
  const sum = (of, among = done) => among.reduce((total, result) => total + of(result), 0);
  const whole = done.filter((result) => result.whole);
  console.log(`${done.length} files, ${results.length - done.length} refused, ${all.length} pages`);
  console.log(`looks    within 0.05: ${share(0.05)}, 0.01: ${share(0.01)}, 0.001: ${share(0.001)}`);
  console.log(`text     words F1 ${mean(({ words }) => words)}, order F1 ${mean(({ order }) => order)} (mean of ${texts.length} files)`);
  console.log(`lines    ${sum(({ copied }) => copied)} copied for ${sum(({ lines }) => lines)}`);
  console.log(`find     ${sum(({ found }) => found)} of ${sum(({ phrases }) => phrases)} phrases across a line's end`);
  console.log(
    `weight   brotli ${(sum(({ packed }) => packed, whole) / sum(({ pdf }) => pdf, whole)).toFixed(3)} × the PDF, raw ${(sum(({ html }) => html, whole) / sum(({ pdf }) => pdf, whole)).toFixed(3)} × (${whole.length} files that were converted whole)`,
  );
  console.log(`requests ${sum(({ requests }) => requests)}`);
  for (const { file, page, distance } of all.sort((a, b) => b.distance - a.distance).slice(0, Number(options.worst)))
    console.log(`  ${distance.toFixed(4)}  ${file} p. ${page}`);
  if (options.json) fs.writeFileSync(options.json, JSON.stringify(results, null, 1));
}
