import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import S3rver from 's3rver';
import { startEmbeddedPostgres } from '../src/db/embedded.js';

/** Something that runs for the length of a test. */
export interface Backend {
  url: string;
  stop(): Promise<void>;
}

/** A folder that is the test's own. */
export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'ode-test-'));
}

/** The embedded mode's PostgreSQL, empty; in CI, an empty database of the one at ODE_TEST_DATABASE_URL. */
export async function startPostgres(): Promise<Backend> {
  const { ODE_TEST_DATABASE_URL } = process.env;
  if (ODE_TEST_DATABASE_URL) return databaseAt(ODE_TEST_DATABASE_URL);
  const folder = temporaryFolder();
  const postgres = await startEmbeddedPostgres(folder);
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty database. It stays: the server is CI's own, and goes after the run. */
async function databaseAt(server: string): Promise<Backend> {
  const name = `ode_test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, stop: async () => undefined };
}

/**
 * Debian's redis-server, set as the service wants it, which `npm test` installs where it is missing; in CI, an empty
 * database of the one at ODE_TEST_REDIS_URL.
 */
export async function startRedis(): Promise<Backend> {
  const { ODE_TEST_REDIS_URL } = process.env;
  if (ODE_TEST_REDIS_URL) return redisAt(ODE_TEST_REDIS_URL);
  const folder = temporaryFolder();
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const server = spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  const failed = new Promise<never>((_, reject) => {
    server.once('error', () => reject(new Error('There is no redis-server on this machine: run `npm test`, which installs it.')));
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
  failed.catch(() => undefined);
  await Promise.race([answers(port), failed]);
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty database behind a relay, which is what stops. */
async function redisAt(server: string): Promise<Backend> {
  const client = new Redis(server);
  // Of its 16 the first counts who has had one: tests that run at the same time get different ones.
  const database = 1 + ((await client.incr('ode-test-databases')) % 15);
  await client.config('SET', 'maxmemory-policy', 'noeviction');
  await client.select(database);
  await client.flushdb();
  await client.quit();

  const { hostname, port } = new URL(server);
  const sockets = new Set<net.Socket>();
  const relay = net.createServer((near) => {
    const far = net.connect(Number(port || 6379), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket.on('error', () => other.destroy()).on('close', () => other.destroy()));
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(relay.address() as net.AddressInfo).port}/${database}`,
    stop: async () => {
      relay.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What the s3rver package answers to; its one bucket is `documents`. */
export async function startS3(): Promise<Backend> {
  const folder = temporaryFolder();
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'documents', configs: [] }],
  });
  const { port } = await server.run();
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Settings for a bucket of `startS3`, as environment variables. */
export function s3Environment({ url }: Backend) {
  // s3rver knows these two keys only.
  return {
    S3_BUCKET: 'documents',
    S3_REGION: 'us-east-1',
    S3_ENDPOINT: url,
    S3_FORCE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      // Also one that was given up before it was connected: on a busy machine that happens.
      socket.on('close', () => resolve(false));
      socket.unref();
      setTimeout(() => socket.destroy(), 200);
    });
    if (open) return;
    await sleep(30);
  }
}

/** Waits until something holds; fails after `seconds`. */
export async function eventually<T>(
  what: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await what();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`This did not come true within ${seconds} s: ${what}`);
    await sleep(50);
  }
}
