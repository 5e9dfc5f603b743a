// The specification's load test (6.3.3), by Locust on the service's own processes, while a Prometheus looks on as in a cluster:
// `npm run bench:load`. It brings what it runs on, says what it found, and ends with 1 when a request failed or a panel of the
// dashboard stayed empty.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { startCluster } from '../../scripts/reach/cluster.mjs';
import { callers } from '../../scripts/reach/locust.mjs';
import { freePort } from '../../scripts/reach/parts.mjs';
import { startPrometheus } from '../../scripts/reach/prometheus.mjs';
import { makeTenants } from '../../scripts/reach/tenants.mjs';
import { setUpKubectl, setUpPrometheus, setUpRedis } from '../../scripts/setup.mjs';
import { writeSection } from '../report.mjs';
import { table } from '../statistics.mjs';
import { draw, panelsOf, written } from './panels.mjs';

const { values: options } = parseArgs({
  options: {
    clients: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '60' },
    workers: { type: 'string', default: '2' },
    // Puts the figures into docs/benchmarks.md, and the dashboard into docs/images/load.svg.
    write: { type: 'boolean', default: false },
  },
});
const [clients, seconds, workerCount] = [options.clients, options.seconds, options.workers].map(Number);
setUpRedis();
setUpPrometheus();
const kubectl = setUpKubectl() ?? 'kubectl';

const root = fileURLToPath(new URL('../..', import.meta.url));
const overlay = spawnSync(kubectl, ['kustomize', path.join(root, 'k8s/overlays/prod')], { encoding: 'utf8', maxBuffer: 2 ** 26 });
const objects = parseAllDocuments(overlay.stdout).map((document) => document.toJS());

const metricsPort = await freePort();
const cluster = await startCluster({
  workers: workerCount,
  env: { ODE_AUTH: 'keys' },
  apiEnv: { ODE_METRICS_PORT: String(metricsPort) },
});
const { database, api, workers } = cluster;
const [key] = await makeTenants(database.url, ['load']);
const prometheus = await startPrometheus(objects, {
  'ode-api': [`127.0.0.1:${metricsPort}`],
  'ode-worker': workers.map(({ url }) => new URL(url).host),
});

const begun = Math.floor(Date.now() / 1000);
const { conversions, job, health } = await callers({ url: api.url, key, clients, seconds });
// What the last scrape has not seen.
await sleep(2000);
const ended = Math.floor(Date.now() / 1000);
const dashboard = JSON.parse(objects.find(({ metadata }) => metadata.name === 'ode-dashboard').data['ode.json']);
const drawn = await panelsOf(prometheus, dashboard.panels, 'ode', begun, ended);

await prometheus.stop();
await cluster.stop();

const ms = (/** @type {number | undefined} */ value) => `${Math.round(value ?? NaN)} ms`;
const row = (/** @type {string} */ what, /** @type {Record<string, number>} */ found) => [
  what,
  String(found['Request Count']),
  (found['Requests/s'] ?? 0).toFixed(1),
  ...['50%', '95%', '99%', 'Max Response Time'].map((share) => ms(found[share])),
  String(found['Failure Count']),
];
const figures = table(
  ['', 'requests', 'a second', 'p50', 'p95', 'p99', 'most', 'failed'],
  [row(`conversions, ${clients} clients`, conversions), row('the job’s record', job), row('`/healthz`, 20 a second', health)],
);
const panels = table(
  ['panel', 'series', 'least – most', 'last'],
  drawn.map(({ panel, lines }) => {
    const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
    const show = (/** @type {number} */ value) => written(value, panel.fieldConfig.defaults.unit);
    const last = lines.map(({ points }) => show(points.at(-1)?.[1] ?? NaN)).slice(0, 3);
    return [
      panel.title,
      String(lines.length),
      values.length ? `${show(Math.min(...values))} – ${show(Math.max(...values))}` : 'empty',
      last.join(', '),
    ];
  }),
);
console.log(`${figures}\n\n${panels}`);
const svg = draw(drawn, ended - begun);
if (options.write) {
  fs.writeFileSync(path.join(root, 'docs/images/load.svg'), svg);
  writeSection('load', 'A hundred clients at once', [
    `Locust's ${clients} clients convert a page of one line by one call each, and ask for the job's record, for ${seconds} s: on one API process and ${workerCount} workers, with PostgreSQL, Redis, an S3 server, Prometheus and Locust itself on the same two threads (\`npm run bench:load -- --write\`). A conversion's time is almost all its wait for its turn. The specification's 50 ms for the health are for an API with processors of its own: here it has what the rest leaves.`,
    figures,
    "The dashboard's panels, from a Prometheus that asked the processes meanwhile:",
    '![Requests, queue, conversions by outcome, times and memory over the run](images/load.svg)',
    panels,
  ]);
}
const empty = drawn.filter(({ lines }) => !lines.length).map(({ panel }) => panel.title);
if (empty.length) console.error(`Empty: ${empty.join(', ')}`);
process.exit(empty.length || [conversions, job, health].some((found) => found['Failure Count']) || !conversions['Request Count'] ? 1 : 0);
