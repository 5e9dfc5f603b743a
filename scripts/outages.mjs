// `npm run outages`: storage, PostgreSQL and Redis go away, freeze and become slow, one after the other, while conversions are
// submitted. Nothing fails, and work goes on when they are back. `-- --seconds 30 --slow 3 --jobs 20`. Ends by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { onePage } from '../deploy/smoke.mjs';
import { startCluster } from './reach/cluster.mjs';
import { options, report } from './reach/command.mjs';

const { seconds, slow, jobs } = options({ seconds: 30, slow: 3, jobs: 20 });
const cluster = await startCluster();
const { database, redis, storage, api } = cluster;

async function ask(path, body, type, key) {
  const headers = { ...(type && { 'content-type': type }), ...(key && { 'idempotency-key': key }) };
  const answer = await fetch(api.url + path, { method: body ? 'POST' : 'GET', headers, body, signal: AbortSignal.timeout(40_000) });
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), said: await answer.json().catch(() => null) };
}
const { said: document } = await ask('/api/v1/documents?name=outage.pdf', onePage(), 'application/pdf');
let made = 0;
const acknowledged = new Set();
/** Submits until it is acknowledged. What else is answered is kept in `answers`. */
async function submit(answers = []) {
  const key = `job-${made++}`;
  for (;;) {
    try {
      const answer = await ask('/api/v1/jobs', JSON.stringify({ documentId: document.id }), 'application/json', key);
      if (answer.status === 201) return void acknowledged.add(answer.said.id);
      answers.push(answer);
    } catch (error) {
      answers.push({ status: error.name, retryAfter: null });
    }
    await sleep(500);
  }
}
const ended = async () => Number((await database.query("SELECT count(*) FROM job WHERE status IN ('succeeded', 'failed')"))[0].count);
const allEnd = async () => {
  for (const patience = Date.now() + 120_000; (await ended().catch(() => 0)) < acknowledged.size && Date.now() < patience;)
    await sleep(100);
};

const parts = { storage, PostgreSQL: database, Redis: redis };
const lines = [];
/** `begin` starts the trouble and resolves when it is over. */
async function trouble(name, during) {
  const answers = [];
  await Promise.all(Array.from({ length: jobs }, () => submit()));
  const running = during();
  await sleep(500);
  const late = Array.from({ length: jobs }, () => submit(answers));
  await running;
  const over = Date.now();
  const before = await ended().catch(() => 0);
  await submit();
  const back = (Date.now() - over) / 1000;
  while ((await ended().catch(() => 0)) <= before && Date.now() - over < 60_000) await sleep(50);
  const resumed = (Date.now() - over) / 1000;
  await Promise.all(late);
  await allEnd();
  const wrong = answers.filter(({ status, retryAfter }) => status !== 503 || !(Number(retryAfter) > 0));
  console.log(
    `${name}: answers again after ${back.toFixed(1)} s, converts after ${resumed.toFixed(1)} s; ${answers.length} told to come again`,
  );
  lines.push(
    {
      what: `${name}: answers that were no 503 with Retry-After`,
      value: wrong.length ? JSON.stringify(wrong.slice(0, 3)) : 0,
      mark: '0',
      good: !wrong.length,
    },
    { what: `${name}: answers again`, value: `${back.toFixed(1)} s`, mark: '≤ 5 s', good: back <= 5 },
    { what: `${name}: converts again`, value: `${resumed.toFixed(1)} s`, mark: '≤ 30 s', good: resumed <= 30 },
  );
}
const whileDelayed = (part, ms) => async () => {
  part.delay(ms);
  await sleep(seconds * 1000);
  part.delay(0);
  // What is on its way comes late still.
  await sleep(ms ?? 0);
};
await trouble(`PostgreSQL away ${seconds} s`, () => database.restart(seconds * 1000));
await trouble(`Redis away ${seconds} s`, () => redis.restart(seconds * 1000));
await trouble(`storage away ${seconds} s`, async () => {
  storage.fail('errors');
  await sleep(seconds * 1000);
  storage.fail(null);
});
for (const [name, part] of Object.entries(parts)) {
  await trouble(`${name} frozen ${seconds} s`, whileDelayed(part, null));
  await trouble(`${name} slow by ${slow} s`, whileDelayed(part, slow * 1000));
}

const rows = await database.query('SELECT id, status, error_code FROM job');
const twice = await database.query("SELECT job_id FROM conversion_log WHERE event = 'succeeded' GROUP BY job_id HAVING count(*) > 1");
const failed = rows.filter(({ status }) => status !== 'succeeded');
for (const row of failed.slice(0, 5)) console.log(row);
report([
  ...lines,
  { what: `of ${acknowledged.size} conversions not succeeded`, value: failed.length, mark: '0', good: failed.length === 0 },
  { what: 'conversions that nobody asked for', value: rows.length - acknowledged.size, mark: '0', good: rows.length === acknowledged.size },
  { what: 'ended twice', value: twice.length, mark: '0', good: twice.length === 0 },
]);
await cluster.stop();
process.exit();
