// What chaos, load and soak run on: a real PostgreSQL, Redis and S3 server, each at an address at which it can be made to
// fail, and the service's own processes, which are started again when they end, as a cluster does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import S3rver from 's3rver';
import { startEmbeddedPostgres } from '../../server/dist/db/embedded.js';
import { root } from '../run.mjs';

export const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'ode-reach-'));

export async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** PostgreSQL behind an address that stays, as RDS's does. `restart` ends it at once and brings it back. */
export async function startDatabase() {
  const data = folder();
  let postgres = await startEmbeddedPostgres(data);
  const relay = await startRelay(() => Number(new URL(postgres.url).port));
  const url = new URL(postgres.url);
  url.port = String(relay.port);
  const db = new pg.Pool({ connectionString: url.href, max: 2, connectionTimeoutMillis: 3000, query_timeout: 10_000 });
  db.on('error', () => undefined);
  return {
    folder: data,
    url: url.href,
    query: async (text, values) => (await db.query(text, values)).rows,
    delay: relay.delay,
    async restart(awayMs) {
      relay.cut();
      await postgres.stop();
      await sleep(awayMs);
      postgres = await startEmbeddedPostgres(data);
    },
    async stop() {
      await db.end();
      relay.close();
      await postgres.stop();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/** An address that stays and leads to a port. What comes back is `delay`ed by so many milliseconds; null: for ever. */
async function startRelay(portOf) {
  let delayMs = 0;
  const sockets = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(portOf(), '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => (sockets.delete(socket), other.destroy()));
    }
    near.pipe(far);
    // In order: each piece waits for those before it.
    let last = Promise.resolve();
    far.on('data', (piece) => {
      const wait = delayMs;
      if (wait === null) return;
      last = last.then(() => (wait ? sleep(wait) : undefined)).then(() => void near.write(piece));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: server.address().port,
    delay(ms) {
      // What was swallowed is missed: those connections are of no use any more.
      if (delayMs === null) cut();
      delayMs = ms;
    },
    cut,
    close() {
      server.close();
      cut();
    },
  };
}

/** Redis as it should be set. `restart` kills it: with AOF everysec it may lose its last second; `forget` all it has. */
export async function startRedis() {
  const data = folder();
  const port = await freePort();
  const begin = async () => {
    const args = [
      '--port',
      port,
      '--bind',
      '127.0.0.1',
      '--dir',
      data,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--maxmemory-policy',
      'noeviction',
    ];
    const child = spawn('redis-server', args.map(String), { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries++) {
      const socket = net.connect(port, '127.0.0.1');
      const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(
        () => false,
      );
      socket.destroy();
      if (open) return child;
      await sleep(50);
    }
    throw new Error('redis-server does not start');
  };
  let server = await begin();
  const end = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  const relay = await startRelay(() => port);
  return {
    folder: data,
    url: `redis://127.0.0.1:${relay.port}`,
    delay: relay.delay,
    async restart(awayMs, { forget = false } = {}) {
      await end();
      if (forget) fs.rmSync(data, { recursive: true, force: true });
      fs.mkdirSync(data, { recursive: true });
      await sleep(awayMs);
      server = await begin();
    },
    async stop() {
      relay.close();
      await end();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/** An S3 server behind one that answers 500 in its place, or cuts connections in the middle, when it is told to. */
export async function startStorage() {
  const data = folder();
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: data,
    configureBuckets: [{ name: 'documents', configs: [] }],
  });
  const { port } = await server.run();
  let fault = null;
  let delayMs = 0;
  const front = http.createServer(async (request, response) => {
    if (delayMs === null) return;
    if (delayMs) await sleep(delayMs);
    if (fault === 'errors') {
      request.resume();
      return void response.writeHead(500).end('<Error><Code>InternalError</Code></Error>');
    }
    const back = http.request(
      { port, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        if (fault === 'cuts') return void answer.once('data', () => request.socket.destroy());
        answer.pipe(response);
      },
    );
    back.on('error', () => request.socket.destroy());
    request.on('error', () => back.destroy());
    request.pipe(back);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    folder: data,
    env: {
      S3_BUCKET: 'documents',
      S3_REGION: 'us-east-1',
      S3_ENDPOINT: `http://127.0.0.1:${front.address().port}`,
      S3_FORCE_PATH_STYLE: 'true',
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    },
    fail: (how) => (fault = how),
    delay(ms) {
      if (delayMs === null) front.closeAllConnections();
      delayMs = ms;
    },
    /** The keys of all objects. */
    keys() {
      const at = path.join(data, 'documents');
      const files = fs.readdirSync(at, { recursive: true }).map((file) => String(file).replaceAll(path.sep, '/'));
      return files.filter((file) => file.endsWith('._S3rver_object')).map((file) => file.slice(0, -'._S3rver_object'.length));
    },
    async stop() {
      front.closeAllConnections();
      front.close();
      await server.close();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A process of the service that is started again whenever it ends. `log`: a file for what it says. */
export async function keepRunning(command, env, log) {
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
      const overdue = setTimeout(() => child.kill('SIGKILL'), 30_000);
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

/** Resident memory of a process, in MiB (proc(5)). */
export function residentMb(pid) {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** The processes below one, with what they are. */
export function descendants(pid) {
  const found = [];
  const visit = (at) => {
    const list = `/proc/${at}/task/${at}/children`;
    const children = fs.existsSync(list) ? fs.readFileSync(list, 'utf8') : '';
    for (const child of children.trim().split(' ').filter(Boolean).map(Number)) {
      try {
        found.push({ pid: child, name: fs.readFileSync(`/proc/${child}/comm`, 'utf8').trim() });
      } catch {
        continue;
      }
      visit(child);
    }
  };
  visit(pid);
  return found;
}

/** Resident memory of a process and all below it, in MiB. */
export function treeMb(pid) {
  return [{ pid }, ...descendants(pid)].reduce((sum, { pid: one }) => {
    try {
      return sum + residentMb(one);
    } catch {
      return sum;
    }
  }, 0);
}

/** Mulberry32: numbers below 1, the same for the same seed. */
export function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const median = (values) => percentile(values, 0.5);

/** The value at a share of a list, in order. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** The numbers of the command line: `--jobs 100`. */
export function options(defaults) {
  const given = process.argv.slice(2);
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      const at = given.indexOf(`--${name}`);
      const number = at < 0 ? value : Number(given[at + 1]);
      if (!Number.isFinite(number)) throw new Error(`--${name} must be a number`);
      return [name, number];
    }),
  );
}

/**
 * Prints what was measured against its mark; the process ends with 1 when one is missed. With `--counts-only` times and shares are
 * printed and do not count: on a machine that does other things too they say little.
 */
export function report(lines) {
  const counts = process.argv.includes('--counts-only') ? lines.filter(({ mark = '' }) => !/\d (ms|s|%)$/.test(mark)) : lines;
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const { what, value, mark, good } of lines)
    console.log(`${good ? '✓' : '✗'} ${what.padEnd(width)}  ${value}${mark ? `  (mark: ${mark})` : ''}`);
  if (counts.some(({ good }) => !good)) process.exitCode = 1;
}
