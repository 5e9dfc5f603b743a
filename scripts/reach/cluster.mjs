// The service as a cluster: its own processes, which are started again when they end, on a database, a Redis and a storage
// that can be made to fail.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../run.mjs';
import { freePort, startDatabase, startRedis, startStorage } from './parts.mjs';

/** How long processes have to end by themselves, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * Starts all of it. `stop` ends it again, and so does Ctrl-C.
 *
 * @param {{ apis?: number, workers?: number, env?: Record<string, string>, apiEnv?: Record<string, string>, logs?: string }} [wanted]
 *   how many processes of each kind, what they are set to, the APIs alone, and a folder for what they say
 */
export async function startCluster({ apis: apiCount = 1, workers: workerCount = 2, env: more = {}, apiEnv = {}, logs } = {}) {
  const [database, redis, storage] = await Promise.all([startDatabase(), startRedis(), startStorage()]);
  const env = {
    ODE_MODE: 'cluster',
    ODE_AUTH: 'open',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    ...storage.env,
    ODE_DRAIN_SECONDS: '0',
    ...more,
  };
  const logOf = (name) => logs && path.join(logs, `${name}.log`);
  const many = (count, start) => Promise.all(Array.from({ length: count }, (_, i) => start(i)));
  const api = (i) => keepRunning('serve', { ...env, ODE_WORKERS: '0', ...apiEnv }, logOf(`serve-${i}`));
  // The first one makes the tables, which takes all of them no longer than one.
  const apis = await many(apiCount, api);
  const workers = await many(workerCount, (i) => keepRunning('work', { ...env, ODE_WORKERS: '1' }, logOf(`work-${i}`)));
  const stop = async () => {
    await Promise.all([...apis, ...workers].map((process) => process.stop()));
    await Promise.all([database.stop(), redis.stop(), storage.stop()]);
  };
  const interrupted = () => {
    // What the script itself holds open may keep a part from its end.
    setTimeout(() => process.exit(130), 2 * PATIENCE_MS);
    void stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  return { database, redis, storage, apis, workers, api: apis[0], stop };
}

/** A process of the service that is started again whenever it ends. `log`: a file for what it says. */
async function keepRunning(command, env, log) {
  const out = log === undefined ? 'ignore' : fs.openSync(log, 'a');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child;
  let stopping = false;
  const start = () => {
    child = spawn(process.execPath, [path.join(root, 'worker/bin/ode.mjs'), command], {
      // Each conversion is one, although the document is the same.
      env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'silent', ODE_REUSE_RESULTS: 'false', ...env, PORT: String(port) },
      stdio: ['ignore', out, out],
    });
    child.once('exit', () => stopping || setTimeout(() => stopping || start(), 500));
  };
  start();
  for (let tries = 0; !(await answers(`${url}/healthz`)); tries++) {
    if (tries > 600) throw new Error(`ode ${command} does not start`);
    await sleep(100);
  }
  return {
    url,
    pid: () => child.pid,
    kill: () => child.kill('SIGKILL'),
    /** Tells it to end, as a deployment does; another one takes its place. */
    async replace() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await sleep(600);
      while (!(await answers(`${url}/readyz`))) await sleep(100);
    },
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const overdue = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(overdue);
    },
  };
}

async function answers(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
