// `npm run soak`: a queue that never runs dry, for half an hour: is memory flat, how many pages a second, and what does the
// service cost against the engine alone? `-- --minutes 30 --workers 2 --pages 20`. Ends by itself, with a table;
// `--write` puts it into docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeSection } from '../bench/report.mjs';
import { startCluster } from './reach/cluster.mjs';
import { options, report } from './reach/command.mjs';
import { textPdf } from './reach/documents.mjs';
import { median } from './reach/numbers.mjs';
import { folder } from './reach/parts.mjs';
import { treeMb } from './reach/processes.mjs';
import { root } from './run.mjs';

const { minutes, workers: workerCount, pages, rounds, write } = options({ minutes: 30, workers: 2, pages: 20, rounds: 3, write: 0 });
const seconds = minutes * 60;
const cluster = await startCluster({ workers: workerCount });
const { database, api, workers } = cluster;
const pdf = textPdf(pages);

async function post(at, body, type = 'application/json') {
  const answer = await fetch(api.url + at, { method: 'POST', headers: { 'content-type': type }, body });
  if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const { id: documentId } = await post('/api/v1/documents', pdf, 'application/pdf');
const submit = (count) => post('/api/v1/batches', JSON.stringify({ documentIds: Array(count).fill(documentId) }));
const count = async (status) => Number((await database.query('SELECT count(*) FROM job WHERE status = $1', [status]))[0].count);

// At full load: half a minute's work waits at all times.
const started = Date.now();
const samples = [];
let last = 0;
while (Date.now() - started < seconds * 1000) {
  if ((await count('queued')) < 200) await submit(500);
  await sleep(1000);
  const at = (Date.now() - started) / 1000;
  samples.push({ at, api: treeMb(api.pid()), workers: workers.map((worker) => treeMb(worker.pid())).reduce((a, b) => a + b, 0) });
  if (at - last >= 60) {
    last = at;
    const { api: a, workers: w } = samples.at(-1);
    console.log(`${at.toFixed(0)} s: ${await count('succeeded')} conversions, API ${a.toFixed(0)} MiB, workers ${w.toFixed(0)} MiB`);
  }
}
const done = await count('succeeded');
const failed = await count('failed');
const perSecond = (done * pages) / seconds;
// The first third is warm-up: V8's heaps grow until they are collected.
const warm = samples.filter(({ at }) => at > seconds / 3);
const half = Math.floor(warm.length / 2);
const growth = (who) => {
  const [before, after] = [warm.slice(0, half), warm.slice(half)].map((part) => median(part.map((sample) => sample[who])));
  return after / before - 1;
};
const percent = (value) => `${(100 * value).toFixed(1)} %`;
const residentOf = (who) => `${median(warm.map((sample) => sample[who])).toFixed(0)} MiB`;

// What is left waits no more: the engine alone has the machine, then the service, in turns.
await database.query("UPDATE job SET status = 'cancelled', finished_at = now() WHERE status = 'queued'");
while (await count('running')) await sleep(100);
const files = folder();
const each = Math.max(10, Math.round(400 / pages)) * workerCount;
for (let i = 0; i < each; i++) fs.writeFileSync(path.join(files, `${i}.pdf`), pdf);
async function alone() {
  const begun = performance.now();
  const inputs = Array.from({ length: each }, (_, i) => path.join(files, `${i}.pdf`));
  const args = [path.join(root, 'worker/bin/ode.mjs'), 'convert', ...inputs, '-o', path.join(files, 'out/'), '-j', String(workerCount)];
  // As the service's converters are: what else runs on the machine takes as much from both.
  const child = spawn('nice', ['-n', '10', process.execPath, ...args], { stdio: 'ignore' });
  await once(child, 'exit');
  fs.rmSync(path.join(files, 'out'), { recursive: true, force: true });
  return (each * pages * 1000) / (performance.now() - begun);
}
async function queued() {
  const { id } = await submit(each);
  const rows = () =>
    database.query(
      "SELECT extract(epoch FROM max(finished_at) - min(started_at)) AS s, bool_and(status = 'succeeded') AS done FROM job WHERE batch_id = $1",
      [id],
    );
  for (;;) {
    const [{ s, done: all }] = await rows();
    if (all) return (each * pages) / Number(s);
    await sleep(50);
  }
}
const ratios = [];
for (let round = 0; round < rounds; round++) {
  const [engine, service] = [await alone(), await queued()];
  ratios.push(service / engine);
  console.log(`round ${round + 1}: engine alone ${engine.toFixed(1)} pages/s, service ${service.toFixed(1)} pages/s`);
}

report([
  { what: 'pages a second', value: perSecond.toFixed(1), good: true },
  { what: 'pages a second and core', value: (perSecond / Math.min(workerCount, os.availableParallelism())).toFixed(1), good: true },
  { what: 'conversions that failed', value: failed, mark: '0', good: failed === 0 },
  {
    what: 'memory of the API after warm-up, second half against first',
    value: percent(growth('api')),
    mark: '± 5 %',
    good: Math.abs(growth('api')) <= 0.05,
  },
  {
    what: 'memory of the workers after warm-up, second half against first',
    value: percent(growth('workers')),
    mark: '± 5 %',
    good: Math.abs(growth('workers')) <= 0.05,
  },
  { what: 'throughput against the engine alone, median', value: percent(median(ratios)), mark: '≥ 95 %', good: median(ratios) >= 0.95 },
]);
const cores = os.availableParallelism();
const table = `| ${minutes} minutes, ${workerCount} workers on ${cores} cores that the service's other parts share | |
| --- | ---: |
| conversions to HTML, of ${pages} pages of text each | ${done} |
| failed | ${failed} |
| pages a second | ${perSecond.toFixed(1)} |
| pages a second and core | ${(perSecond / Math.min(workerCount, cores)).toFixed(1)} |
| resident memory of the API, second half against first | ${residentOf('api')}, ${percent(growth('api'))} |
| resident memory of the workers with their converters, the same | ${residentOf('workers')}, ${percent(growth('workers'))} |
| throughput against the engine alone, median of ${rounds} turns | ${percent(median(ratios))} |`;
console.log(`\n${table}\n`);
if (write)
  writeSection('soak', 'The service at full load', [
    '`npm run soak -- --write`: a queue that never runs dry, through the API, PostgreSQL, Redis, S3 and the sandbox.',
    table,
  ]);
fs.rmSync(files, { recursive: true });
await cluster.stop();
process.exit();
