// `npm run kill`: an embedded service, any process of which is killed at any moment, again and again; then everything that was
// acknowledged is looked at. `-- --rounds 100 --seed 1`. Ends by itself.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { options, report } from './reach/command.mjs';
import { textPdf } from './reach/documents.mjs';
import { percentile, randomOf } from './reach/numbers.mjs';
import { folder, freePort } from './reach/parts.mjs';
import { descendants } from './reach/processes.mjs';
import { root } from './run.mjs';

const { rounds, seed, workers } = options({ rounds: 100, seed: 1, workers: 2 });
const random = randomOf(seed);
const data = path.join(folder(), 'data');
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const starts = [];
let service;

const hasEnded = () => service.exitCode !== null || service.signalCode !== null;

/** Resolves when the service is ready: the last kill may have been its database's. */
async function whenReady() {
  const ready = () =>
    fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
      ({ status }) => status === 200,
      () => false,
    );
  for (const patience = Date.now() + 60_000; !(await ready());) {
    if (Date.now() > patience) {
      console.error(`The service (process ${service.pid}, data in ${data}) does not get ready.`);
      process.exit(1);
    }
    if (hasEnded()) return start();
    await sleep(20);
  }
}

async function start() {
  const begun = performance.now();
  service = spawn(
    process.execPath,
    [path.join(root, 'worker/bin/ode.mjs'), 'serve', '--data', data, '--port', String(port), '--workers', String(workers)],
    {
      stdio: 'ignore',
      env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
    },
  );
  await whenReady();
  starts.push((performance.now() - begun) / 1000);
}

/** Processes that have to do with this service, whoever is their parent by now. */
const related = () =>
  fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(data) || fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(data);
      } catch {
        return false;
      }
    });

let asked = 0;
const documents = new Map();
const jobs = new Set();
let working = true;
/** Uploads and submits, without end: what is answered by 201 is acknowledged. */
async function caller() {
  while (working) {
    try {
      const pdf = textPdf(1 + (asked++ % 4), 5, `word${asked}`);
      const answer = await fetch(`${url}/api/v1/documents`, {
        method: 'POST',
        headers: { 'content-type': 'application/pdf', 'idempotency-key': `document-${asked}` },
        body: pdf,
        signal: AbortSignal.timeout(10_000),
      });
      const { id } = await answer.json();
      if (answer.status !== 201) throw new Error('not taken');
      documents.set(id, createHash('sha256').update(pdf).digest('hex'));
      const submitted = await fetch(`${url}/api/v1/jobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `job-${asked}` },
        body: JSON.stringify({ documentId: id, format: ['html', 'text', 'json'][asked % 3] }),
        signal: AbortSignal.timeout(10_000),
      });
      if (submitted.status === 201) jobs.add((await submitted.json()).id);
    } catch {
      // Not acknowledged.
    }
    await sleep(100);
  }
}

await start();
const callers = [caller(), caller()];
const killed = {};
for (let round = 1; round <= rounds; round++) {
  await sleep(200 + 1500 * random());
  const tree = [{ pid: service.pid, name: 'server' }, ...descendants(service.pid)];
  // Every second time the server itself, whose end is the hardest.
  const { pid, name } = random() < 0.5 ? tree[0] : tree[Math.floor(random() * tree.length)];
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    if (hasEnded()) await start();
    continue;
  }
  killed[name] = (killed[name] ?? 0) + 1;
  if (pid === service.pid) {
    await once(service, 'exit').catch(() => undefined);
    await start();
  } else {
    await sleep(500);
    if (hasEnded()) await start();
  }
  if (round % 10 === 0) console.log(`round ${round}: ${documents.size} documents, ${jobs.size} conversions acknowledged`);
}
working = false;
await Promise.all(callers);
await whenReady();

const json = async (at) => (await fetch(url + at)).json();
const wrong = { lost: 0, stuck: 0, failed: 0, damaged: 0, changed: 0 };
for (const [id, sha256] of documents) {
  const document = await json(`/api/v1/documents/${id}`);
  if (document.error) wrong.lost++;
  else if (document.sha256 !== sha256) wrong.changed++;
}
const patience = Date.now() + 180_000;
for (const id of jobs) {
  let job = await json(`/api/v1/jobs/${id}`);
  while ((job.status === 'queued' || job.status === 'running') && Date.now() < patience) {
    await sleep(100);
    job = await json(`/api/v1/jobs/${id}`);
  }
  if (job.error?.code === 'not-found') wrong.lost++;
  else if (job.status === 'queued' || job.status === 'running') wrong.stuck++;
  else if (job.status !== 'succeeded') {
    wrong.failed++;
    console.log(id, job.error);
  } else {
    const result = Buffer.from(await (await fetch(url + job.result.url)).arrayBuffer());
    if (createHash('sha256').update(result).digest('hex') !== job.result.sha256) wrong.damaged++;
  }
}
const ended = once(service, 'exit');
service.kill('SIGTERM');
await ended;
await sleep(1000);
const orphans = related();
console.log(
  `\n${rounds} rounds, seed ${seed}; killed: ${Object.entries(killed)
    .map(([name, times]) => `${times} × ${name}`)
    .join(', ')}`,
);
report([
  { what: `of ${documents.size} documents and ${jobs.size} conversions lost`, value: wrong.lost, mark: '0', good: wrong.lost === 0 },
  { what: 'documents that are not what was sent', value: wrong.changed, mark: '0', good: wrong.changed === 0 },
  { what: 'stuck', value: wrong.stuck, mark: '0', good: wrong.stuck === 0 },
  { what: 'failed (no document is at fault)', value: wrong.failed, mark: '0', good: wrong.failed === 0 },
  { what: 'damaged results', value: wrong.damaged, mark: '0', good: wrong.damaged === 0 },
  { what: 'processes left behind', value: orphans.length, mark: '0', good: orphans.length === 0 },
  { what: 'start after a kill, median', value: `${percentile(starts, 0.5).toFixed(1)} s`, good: true },
  { what: 'start after a kill, worst', value: `${Math.max(...starts).toFixed(1)} s`, mark: '≤ 5 s', good: Math.max(...starts) <= 5 },
]);
fs.rmSync(path.dirname(data), { recursive: true, force: true });
process.exit();
