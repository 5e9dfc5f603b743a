// `npm run hostile`: wrong files, requests and clients, against a cluster; then stalled uploads; then everything that was written
// is searched for the passwords that were sent. `-- --files 500 --stalled 150 --seed 1`. Ends by itself.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from './reach/cluster.mjs';
import { textPdf, wrongFiles } from './reach/documents.mjs';
import { options, report } from './reach/command.mjs';
import { percentile, randomOf } from './reach/numbers.mjs';
import { folder } from './reach/parts.mjs';
import { residentMb } from './reach/processes.mjs';

const { files, stalled, seed, workers: workerCount } = options({ files: 500, stalled: 150, seed: 1, workers: 2 });
const random = randomOf(seed);
const logs = folder();
const scratch = folder();
const cluster = await startCluster({
  workers: workerCount,
  logs,
  env: {
    ODE_SECRET_KEYS: `hostile:${Buffer.alloc(32, seed).toString('base64')}`,
    ODE_JOB_SECONDS: '20',
    LOG_LEVEL: 'trace',
    TMPDIR: scratch,
  },
});
const { database, redis, storage, api } = cluster;
const { hostname, port } = new URL(api.url);
const statuses = {};
const note = (what, status) => {
  const key = `${what}: ${status}`;
  statuses[key] = (statuses[key] ?? 0) + 1;
  return status;
};
async function post(what, at, body, headers = {}) {
  try {
    const answer = await fetch(api.url + at, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf', ...headers },
      body,
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    note(what, answer.status);
    return { status: answer.status, said: text.startsWith('{') ? JSON.parse(text) : null };
  } catch {
    note(what, 'no answer');
    return { status: 0, said: null };
  }
}
const memory = [];
const watching = setInterval(() => memory.push(residentMb(api.pid())), 500);

// Wrong files, each converted.
const jobs = [];
const before = residentMb(api.pid());
for (const { what, bytes } of wrongFiles(files, random)) {
  const { status, said } = await post(what, `/api/v1/documents?name=${encodeURIComponent(`${what} \u202e.pdf`)}`, bytes);
  if (status !== 201) continue;
  const submitted = await post(`${what}, submitted`, '/api/v1/jobs', JSON.stringify({ documentId: said.id }), {
    'content-type': 'application/json',
  });
  if (submitted.status === 201) jobs.push(submitted.said.id);
}
/** What is no request, or breaks off, or comes slowly. */
function raw(lines, { stay = 0 } = {}) {
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname);
    let said = '';
    socket.on('data', (chunk) => (said += chunk));
    socket.on('error', () => undefined).on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0)));
    socket.write(lines);
    setTimeout(() => socket.destroy(), stay || 5000);
  });
}
const head = (length, more = '') =>
  `POST /api/v1/documents HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/pdf\r\ncontent-length: ${length}\r\n${more}\r\n`;
for (let i = 0; i < Math.ceil(files / 25); i++) {
  note('cut upload', await raw(`${head(1_000_000)}%PDF-1.7\n${'x'.repeat(1000 * i)}`, { stay: 200 }));
  note('no HTTP', await raw('\x16\x03\x01\x02\x00\x01\x00'));
  note('two lengths', await raw(`${head(5, 'content-length: 6\r\n')}%PDF-`));
  note('huge header', await raw(head(5, `x: ${'y'.repeat(100_000)}\r\n`)));
}
const json = { 'content-type': 'application/json' };
for (const [what, at, body, headers] of [
  ['NUL in a title', '/api/v1/jobs', '{"documentId":"01900000-0000-7000-8000-000000000000","options":{"title":"\\u0000"}}', json],
  ['half a surrogate', '/api/v1/jobs', '{"documentId":"01900000-0000-7000-8000-000000000000","options":{"password":"\\ud800"}}', json],
  ['no JSON', '/api/v1/jobs', '{', json],
  ['an array', '/api/v1/jobs', '[]', json],
  ['an unknown option', '/api/v1/jobs', '{"documentId":"01900000-0000-7000-8000-000000000000","options":{"x":1}}', json],
  ['a prototype', '/api/v1/jobs', '{"__proto__":{"documentId":1}}', json],
  ['no PDF', '/api/v1/documents', 'hello', {}],
  ['nothing', '/api/v1/documents', '', {}],
  ['another type', '/api/v1/documents', '%PDF-1.7', { 'content-type': 'text/plain' }],
  ['a folder in a name', '/api/v1/documents?name=../../etc/passwd', textPdf(1, 1), {}],
  ['line ends in a name', '/api/v1/documents?name=a%0d%0ax%3a%20b', textPdf(1, 1), {}],
  ['a wrong idempotency key', '/api/v1/documents', textPdf(1, 1), { 'idempotency-key': 'x'.repeat(300) }],
])
  await post(what, at, body, headers);

const ended = async () => {
  const rows = await database.query("SELECT status, error_code, count(*) FROM job WHERE status NOT IN ('queued', 'running') GROUP BY 1, 2");
  return { rows, count: rows.reduce((sum, { count }) => sum + Number(count), 0) };
};
const patience = Date.now() + 60_000 + files * 2000;
while ((await ended()).count < jobs.length && Date.now() < patience) await sleep(500);
const ends = await ended();
for (const { status, error_code: code, count } of ends.rows) console.log(`${count} ${status}${code ? `: ${code}` : ''}`);
const stuck = jobs.length - ends.count;
const ours = ends.rows.filter(({ error_code: code }) => ['internal', 'worker-lost', 'engine-crashed', 'converter-killed'].includes(code));
clearInterval(watching);

