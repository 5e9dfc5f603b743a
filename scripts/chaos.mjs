// `npm run chaos`: jobs go through a cluster whose parts are killed, restarted, emptied and made to fail at random; then
// every acknowledged job is looked at. `-- --jobs 5000 --workers 4 --minutes 30 --seed 1`. Ends by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { onePage } from '../deploy/smoke.mjs';
import { startCluster } from './reach/cluster.mjs';
import { options, report } from './reach/command.mjs';
import { percentile, randomOf } from './reach/numbers.mjs';

const { jobs: wanted, workers: workerCount, minutes, seed, every } = options({ jobs: 5000, workers: 4, minutes: 30, seed: 1, every: 6 });
const deadline = Date.now() + minutes * 60_000;

const random = randomOf(seed);
const pick = (list) => list[Math.floor(random() * list.length)];

const cluster = await startCluster({
  apis: 2,
  workers: workerCount,
  env: { ODE_SECRET_KEYS: `chaos:${Buffer.alloc(32, seed).toString('base64')}` },
});
const { database, redis, storage, apis, workers } = cluster;

/** Asks until it is answered, by one API or the other; the key makes that one request. */
async function insist(path, body, type, key) {
  for (;;) {
    try {
      const answer = await fetch(pick(apis).url + path, {
        method: 'POST',
        headers: { 'content-type': type, 'idempotency-key': key },
        body,
        signal: AbortSignal.timeout(15_000),
      });
      const said = await answer.json();
      if (answer.status === 201) return said.id;
      if (answer.status < 500) throw Object.assign(new Error(JSON.stringify(said)), { final: true });
      refusals++;
    } catch (error) {
      if (error.final) throw error;
    }
    if (Date.now() > deadline) throw new Error('nothing is acknowledged any more');
    await sleep(200);
  }
}

let refusals = 0;
const acknowledged = new Set();
const ended = async () =>
  Number((await database.query("SELECT count(*) FROM job WHERE status IN ('succeeded', 'failed', 'cancelled')"))[0].count);

const faults = {
  'worker killed': async () => pick(workers).kill(),
  'API killed': async () => pick(apis).kill(),
  'Redis restarted': () => redis.restart(1000),
  'Redis restarted without its last second': () => redis.restart(500, { lose: 'last second' }),
  'Redis emptied': () => redis.restart(500, { lose: 'all' }),
  'PostgreSQL restarted': () => database.restart(2000),
  'storage answers 500': async () => {
    storage.fail('errors');
    await sleep(4000);
    storage.fail(null);
  },
  'storage cuts': async () => {
    storage.fail('cuts');
    await sleep(4000);
    storage.fail(null);
  },
};

let done = false;
const recoveries = [];
const counts = {};
async function chaos() {
  while (!done && Date.now() < deadline) {
    await sleep(every * 1000 * (0.5 + random()));
    if (done) return;
    const name = pick(Object.keys(faults));
    await faults[name]();
    counts[name] = (counts[name] ?? 0) + 1;
    const healed = Date.now();
    const before = await ended().catch(() => null);
    // Back is when the next job ends; at the end of the queue there is none.
    while (!done && Date.now() < deadline) {
      const now = await ended().catch(() => null);
      if (now !== null && before !== null && now > before) break;
      if (acknowledged.size === now && acknowledged.size === wanted) break;
      await sleep(100);
    }
    recoveries.push((Date.now() - healed) / 1000);
    console.log(
      `${name}: on again after ${recoveries.at(-1).toFixed(1)} s; ${await ended().catch(() => '?')} of ${acknowledged.size} ended`,
    );
  }
}

const started = Date.now();
const documentId = await insist('/api/v1/documents?name=chaos.pdf', onePage(), 'application/pdf', 'document');
const running = chaos();
let next = 0;
await Promise.all(
  Array.from({ length: 8 }, async () => {
    while (next < wanted) {
      const body = JSON.stringify({ documentId, priority: next % 3 });
      acknowledged.add(await insist('/api/v1/jobs', body, 'application/json', `job-${next++}`));
    }
  }),
);
console.log(`${acknowledged.size} acknowledged after ${((Date.now() - started) / 1000).toFixed(0)} s`);
while (Date.now() < deadline && (await ended().catch(() => 0)) < acknowledged.size) await sleep(500);
done = true;
await running;
const rows = await database.query('SELECT id, status, error_code, result_key, sealed_password FROM job');
const needed = new Set(rows.flatMap(({ result_key: key }) => key ?? []));
// Objects of attempts that came to nothing are swept half a minute later.
for (const patience = Date.now() + 70_000; Date.now() < patience; await sleep(1000))
  if (storage.keys().every((key) => !key.startsWith('results/') || needed.has(key))) break;
const byId = new Map(rows.map((row) => [row.id, row]));
const successes = await database.query("SELECT job_id, count(*) FROM conversion_log WHERE event = 'succeeded' GROUP BY job_id");
const kept = storage.keys();
const results = kept.filter((key) => key.startsWith('results/'));
const lost = [...acknowledged].filter((id) => !byId.has(id)).length;
const stuck = rows.filter(({ status }) => status === 'queued' || status === 'running').length;
const failed = rows.filter(({ status }) => status === 'failed');
const seconds = (Date.now() - started) / 1000;
console.log(
  `\n${rows.length} jobs in ${seconds.toFixed(0)} s, ${workerCount} workers, seed ${seed}; ${refusals} answers said to come again`,
);
console.log(
  `faults: ${Object.entries(counts)
    .map(([name, count]) => `${count} × ${name}`)
    .join(', ')}`,
);
for (const { id, error_code: code } of failed.slice(0, 10)) console.log(`failed: ${id} ${code}`);
report([
  { what: 'acknowledged jobs lost', value: lost, mark: '0', good: lost === 0 },
  { what: 'jobs that nobody asked for', value: rows.length - acknowledged.size, mark: '0', good: rows.length === acknowledged.size },
  {
    what: 'ended twice',
    value: successes.filter(({ count }) => Number(count) > 1).length,
    mark: '0',
    good: successes.every(({ count }) => Number(count) === 1),
  },
  { what: 'stuck', value: stuck, mark: '0', good: stuck === 0 },
  { what: 'failed (no document is at fault)', value: failed.length, mark: '0', good: failed.length === 0 },
  {
    what: 'results that are not there',
    value: [...needed].filter((key) => !results.includes(key)).length,
    mark: '0',
    good: [...needed].every((key) => results.includes(key)),
  },
  {
    what: 'objects of no job',
    value: results.filter((key) => !needed.has(key)).length,
    mark: '0',
    good: results.every((key) => needed.has(key)),
  },
  { what: 'recovery, worst', value: `${Math.max(0, ...recoveries).toFixed(1)} s`, mark: '≤ 30 s', good: Math.max(0, ...recoveries) <= 30 },
  { what: 'recovery, median', value: `${percentile(recoveries, 0.5).toFixed(1)} s`, good: true },
]);

await cluster.stop();
process.exit();
