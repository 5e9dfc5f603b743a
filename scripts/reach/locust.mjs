// The load test's callers (bench/load/locustfile.py), each kind in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setUpLocust } from '../setup.mjs';
import { root } from '../run.mjs';
import { folder as temporaryFolder } from './parts.mjs';

/**
 * What Locust says of one kind of request: `Request Count`, `Requests/s`, `50%`, `95%`, `99%`, `Max Response Time` (milliseconds),
 * `Failure Count`.
 *
 * @typedef {Record<string, number>} Found
 */

/**
 * Has `clients` callers convert for so many seconds, as fast as they are answered, while another one asks for the health. Two
 * processes: what is late in the one that converts is not late in the one that asks for the health.
 *
 * @param {{ url: string, key: string, clients: number, seconds: number }} load
 * @returns {Promise<{ conversions: Found, job: Found, health: Found }>}
 */
export async function callers({ url, key, clients, seconds }) {
  setUpLocust();
  const [{ convert, job }, { health }] = await Promise.all(
    [
      { user: 'Client', count: clients },
      { user: 'Watcher', count: 1 },
    ].map((kind) => locust({ ...kind, url, key, seconds })),
  );
  return { conversions: convert, job, health };
}

/** @param {{ user: string, count: number, url: string, key: string, seconds: number }} run @returns {Promise<Record<string, Found>>} */
async function locust({ user, count, url, key, seconds }) {
  const folder = temporaryFolder();
  const file = path.join(root, 'bench/load/locustfile.py');
  const args = [
    ...['--headless', '--locustfile', file, '--host', url, '--csv', path.join(folder, 'out')],
    ...['--users', count, '--spawn-rate', count, '--run-time', `${seconds}s`, '--stop-timeout', 60],
    ...['--only-summary', '--loglevel', 'ERROR', user],
  ];
  const child = spawn('locust', args.map(String), { env: { ...process.env, ODE_API_KEY: key }, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.pipe(process.stderr);
  await once(child, 'exit');
  const [head = [], ...rows] = fs
    .readFileSync(path.join(folder, 'out_stats.csv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  fs.rmSync(folder, { recursive: true });
  return Object.fromEntries(rows.map((row) => [row[1], Object.fromEntries(head.map((name, i) => [name, Number(row[i])]))]));
}
