// `npm run load`: clients convert documents as fast as they are answered, while the service's health is asked for all the
// time; then one tenant queues ten thousand conversions, and another one. `-- --clients 100 --seconds 60 --workers 2
// --queued 10000`. Ends by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { onePage } from '../deploy/smoke.mjs';
import { startCluster } from './reach/cluster.mjs';
import { options, report } from './reach/command.mjs';
import { percentile } from './reach/numbers.mjs';
import { residentMb } from './reach/processes.mjs';
import { makeTenants } from './reach/tenants.mjs';

const { clients, seconds, workers: workerCount, queued } = options({ clients: 100, seconds: 60, workers: 2, queued: 10_000 });
const cluster = await startCluster({ workers: workerCount, env: { ODE_AUTH: 'keys' } });
const { database, api } = cluster;
const [first, second] = await makeTenants(database.url, ['first', 'second']);

async function ask(method, path, key, body, type) {
  const headers = { authorization: `Bearer ${key}`, ...(type && { 'content-type': type }) };
  const answer = await fetch(api.url + path, { method, headers, body, signal: AbortSignal.timeout(70_000) });
  return { status: answer.status, text: await answer.text(), job: answer.headers.get('x-job-id') };
}
const json = async (method, path, key, value) =>
  JSON.parse((await ask(method, path, key, value && JSON.stringify(value), value && 'application/json')).text);

// Conversions by one call each.
const end = Date.now() + seconds * 1000;
const times = [];
const statuses = {};
const health = [];
const memory = [];
async function client() {
  while (Date.now() < end) {
    const begun = performance.now();
    const { status } = await ask('POST', '/api/v1/convert?wait=60', first, onePage(), 'application/pdf').catch(() => ({ status: 'none' }));
    times.push(performance.now() - begun);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
}
async function watch() {
  while (Date.now() < end) {
    const begun = performance.now();
    await fetch(`${api.url}/healthz`).then((answer) => answer.arrayBuffer());
    health.push(performance.now() - begun);
    memory.push(residentMb(api.pid()));
    await sleep(50);
  }
}
await Promise.all([watch(), ...Array.from({ length: clients }, client)]);
const wrong = Object.entries(statuses).filter(([status]) => status !== '200' && status !== '202');
const milliseconds = (value) => `${value.toFixed(0)} ms`;
console.log(`${times.length} conversions by ${clients} clients in ${seconds} s: ${JSON.stringify(statuses)}`);

// Ten thousand of one tenant, then one of another.
const { id: documentId } = JSON.parse((await ask('POST', '/api/v1/documents', first, onePage(), 'application/pdf')).text);
await json('POST', '/api/v1/batches', first, { documentIds: Array(queued).fill(documentId) });
const { id: other } = JSON.parse((await ask('POST', '/api/v1/documents', second, onePage(), 'application/pdf')).text);
await sleep(3000);
const { id } = await json('POST', '/api/v1/jobs', second, { documentId: other });
let job;
do {
  await sleep(50);
  job = await json('GET', `/api/v1/jobs/${id}`, second);
} while (job.startedAt === null);
const [{ count: waiting }] = await database.query("SELECT count(*) FROM job WHERE status = 'queued'");
const turn = Date.parse(job.startedAt) - Date.parse(job.createdAt);

report([
  {
    what: 'answers that were none, or refusals',
    value: wrong.map(([status, count]) => `${count} × ${status}`).join(', ') || 0,
    mark: '0',
    good: wrong.length === 0,
  },
  { what: 'health, p50', value: milliseconds(percentile(health, 0.5)), good: true },
  { what: 'health, p99', value: milliseconds(percentile(health, 0.99)), mark: '< 50 ms', good: percentile(health, 0.99) < 50 },
  { what: 'a conversion, p50', value: milliseconds(percentile(times, 0.5)), good: true },
  { what: 'a conversion, p95', value: milliseconds(percentile(times, 0.95)), good: true },
  { what: 'conversions a second', value: (times.length / seconds).toFixed(1), good: true },
  { what: 'memory of the API, most', value: `${Math.max(...memory).toFixed(0)} MiB`, good: true },
  { what: `first job of another tenant, ${waiting} waiting`, value: milliseconds(turn), mark: '≤ 2 s', good: turn <= 2000 },
]);

await cluster.stop();
process.exit();
