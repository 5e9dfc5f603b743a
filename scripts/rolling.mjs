// `npm run rolling`: two servers behind a balancer that keeps idle connections are replaced, one after the other, again and again,
// while clients ask. `-- --requests 20000 --clients 20 --least 3`. Ends by itself.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { onePage } from '../deploy/smoke.mjs';
import { startBalancer } from './reach/balancer.mjs';
import { startCluster } from './reach/cluster.mjs';
import { options, report } from './reach/command.mjs';
import { percentile } from './reach/numbers.mjs';

const { requests, clients, least } = options({ requests: 20_000, clients: 20, least: 3 });
// What it converts is of no interest here.
const cluster = await startCluster({ apis: 2, workers: 0, env: { ODE_DRAIN_SECONDS: '3' } });
const { apis } = cluster;
const balancer = await startBalancer(apis.map(({ url }) => url));
const agent = new http.Agent({ keepAlive: true, maxSockets: clients });

function ask(method, path, body, type) {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': type, 'content-length': Buffer.byteLength(body) } : {};
    const request = http.request(balancer.url + path, { method, headers, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => (text += piece));
      answer.on('end', () => resolve({ status: answer.statusCode, text })).on('error', reject);
    });
    request.on('error', reject).end(body);
  });
}
const pdf = onePage();
const { id: documentId } = JSON.parse((await ask('POST', '/api/v1/documents', pdf, 'application/pdf')).text);
const KINDS = [
  () => ask('GET', '/api/v1/limits'),
  () => ask('GET', '/api/v1/jobs?limit=5'),
  () => ask('GET', `/api/v1/documents/${documentId}`),
  () => ask('POST', '/api/v1/jobs', JSON.stringify({ documentId }), 'application/json'),
  () => ask('POST', '/api/v1/documents', pdf, 'application/pdf'),
];
let asked = 0;
let replaced = 0;
const failures = {};
const times = [];
async function client(number) {
  for (let i = number; asked < requests || replaced < least * 2; i++) {
    asked++;
    const begun = performance.now();
    // Reading is what most do.
    const kind = i % 10 < 7 ? i % 3 : 3 + (i % 2);
    try {
      const { status, text } = await KINDS[kind]();
      if (status >= 400) failures[`${status} ${text.slice(0, 80)}`] = (failures[`${status} ${text.slice(0, 80)}`] ?? 0) + 1;
    } catch (error) {
      failures[error.code ?? error.message] = (failures[error.code ?? error.message] ?? 0) + 1;
    }
    times.push(performance.now() - begun);
  }
}
const asking = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
let done = false;
asking.then(() => (done = true));
while (!done) {
  await apis[replaced % 2].replace();
  replaced++;
  // The balancer has to see it before the other one goes.
  while (balancer.ready() < 2) await sleep(100);
  console.log(`${replaced} replaced, ${asked} requests`);
}
await asking;
const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
for (const [what, count] of Object.entries(failures)) console.log(`${count} × ${what}`);
report([
  { what: `of ${asked} requests failed, ${replaced} servers replaced`, value: failed, mark: '0', good: failed === 0 },
  { what: 'a request, p50', value: `${percentile(times, 0.5).toFixed(0)} ms`, good: true },
  { what: 'a request, p99', value: `${percentile(times, 0.99).toFixed(0)} ms`, good: true },
]);
balancer.stop();
agent.destroy();
await cluster.stop();
process.exit();
