/*
 * What conversions stand on goes away in the middle of a queue, refuses or falls silent, and comes back: no job pays for
 * it, passwords are kept, and a worker that is told to stop meanwhile stops.
 */
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, s3Environment, startPostgres, startRedis, startS3, type Backend } from '../../server/test/backends.js';
import { makePdf, PASSWORD } from '../../server/test/pdf.js';
import type { AppRouter } from '../../server/src/router/index.js';
import { startOde, status, type OdeProcess } from '../processes/ode.js';
import { Switchboard } from './switchboard.js';

/** Long enough that whatever is tried meanwhile has failed. */
const AWAY_MS = 6000;
/**
 * Three times what it may take on a machine that has nothing else to do: recovery that is broken takes six minutes, or
 * does not come at all.
 */
const BACK_SECONDS = 90;

let backends: Backend[];
const boards: Record<string, { board: Switchboard; port: number }> = {};
let env: Record<string, string>;
let api: OdeProcess;
let worker: OdeProcess;

async function behind(name: string, url: string): Promise<string> {
  const at = new URL(url);
  const board = await Switchboard.open();
  boards[name] = { board, port: Number(at.port) };
  board.connect(Number(at.port));
  at.port = String(board.port);
  return at.href.replace(/\/$/, '');
}

beforeAll(async () => {
  const [postgres, redis, s3] = (backends = await Promise.all([startPostgres(), startRedis(), startS3()])) as [Backend, Backend, Backend];
  env = {
    ODE_MODE: 'cluster',
    ODE_AUTH: 'open',
    DATABASE_URL: await behind('PostgreSQL', postgres.url),
    REDIS_URL: await behind('Redis', redis.url),
    ...s3Environment({ ...s3, url: await behind('S3', s3.url) }),
    ODE_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    ODE_DRAIN_SECONDS: '0',
    ODE_GRACE_SECONDS: '1',
  };
  [api, worker] = await Promise.all([startOde('serve', env), startOde('work', env)]);
});
afterAll(async () => {
  for (const { board, port } of Object.values(boards)) board.connect(port);
  await Promise.all([api.stop(), worker.stop()]);
  await Promise.all(Object.values(boards).map(({ board }) => board.close()));
  await Promise.all(backends.map((backend) => backend.stop()));
});

const trpc = () => createTRPCClient<AppRouter>({ links: [httpLink({ url: `${api.url}/api/trpc` })] });

async function upload(locked = false): Promise<string> {
  const answer = await fetch(`${api.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: new Uint8Array(makePdf({ locked })),
  });
  return ((await answer.json()) as { id: string }).id;
}

const outages = ['S3', 'PostgreSQL', 'Redis'].flatMap((name) => [
  [name, 'refuses', (board: Switchboard) => board.cut()] as const,
  [name, 'falls silent', (board: Switchboard) => board.mute()] as const,
]);

describe.each(outages)('%s %s', (name, _how, fail) => {
  test('no job fails or loses its password, and all end soon after', async () => {
    const [open, locked] = [await upload(), await upload(true)];
    const submit = (documentId: string, password?: string) => trpc().jobs.submit.mutate({ documentId, options: { password } });
    const jobs = await Promise.all(Array.from({ length: 24 }, (_, i) => (i % 3 ? submit(open) : submit(locked, PASSWORD))));
    const states = () => Promise.all(jobs.map(async ({ id }) => (await trpc().jobs.get.query({ id })).status));
    await eventually(async () => (await states()).includes('succeeded'), BACK_SECONDS);
    const { board, port } = boards[name]!;
    fail(board);
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    expect(await status(`${api.url}/healthz`)).toBe(200);
    expect((await fetch(`${api.url}/metrics`)).status).toBe(200);
    board.cut();
    board.connect(port);
    await eventually(async () => {
      const all: string[] = await states().catch(() => []);
      if (all.includes('failed')) throw new Error('a job failed');
      return all.length > 0 && all.every((state) => state === 'succeeded');
    }, BACK_SECONDS);
  }, 240_000);

  test('a worker that is told to stop meanwhile stops', async () => {
    const other = await startOde('work', env);
    const { board, port } = boards[name]!;
    fail(board);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    try {
      expect(await Promise.race([other.stop(), new Promise((resolve) => setTimeout(resolve, BACK_SECONDS * 1000, 'still there'))])).toBe(0);
    } finally {
      other.child.kill('SIGKILL');
      board.cut();
      board.connect(port);
      await eventually(async () => (await status(`${api.url}/readyz`)) === 200, BACK_SECONDS);
    }
  }, 240_000);
});
