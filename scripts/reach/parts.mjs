// What a cluster stands on: a real PostgreSQL, Redis and S3 server, each at an address at which it can be made to fail.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import S3rver from 's3rver';
import { startEmbeddedPostgres } from '../../server/dist/db/embedded.js';

/** How often Redis's file is looked at, in milliseconds. */
const LOOK_MS = 100;

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

/**
 * Redis as it should be set. `restart` kills it. What the system had not written by then, at AOF everysec the last second, it `lose`s
 * when it is told to, or all it has.
 */
export async function startRedis() {
  const data = folder();
  const port = await freePort();
  const begin = async () => {
    const address = ['--port', port, '--bind', '127.0.0.1', '--dir', data];
    const args = [...address, '--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
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
  // How long what has been appended was, up to a second ago. A kill alone loses nothing: the system has it.
  const sizes = [];
  const look = setInterval(() => {
    const appended = path.join(data, 'appendonlydir');
    const name = fs.existsSync(appended) && fs.readdirSync(appended).findLast((one) => one.endsWith('.incr.aof'));
    if (!name) return;
    const file = path.join(appended, name);
    sizes.push({ file, size: fs.statSync(file).size });
    if (sizes.length > 1000 / LOOK_MS) sizes.shift();
  }, LOOK_MS);
  return {
    folder: data,
    url: `redis://127.0.0.1:${relay.port}`,
    delay: relay.delay,
    /** @param {number} awayMs @param {{ lose?: 'last second' | 'all' }} [options] */
    async restart(awayMs, { lose } = {}) {
      const [{ file, size } = {}] = sizes;
      sizes.length = 0;
      await end();
      if (lose === 'all') fs.rmSync(data, { recursive: true, force: true });
      if (lose === 'last second' && fs.existsSync(file ?? '')) fs.truncateSync(file, size);
      fs.mkdirSync(data, { recursive: true });
      await sleep(awayMs);
      server = await begin();
    },
    async stop() {
      clearInterval(look);
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
