// Where the time of a first and of a warm page goes, by the engine's functions; README.md of bench/ has more.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Session } from 'node:inspector/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { namedEngine } from '../../wasm/scripts/named-engine.mjs';
import { SelfTimes } from './self-times.mjs';

const USAGE = `npm run bench:profile -- --corpus DIR [options]
  --corpus DIR  a folder of PDFs; may be given more than once
  --only RE     files whose paths match
  --pages N     of each file (2)
  --scale N     pixels a point (1.5)
  --times N     that a warm page is drawn (5)
  --phase NAME  'first', 'warm' or 'text' alone
  --top N       functions that are printed (40)
  --slow N      pages that are printed, the slowest (0)
  --write FILE  writes the tables there, too`;

const { values: o } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    pages: { type: 'string', default: '2' },
    scale: { type: 'string', default: '1.5' },
    times: { type: 'string', default: '5' },
    phase: { type: 'string' },
    top: { type: 'string', default: '40' },
    slow: { type: 'string', default: '0' },
    write: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (o.help || !o.corpus.length) {
  console.log(USAGE);
  process.exit(o.help ? 0 : 2);
}

const files = o.corpus
  .flatMap((folder) => fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, String(name))))
  .filter((file) => /\.pdf$/i.test(file) && new RegExp(o.only).test(file))
  .sort();
const engine = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-profile-'));
process.on('exit', () => fs.rmSync(engine, { recursive: true }));
fs.cpSync(fileURLToPath(new URL('../../wasm/dist', import.meta.url)), engine, { recursive: true });
await namedEngine(path.join(engine, 'engine.wasm'));
/** @type {typeof import('@ode/engine')} */
const { openDocument } = await import(pathToFileURL(path.join(engine, 'node.js')).href);

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 100 });

/** @type {string[]} */
const lines = [];
const print = (/** @type {string} */ line) => {
  lines.push(line);
  console.log(line);
};
const PHASES = {
  first: 'The first time that a page is drawn, with opening',
  warm: 'A page that is drawn again',
  text: 'The text of a page that was not read before',
};
for (const [phase, title] of Object.entries(PHASES)) {
  if (o.phase && o.phase !== phase) continue;
  const { times, slowest, pages } = await profiled(/** @type {keyof typeof PHASES} */ (phase));
  print(`\n## ${title}\n`);
  print(`${pages} pages, shares of the thread's time.\n`);
  for (const { name, share } of times.shares().slice(0, Number(o.top))) print(`    ${(100 * share).toFixed(1).padStart(5)} %  ${name}`);
  for (const { file, page, ms } of slowest.slice(0, Number(o.slow)))
    print(`    ${ms.toFixed(1).padStart(7)} ms  ${path.basename(file)} ${page + 1}`);
}
if (o.write) fs.writeFileSync(o.write, `${lines.join('\n').trim()}\n`);

/** @param {keyof typeof PHASES} phase */
async function profiled(phase) {
  /** @type {{ file: string, page: number, ms: number }[]} */
  const slowest = [];
  const times = new SelfTimes();
  for (const file of files) {
    const bytes = new Uint8Array(fs.readFileSync(file));
    try {
      let doc = await openDocument(bytes);
      const { pageCount } = doc;
      for (let page = 0; page < Math.min(pageCount, Number(o.pages)); page++) {
        const draw = () => (phase === 'text' ? doc.pageText(page) : doc.renderPage(page, { scale: Number(o.scale) }));
        if (phase === 'warm') await draw();
        else if (page === 0) await doc.close();
        await session.post('Profiler.start');
        const before = performance.now();
        if (phase !== 'warm' && page === 0) doc = await openDocument(bytes);
        for (let i = 0; i < (phase === 'warm' ? Number(o.times) : 1); i++) await draw();
        slowest.push({ file, page, ms: performance.now() - before });
        times.add((await session.post('Profiler.stop')).profile);
      }
      await doc.close();
    } catch {
      // Files that cannot be opened are no pages.
    }
  }
  return { times, slowest: slowest.sort((a, b) => b.ms - a.ms), pages: slowest.length };
}
