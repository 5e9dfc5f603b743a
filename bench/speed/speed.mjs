// How long pages take against pdf.js, PDFium and MuPDF in WebAssembly, and against native programs; README.md of bench/.
import { fork, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documentOf } from '../memory/document.mjs';
import { installPeers, nodeFor, PEERS } from '../peers.mjs';
import { writeSection } from '../report.mjs';
import { geometricMean, median, spread, table } from '../statistics.mjs';

const USAGE = `npm run bench -- [options]
  --corpus DIR     PDFs, instead of those that are made here
  --files N        so many of them, the first by name (20)
  --runs N         of each page by each contender, in turn (3)
  --native         against pdftoppm and mutool, too, where they are installed
  --write NAME     puts the figures into docs/benchmarks.md; NAME says what the files are`;

const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string' },
    files: { type: 'string', default: '20' },
    runs: { type: 'string', default: '3' },
    native: { type: 'boolean', default: false },
    write: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
/** 108 dpi. */
const SCALE = 1.5;
/** What is told by name: pages that take so many ms, and so many times as long as the fastest. */
const SLOW = 20;
const FAR_BEHIND = 5;
const NAMES = ['ode', 'pdfjs', 'pdfium', 'mupdf'];
const runs = Number(options.runs);
const here = path.dirname(fileURLToPath(import.meta.url));
const peers = installPeers();
const node = nodeFor(peers);
const files = options.corpus ? found(options.corpus) : made();

/** @param {string} folder */
function found(folder) {
  const names = fs.readdirSync(folder, { recursive: true }).map(String);
  return names
    .filter((name) => name.toLowerCase().endsWith('.pdf'))
    .sort()
    .slice(0, Number(options.files))
    .map((name) => path.join(folder, name));
}

function made() {
  const file = path.join(os.tmpdir(), 'ode-bench.pdf');
  fs.writeFileSync(file, Buffer.concat([...documentOf(20)].map((piece) => Buffer.from(piece))));
  return [file];
}

/** @param {string} name */
async function start(name) {
  const child = fork(path.join(here, 'child.mjs'), [name, peers], { execPath: node, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  await new Promise((resolve, reject) => child.once('message', resolve).once('exit', () => reject(new Error(`${name} does not start`))));
  return child;
}

/**
 * A page by a contender in a process that has drawn other pages before, or in a new one.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} file
 * @returns {Promise<{ first: number, warm: number } | { error: string }>}
 */
function draw(child, file) {
  return new Promise((resolve) => {
    child.once('message', (/** @type {any} */ answer) => resolve(answer));
    child.send({ file, page: 0, scale: SCALE });
  });
}

/** @type {Record<string, { first: Map<string, number[]>, warm: Map<string, number[]> }>} */
const taken = Object.fromEntries(NAMES.map((name) => [name, { first: new Map(), warm: new Map() }]));
for (let run = 0; run < runs; run++) {
  const children = await Promise.all(NAMES.map(start));
  for (const file of files)
    for (const [i, name] of NAMES.entries()) {
      const answer = await draw(children[i], file);
      if ('error' in answer) continue;
      for (const kind of /** @type {const} */ (['first', 'warm'])) {
        const of = taken[name][kind];
        of.set(file, [...(of.get(file) ?? []), answer[kind]]);
      }
    }
  for (const child of children) child.kill();
}

/** Pages that everybody has drawn. */
const common = files.filter((file) => NAMES.every((name) => taken[name].first.get(file)?.length === runs));
const rows = NAMES.map((name) => {
  const of = (/** @type {'first' | 'warm'} */ kind) => common.map((file) => median(taken[name][kind].get(file) ?? []));
  const ratio = (/** @type {'first' | 'warm'} */ kind) =>
    geometricMean(common.map((file) => median(taken.ode[kind].get(file) ?? []) / median(taken[name][kind].get(file) ?? []))).toFixed(2);
  return [name, spread(of('first')), ratio('first'), spread(of('warm')), ratio('warm')];
});
/** ODE's time over that of whoever is fastest on a page. @param {'first' | 'warm'} kind @param {string} file */
const overFastest = (kind, file) => {
  const [ours = 0, ...theirs] = NAMES.map((name) => median(taken[name][kind].get(file) ?? []));
  return { ours, ratio: ours / Math.min(...theirs) };
};
const fastest = (/** @type {'first' | 'warm'} */ kind) => geometricMean(common.map((file) => overFastest(kind, file).ratio)).toFixed(2);
rows.push(['the fastest of them on each page', '', fastest('first'), '', fastest('warm')]);
const slow = common.filter((file) => overFastest('warm', file).ours > SLOW && overFastest('warm', file).ratio > FAR_BEHIND);
const parts = [
  `${common.length} first pages that all have drawn, at 108 dpi: processor time in ms, the median of the pages and their middle half. First: the file is opened and the page drawn, in a process that has drawn other files. Warm: the same page again. Ratio: ODE's time over theirs, page by page, geometric mean.`,
  table(['', 'first', 'ODE over it', 'warm', 'ODE over it'], rows),
  `Pages that take over ${SLOW} ms and ${FAR_BEHIND} times as long as the fastest when they are drawn again: ${slow.length}${slow.map((file) => ` ${path.basename(file)}`).join('')}.`,
];

/** @param {string} command @param {readonly string[]} args */
function processorTime(command, args) {
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, command, ...args], { encoding: 'utf8' });
  const [user = 0, system = 0] = stderr.trim().split(/\s+/).map(Number);
  return (user + system) * 1000;
}

