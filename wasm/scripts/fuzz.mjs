// Looks for files that the engine cannot take: damages PDFs and tries them; docs/fuzzing.md.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { mutate } from './fuzz/mutate.mjs';
import { Random } from './fuzz/random.mjs';
import { Trials } from './fuzz/trial.mjs';

const USAGE = `node wasm/scripts/fuzz.mjs --corpus DIR [options]
  --corpus DIR      PDFs to damage, also in folders inside; may be given more than once
  --replay FILE     tries this file as it is, instead
  --count N         how many damaged files to try (1000)
  --seed N          of the first one; the next have N + 1, N + 2 … (1)
  --seconds S       ends after this time, whatever the count
  --out DIR         where files with findings are written (wasm/build/fuzz)
  --timeout S       what is called a hang (20)
  --memory MIB      what is called too much memory (1024)
  --most-bytes N    larger files of the corpus are left out (1000000)
  --engine FILE     the engine's built Node entry (wasm/dist/node.js)`;

const wasm = fileURLToPath(new URL('..', import.meta.url));
/** One document in so many is converted: that takes longer than all the rest. */
const CONVERTED = 6;
/** So many files of the same finding are kept. */
const KEPT = 3;
const PROGRESS_SECONDS = 15;

const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true, default: [] },
    replay: { type: 'string' },
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: 'Infinity' },
    out: { type: 'string', default: path.join(wasm, 'build/fuzz') },
    timeout: { type: 'string', default: '20' },
    memory: { type: 'string', default: '1024' },
    'most-bytes': { type: 'string', default: '1000000' },
    engine: { type: 'string', default: path.join(wasm, 'dist/node.js') },
    help: { type: 'boolean' },
  },
});
if (options.help || (!options.corpus.length && !options.replay)) {
  console.log(USAGE);
  process.exit(options.help ? 0 : 2);
}

const trials = new Trials({
  engine: pathToFileURL(path.resolve(options.engine)).href,
  timeout: Number(options.timeout),
  memory: Number(options.memory),
});

if (options.replay) {
  const { symptom, detail, refused, trapped, milliseconds } = await trials.run(fs.readFileSync(options.replay), true);
  trials.close();
  console.log(symptom ?? (refused ? `refused: ${refused}` : `opened${trapped ? ', with a trap that was caught' : ''}`));
  console.log(`${Math.round(milliseconds)} ms`);
  if (detail) console.log(detail);
  process.exit(symptom ? 1 : 0);
}

/** The PDFs below the given folders, sorted: a seed chooses from them. */
const corpus = options.corpus
  .flatMap((folder) => fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.pdf$/i.test(entry.name))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .filter((file) => {
    const { size } = fs.statSync(file);
    return size > 0 && size <= Number(options['most-bytes']);
  })
  .sort();
if (!corpus.length) {
  console.error('There are no PDFs in the corpus.');
  process.exit(2);
}

/** @type {Map<string, { seeds: number[], files: string[], detail: string }>} */
const findings = new Map();
/** @type {Record<string, number>} */
const ends = {};
const firstSeed = Number(options.seed);
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
let slowest = { milliseconds: 0, seed: 0 };
let most = { bytes: 0, seed: 0 };
let said = 0;
let tried = 0;
let trapped = 0;

for (; tried < Number(options.count) && seconds() < Number(options.seconds); tried++) {
  const seed = firstSeed + tried;
  const random = new Random(seed);
  const file = random.pick(corpus);
  const bytes = mutate(fs.readFileSync(file), random, () => fs.readFileSync(random.pick(corpus)));
  const trial = await trials.run(bytes, random.oneIn(CONVERTED));
  if (trial.milliseconds > slowest.milliseconds) slowest = { milliseconds: trial.milliseconds, seed };
  const growth = trial.growth ?? 0;
  if (growth > most.bytes) most = { bytes: growth, seed };
  if (trial.trapped) trapped++;
  const end = trial.symptom ? 'finding' : trial.refused || 'opened';
  ends[end] = (ends[end] ?? 0) + 1;
  if (trial.symptom) note(trial.symptom, trial.detail ?? '', seed, file, bytes);
  if (seconds() - said > PROGRESS_SECONDS) {
    said = seconds();
    console.log(`${tried + 1} files, ${Math.round(said)} s, ${findings.size} findings`);
  }
}
trials.close();

console.log(`\n${tried} files in ${Math.round(seconds())} s, seeds ${firstSeed} to ${firstSeed + tried - 1}`);
for (const [end, count] of Object.entries(ends).sort((a, b) => b[1] - a[1])) console.log(`  ${end}: ${count}`);
console.log(`  of these with a trap that was caught: ${trapped}`);
console.log(`  slowest: ${Math.round(slowest.milliseconds)} ms, seed ${slowest.seed}`);
console.log(`  most memory left behind by using a page again: ${most.bytes} bytes, seed ${most.seed}`);
for (const [symptom, { seeds, files, detail }] of findings) {
  console.log(`\n${symptom}\n  ${seeds.length} files; seeds ${seeds.slice(0, 10).join(', ')}\n  ${files.join('\n  ')}`);
  if (detail) console.log(detail.replace(/^/gm, '    '));
}
console.log(findings.size ? `\n${findings.size} findings` : '\nNo findings');
process.exit(findings.size ? 1 : 0);

function note(
  /** @type {string} */ symptom,
  /** @type {string} */ detail,
  /** @type {number} */ seed,
  /** @type {string} */ file,
  /** @type {Uint8Array} */ bytes,
) {
  let finding = findings.get(symptom);
  if (!finding) {
    findings.set(symptom, (finding = { seeds: [], files: [], detail }));
    console.log(`finding: ${symptom} (seed ${seed}, from ${file})`);
  }
  finding.seeds.push(seed);
  if (finding.files.length >= KEPT) return;
  fs.mkdirSync(options.out, { recursive: true });
  const kept = path.join(options.out, `${seed}-${path.basename(file)}`);
  fs.writeFileSync(kept, bytes);
  finding.files.push(kept);
}
