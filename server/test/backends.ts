import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** The embedded mode's PostgreSQL, empty. */
export async function startPostgres(): Promise<Backend> {
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

/** Debian's redis-server, set as the service wants it. `npm test` installs it where it is missing. */
export async function startRedis(): Promise<Backend> {
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
      socket.on('close', () => socket.destroy());
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
