// How well the structure of pages is told, by the scores of a folder that has the measures: see bench/README.md.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AT_START } from '@ode/engine/brief-process';
import { writeSection } from '../report.mjs';

const USAGE = `npm run bench:structure -- FOLDER [options]      after npm run build
  FOLDER           has the measures, documents and truths: structure, tables, dev, icdar-dev, peers
  --peers NAMES    which of FOLDER/peers run beside ODE (liteparse,inspector); none: ''
  --worst N        lists so many documents that are furthest off (0)
  --write          puts the tables into docs/benchmarks.md`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'string', default: 'liteparse,inspector' },
    worst: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});
const folder = positionals[0] && path.resolve(positionals[0]);
if (options.help || !folder) {
  console.log(USAGE);
  process.exit(options.help ? 0 : 2);
}

/** Peers are installed when they are first needed, outside the tree. */
function installPeers() {
  const cache = path.join(process.env.ODE_BENCH_CACHE ?? path.join(os.homedir(), '.cache', 'ode-bench'), 'structure');
  fs.cpSync(path.join(folder, 'peers'), cache, { recursive: true });
  if (!fs.existsSync(path.join(cache, 'node_modules'))) {
    console.error(`installing the peers in ${cache}`);
    const shell = process.platform === 'win32';
    const { status } = spawnSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: cache,
      stdio: ['ignore', 2, 2],
      shell,
    });
    if (status !== 0) throw new Error(`The peers could not be installed in ${cache}.`);
  }
  return cache;
}

const peers = options.peers.split(',').filter(Boolean);
const cache = peers.length ? installPeers() : '';
const engines = [
  // As the converters of `ode convert` are started.
  { name: 'ode', script: fileURLToPath(new URL('ode.mjs', import.meta.url)), options: AT_START },
  ...peers.map((name) => ({ name, script: path.join(cache, `${name}.mjs`), options: [] })),
];

/** Runs a measure for each engine; the first line of what it says of the engine, by columns. */
function measure(tool, data) {
  return engines.map(({ name, script, options: started }) => {
    const said = execFileSync(
      process.execPath,
      [
        path.join(folder, `${tool}.mjs`),
        ...['--truth', path.join(folder, data, 'truth'), '--pdfs', path.join(folder, data, 'pdfs'), '--name', name],
        ...[
          '--worst',
          options.worst,
          '--batch',
          [process.execPath, ...started, script].map((part) => JSON.stringify(part)).join(' ') + ' {in} {out}',
        ],
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 },
    );
    process.stdout.write(`${said}\n`);
    const lines = said.split('\n').filter(Boolean);
    const columns = lines[0].split(/\s{2,}/).slice(1);
    const figures = lines[1].trim().split(/\s+/).slice(1);
    return { name, figures: Object.fromEntries(columns.map((column, i) => [column, figures[i] ?? ''])) };
  });
}

/** @param {ReturnType<typeof measure>} rows */
function table(rows, columns) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...columns]),
    line(['', ...columns].map(() => '---')),
    ...rows.map(({ name, figures }) => line([name, ...columns.map((c) => figures[c] ?? '')])),
  ].join('\n');
}

const structure = measure('structure', 'dev');
const tables = measure('tables', 'icdar-dev');
if (options.write)
  writeSection('structure', 'Structure of pages', [
    'Markdown of 100 pages of opendataloader-bench, by its scores from 0 to 1: `nid` reading order, `teds` tables, `mhs` headings. User ms: processor time a page, all pages in one process.',
    table(structure, ['overall', 'nid', 'teds', 'mhs', 'user ms']),
    'Tables of 34 documents of the ICDAR 2013 competition: relations between neighbouring cells, `f1` of all and, `/doc`, on average over the documents.',
    table(tables, ['f1', 'p', 'r', 'f1/doc', 'user ms']),
  ]);
