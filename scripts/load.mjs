// `npm run load`: Locust's clients convert documents as fast as they are answered, while the service's health is asked for all the
// time; then one tenant queues ten thousand conversions, and another one. `-- --clients 100 --seconds 60 --workers 2
// --queued 10000`. Ends by itself.
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onePage } from '../deploy/smoke.mjs';
import { startCluster } from './reach/cluster.mjs';
import { options, report } from './reach/command.mjs';
import { callers } from './reach/locust.mjs';
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

let memory = 0;
const watching = setInterval(() => (memory = Math.max(memory, residentMb(api.pid()))), 500);
const { conversions, job: record, health } = await callers({ url: api.url, key: first, clients, seconds });
clearInterval(watching);
const kinds = [conversions, record, health];
const failed = kinds.reduce((sum, found) => sum + found['Failure Count'], 0);
console.log(
  `${conversions['Request Count']} conversions by ${clients} clients in ${seconds} s, health asked ${health['Request Count']} times`,
);

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

const milliseconds = (value) => `${value.toFixed(0)} ms`;
report([
  { what: 'conversions', value: conversions['Request Count'], mark: '≥ 1', good: conversions['Request Count'] > 0 },
  { what: 'requests that failed', value: failed, mark: '0', good: failed === 0 },
  { what: 'health, p50', value: milliseconds(health['50%']), good: true },
  { what: 'health, p99', value: milliseconds(health['99%']), mark: '< 50 ms', good: health['99%'] < 50 },
  { what: 'a conversion, p50', value: milliseconds(conversions['50%']), good: true },
  { what: 'a conversion, p95', value: milliseconds(conversions['95%']), good: true },
  { what: 'conversions a second', value: conversions['Requests/s'].toFixed(1), good: true },
  { what: 'memory of the API, most', value: `${memory.toFixed(0)} MiB`, good: true },
  { what: `first job of another tenant, ${waiting} waiting`, value: milliseconds(turn), mark: '≤ 2 s', good: turn <= 2000 },
]);

await cluster.stop();
process.exit();