if (options.native) {
  const has = (/** @type {string} */ command) => spawnSync('which', [command]).status === 0;
  /** @type {Record<string, number[]>} */
  const all = {};
  /** @type {Record<string, number[]>} */
  const one = {};
  const add = (/** @type {Record<string, number[]>} */ to, /** @type {string} */ name, /** @type {number} */ ms) =>
    (to[name] ??= []).push(ms);
  const out = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ode-bench-')), 'page');
  const cli = path.join(here, '../../worker/bin/ode.mjs');
  for (let run = 0; run < runs; run++) {
    add(all, 'ode', processorTime(node, [path.join(here, 'all-pages.mjs'), String(SCALE), ...files]));
    if (has('pdftoppm'))
      add(
        all,
        'pdftoppm',
        files.reduce((sum, file) => sum + processorTime('pdftoppm', ['-r', '108', file]), 0),
      );
    if (has('mutool'))
      add(
        all,
        'mutool draw',
        files.reduce((sum, file) => sum + processorTime('mutool', ['draw', '-r', '108', '-F', 'ppm', '-o', '-', file]), 0),
      );
    for (const file of files) {
      add(one, 'ode render', processorTime(node, [cli, 'render', file, '--scale', String(SCALE), '-o', `${out}.png`]));
      if (has('pdftoppm')) add(one, 'pdftoppm -png', processorTime('pdftoppm', ['-r', '108', '-f', '1', '-l', '1', '-png', file, out]));
    }
  }
  const ratios = (/** @type {Record<string, number[]>} */ of, /** @type {string} */ ode) =>
    Object.entries(of).map(([name, ms]) => [name, spread(ms), (median(of[ode]) / median(ms)).toFixed(2)]);
  parts.push(
    `All pages of ${files.length} files at 108 dpi, processor time in ms of all together; ODE in one process, the native programs in one a file:`,
    table(['', 'ms', 'ODE over it'], ratios(all, 'ode')),
    'The first page as PNG, from the start of the command to its end, processor time in ms a file:',
    table(['', 'ms', 'ODE over it'], ratios(one, 'ode render')),
  );
}
const runtime = spawnSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).stdout.trim();
const text = parts.join('\n\n');
console.log(text);
if (options.write)
  writeSection('node', `In Node ${runtime}`, [
    `Files: ${options.write}. Peers: ${versions()}. ${runs} runs, the contenders in turn.`,
    text,
  ]);

function versions() {
  const { node: _, ...others } = PEERS;
  return Object.entries(others)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