// Stalled uploads: almost all of seven megabytes each, then nothing.
await sleep(2000);
const calm = residentMb(api.pid());
const sockets = await Promise.all(
  Array.from({ length: stalled }, async () => {
    const socket = net.connect(Number(port), hostname).on('error', () => undefined);
    socket.write(head(7_000_000));
    socket.write(Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(6_900_000, 'x')]));
    return socket;
  }),
);
// While it still comes they do not stand still yet.
for (const end = Date.now() + 60_000; Date.now() < end && sockets.some((socket) => socket.writableLength > 0);) await sleep(200);
await sleep(5000);
const refused = sockets.filter((socket) => socket.destroyed || socket.bytesRead > 0).length;
const held = residentMb(api.pid()) - calm;
const health = [];
for (let i = 0; i < 50; i++) {
  const begun = performance.now();
  await fetch(`${api.url}/healthz`).then((answer) => answer.arrayBuffer());
  health.push(performance.now() - begun);
}
for (const socket of sockets) socket.destroy();
// They had all places that one tenant may have, which it gets back when the server has noticed that they are gone.
await sleep(3000);

// Passwords, right and wrong ones, of what succeeds, fails, is cancelled, and waits while a part is away.
const secrets = Array.from({ length: 20 }, (_, i) => `Secret-${seed}-${i}-${Math.floor(random() * 1e9)}`);
// What may be stored in clear, and is: the search has to find it.
const control = `Control-${seed}-${Math.floor(random() * 1e9)}`;
const { said: document } = await post('a document', `/api/v1/documents?name=${control}.pdf`, textPdf(2));
storage.fail('errors');
const locked = [];
for (const password of secrets) {
  const { said } = await post('with a password', '/api/v1/jobs', JSON.stringify({ documentId: document.id, options: { password } }), json);
  if (said?.id) locked.push(said.id);
}
await fetch(`${api.url}/api/v1/jobs/${locked[0]}/cancel`, { method: 'POST' });
await post(
  'with a password, refused',
  '/api/v1/jobs',
  JSON.stringify({ documentId: document.id, options: { password: `${secrets[0]}\0` } }),
  json,
);
await redis.restart(500);
await sleep(3000);
storage.fail(null);
const total = jobs.length + locked.length;
while ((await ended()).count < total && Date.now() < patience + 120_000) await sleep(500);
const sealed = Number((await database.query('SELECT count(*) FROM job WHERE sealed_password IS NOT NULL'))[0].count);
await database.query('CHECKPOINT').catch(() => undefined);
let searched = 0;
let controls = 0;
const found = [];
for (const place of [database.folder, redis.folder, storage.folder, logs, scratch])
  for (const name of fs.readdirSync(place, { recursive: true })) {
    const file = path.join(place, String(name));
    try {
      if (!fs.statSync(file).isFile()) continue;
      const bytes = fs.readFileSync(file);
      searched++;
      if (bytes.includes(control)) controls++;
      if (secrets.some((secret) => bytes.includes(secret))) found.push(file);
    } catch {
      // It went meanwhile.
    }
  }
for (const file of found) console.log(`a password in ${file}`);
const left = fs
  .readdirSync(scratch, { recursive: true })
  .map(String)
  .filter((name) => /job-|\.part|incoming|document\.pdf|result$/.test(name));

const fives = Object.entries(statuses).filter(([key]) => /: 5\d\d$/.test(key));
console.log(
  `\n${Object.entries(statuses)
    .map(([key, times]) => `${times} × ${key}`)
    .join('\n')}\n`,
);
report([
  {
    what: 'answers of 500 and above',
    value: fives.map(([key, times]) => `${times} × ${key}`).join(', ') || 0,
    mark: '0',
    good: fives.length === 0,
  },
  { what: `of ${jobs.length} conversions of wrong files not ended`, value: stuck, mark: '0', good: stuck === 0 },
  {
    what: 'ended as if by the service’s own fault',
    value: ours.map(({ error_code: code, count }) => `${count} × ${code}`).join(', ') || 0,
    mark: '0',
    good: ours.length === 0,
  },
  { what: 'memory of the API over all that', value: `${before.toFixed(0)} → ${Math.max(...memory).toFixed(0)} MiB`, good: true },
  { what: `memory that ${stalled} stalled uploads cost`, value: `${held.toFixed(0)} MiB`, mark: '≤ 64 MiB', good: held <= 64 },
  { what: 'health meanwhile, p99', value: `${percentile(health, 0.99).toFixed(0)} ms`, good: true },
  { what: 'stalled uploads that were refused', value: refused, mark: '0', good: refused === 0 },
  { what: 'files in which the search finds what it must', value: controls, mark: '≥ 1', good: controls > 0 },
  {
    what: `of ${secrets.length} conversions with a password not taken`,
    value: secrets.length - locked.length,
    mark: '0',
    good: locked.length === secrets.length,
  },
  { what: 'passwords still in the database', value: sealed, mark: '0', good: sealed === 0 },
  { what: `of ${searched} files with a password in clear`, value: found.length, mark: '0', good: found.length === 0 },
  { what: 'temporary files left', value: left.length, mark: '0', good: left.length === 0 },
]);
await cluster.stop();
fs.rmSync(logs, { recursive: true, force: true });
fs.rmSync(scratch, { recursive: true, force: true });
process.exit();
