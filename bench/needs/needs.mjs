// Counts the pages that the viewer would still have to give to pdf.js, and for what; README.md beside this file.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `npm run bench:needs -- --corpus DIR [options]
  --corpus DIR     PDFs, also in folders inside; may be given more than once
  --pages N        so many pages of each file, from the first (2)
  --scale S        at which they are drawn; 1 is 72 dpi (1)
  --timeout S      what is called a page that takes too long, as in the viewer (20)
  --list           names the pages, too
  --json FILE      writes what was counted`;

const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true, default: [] },
    pages: { type: 'string', default: '2' },
    scale: { type: 'string', default: '1' },
    timeout: { type: 'string', default: '20' },
    list: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help || !options.corpus.length) {
  console.log(USAGE);
  process.exit(options.help ? 0 : 2);
}

/** @typedef {{ features: string[], invalid: string[] }} Page what the engine cannot draw, and what the file does not hold */

/** @type {import('node:child_process').ChildProcess | null} */
let child = null;

/**
 * What each of a file's first pages lacks; a page that hangs, or takes the process with it, lacks everything, and the
 * pages after it are tried by another process.
 *
 * @param {string} file
 * @returns {Promise<{ pages: Page[], refused?: string, isXfa?: boolean }>}
 */
async function pagesOf(file) {
  /** @type {Page[]} */
  const pages = [];
  let count = 0;
  for (;;) {
    const current = (child ??= fork(fileURLToPath(new URL('child.mjs', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }));
    const end = await new Promise((resolve) => {
      let timer = setTimeout(() => resolve({ lost: 'time-limit' }), Number(options.timeout) * 1000);
      const exited = () => resolve({ lost: 'process-died' });
      current.once('exit', exited);
      current.on('message', (/** @type {any} */ message) => {
        clearTimeout(timer);
        if (message.done) {
          current.removeAllListeners();
          return resolve(message);
        }
        timer = setTimeout(() => resolve({ lost: 'time-limit' }), Number(options.timeout) * 1000);
        if (message.count !== undefined) count = message.count;
        else pages[message.page] = { features: message.features, invalid: message.invalid };
      });
      current.send({ file, pages: Number(options.pages), skip: Object.keys(pages).map(Number), scale: Number(options.scale) });
    });
    if (!end.lost) return { pages, ...end };
    current.removeAllListeners();
    current.kill('SIGKILL');
    child = null;
    if (!count) return { pages, refused: end.lost };
    const at = Array.from({ length: count }, (_, i) => i).find((i) => !pages[i]);
    if (at === undefined) return { pages };
    pages[at] = { features: [end.lost], invalid: [] };
  }
}

const files = options.corpus
  .flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.pdf$/i.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  )
  .sort();

const counted = { files: files.length, pages: 0, undrawn: 0, incomplete: 0, xfaForms: 0, features: {}, invalid: {}, refused: {}, list: [] };
const add = (/** @type {Record<string, number>} */ counts, /** @type {string} */ key) => (counts[key] = (counts[key] ?? 0) + 1);
for (const [i, file] of files.entries()) {
  if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${files.length}`);
  const { pages, refused, isXfa } = await pagesOf(file);
  if (refused) add(counted.refused, refused);
  if (isXfa) counted.xfaForms++;
  counted.pages += pages.length;
  for (const [page, { features, invalid }] of pages.entries()) {
    if (features.length) counted.undrawn++;
    else if (invalid.length) counted.incomplete++;
    else continue;
    for (const feature of features) add(counted.features, feature);
    for (const feature of invalid) add(counted.invalid, feature);
    counted.list.push({ file, page: page + 1, features, invalid });
  }
}
child?.kill();
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');

const rows = (/** @type {Record<string, number>} */ counts) =>
  Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `  ${String(n).padStart(6)}  ${name}`)
    .join('\n');
const share = counted.pages ? (100 * counted.undrawn) / counted.pages : 0;
console.log(`Pages for pdf.js: ${counted.undrawn} of ${counted.pages} (${share.toFixed(2)} %), in ${counted.files} files`);
if (counted.undrawn) console.log(rows(counted.features));
if (counted.incomplete) console.log(`Pages that lack what their files do not hold: ${counted.incomplete}\n${rows(counted.invalid)}`);
if (counted.xfaForms) console.log(`Forms that are XFA alone, of which their stand-in pages are shown: ${counted.xfaForms}`);
if (Object.keys(counted.refused).length) console.log(`Files that do not open, by error:\n${rows(counted.refused)}`);
if (options.list)
  for (const { file, page, features, invalid } of counted.list)
    console.log(`${file} page ${page}: ${[...features, ...invalid].join(', ')}`);
if (options.json) fs.writeFileSync(options.json, JSON.stringify(counted, null, 1) + '\n');
