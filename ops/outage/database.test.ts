/*
 * TC-02: the API and a worker over a PostgreSQL that goes away and comes back elsewhere, as RDS does when it fails over.
 * Real processes; the database is the embedded one, behind one address.
 */
import fs from 'node:fs';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, s3Environment, startRedis, startS3, temporaryFolder, type Backend } from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import type { AppRouter } from '../../server/src/router/index.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/src/db/embedded.js';
import { startOde, status, type OdeProcess } from '../processes/ode.js';
import { Switchboard } from './switchboard.js';

const data = temporaryFolder();
let board: Switchboard;
let postgres: EmbeddedPostgres;
let redis: Backend;
let s3: Backend;
let api: OdeProcess;
let worker: OdeProcess;

beforeAll(async () => {
  [board, postgres, redis, s3] = await Promise.all([Switchboard.open(), startEmbeddedPostgres(data), startRedis(), startS3()]);
  const url = new URL(postgres.url);
  board.connect(Number(url.port));
  url.port = String(board.port);
  const env = {
    ODE_MODE: 'cluster',
    ODE_AUTH: 'open',
    DATABASE_URL: url.href,
    REDIS_URL: redis.url,
    ...s3Environment(s3),
    ODE_DRAIN_SECONDS: '0',
  };
  [api, worker] = await Promise.all([startOde('serve', env), startOde('work', env)]);
});
afterAll(async () => {
  await Promise.all([api.stop(), worker.stop()]);
  await Promise.all([board.close(), postgres.stop(), redis.stop(), s3.stop()]);
  fs.rmSync(data, { recursive: true, force: true });
});

const trpc = () => createTRPCClient<AppRouter>({ links: [httpLink({ url: `${api.url}/api/trpc` })] });
const ready = async ({ url }: OdeProcess) => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, body: (await answer.json()) as { status: string; checks: Record<string, string> } };
};

const upload = () =>
  fetch(`${api.url}/api/documents`, { method: 'POST', headers: { 'content-type': 'application/pdf' }, body: new Uint8Array(makePdf()) });

async function convert(): Promise<string> {
  const answer = await upload();
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  const job = await trpc().jobs.submit.mutate({ documentId: id });
  return eventually(async () => {
    const { status: state } = await trpc().jobs.get.query({ id: job.id });
    return ['succeeded', 'failed'].includes(state) && state;
  });
}

const NOT_READY = { status: 'not-ready', checks: { database: 'failed', queue: 'ok', storage: 'ok' } };

/** What holds while the database is away, for as long as one looks. */
async function expectOutage() {
  for (const process of [api, worker]) {
    await eventually(async () => (await ready(process)).status === 503);
    expect(await ready(process)).toEqual({ status: 503, body: NOT_READY });
    expect(await status(`${process.url}/healthz`)).toBe(200);
  }
  const metrics = await fetch(`${api.url}/metrics`);
  expect(metrics.status).toBe(200);
  expect(await metrics.text()).toContain('ode_http_request_seconds_count');
}

async function expectRecovery() {
  for (const process of [api, worker]) {
    await eventually(async () => (await ready(process)).status === 200, 60);
    expect(process.child.exitCode).toBe(null);
  }
  expect(await convert()).toBe('succeeded');
}

describe('TC-02', () => {
  test('while the database is there, documents are converted', expectRecovery);

  test('it goes away: 503 on /readyz, and nothing ends; it comes back at another machine: all goes on', async () => {
    await postgres.stop();
    board.cut();
    await expectOutage();
    const refused = await fetch(
      `${api.url}/api/trpc/jobs.get?input=${encodeURIComponent('{"id":"00000000-0000-4000-8000-000000000000"}')}`,
    );
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { data: { errorCode: 'unavailable' } } });
    expect((await upload()).status).toBe(503);
    postgres = await startEmbeddedPostgres(data);
    board.connect(Number(new URL(postgres.url).port));
    await expectRecovery();
  });

  test('it falls silent with its connections open: 503 all the same, and all goes on when they break', async () => {
    board.mute();
    await expectOutage();
    board.cut();
    board.connect(Number(new URL(postgres.url).port));
    await expectRecovery();
  });
});
