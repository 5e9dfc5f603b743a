/*
 * What a rollout or a smaller scale does to conversions at hand: a real worker gets SIGTERM in the middle of a long
 * document, with the manifests' grace, and with none.
 */
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, s3Environment, startPostgres, startRedis, startS3, type Backend } from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import type { AppRouter } from '../../server/src/router/index.js';
import { overlay } from '../manifests/kustomize.js';
import { container, find, type Workload } from '../manifests/objects.js';
import { startOde, status, type OdeProcess } from '../processes/ode.js';

const PAGES = 4000;
const GRACE = container(find<Workload>(overlay('prod'), 'Deployment', 'ode-worker')).env?.find(
  ({ name }) => name === 'ODE_GRACE_SECONDS',
)?.value;

let backends: Backend[];
let env: Record<string, string>;
let api: OdeProcess;
beforeAll(async () => {
  const [postgres, redis, s3] = (backends = await Promise.all([startPostgres(), startRedis(), startS3()])) as [Backend, Backend, Backend];
  env = {
    ODE_MODE: 'cluster',
    ODE_AUTH: 'open',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ...s3Environment(s3),
    ODE_DRAIN_SECONDS: '0',
  };
  api = await startOde('serve', env);
});
afterAll(async () => {
  await api.stop();
  await Promise.all(backends.map((backend) => backend.stop()));
});

/** A worker in the middle of a document, told to stop. */
async function interrupted(grace: string) {
  const answer = await fetch(`${api.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: new Uint8Array(makePdf({ pages: PAGES })),
  });
  const { id: documentId } = (await answer.json()) as { id: string };
  const trpc = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${api.url}/api/trpc` })] });
  const { id } = await trpc.jobs.submit.mutate({ documentId });
  const job = () => trpc.jobs.get.query({ id });
  const starts = async () => (await trpc.jobs.log.query({ id })).filter(({ event }) => event === 'started').length;
  const worker = await startOde('work', { ...env, ODE_GRACE_SECONDS: grace });
  await eventually(async () => (await job()).status === 'running');
  const ended = worker.stop();
  return { worker, ended, job, starts };
}

test('with the grace of the manifests it finishes what it has, and is not ready meanwhile', async () => {
  const { worker, ended, job, starts } = await interrupted(GRACE ?? '');
  await eventually(async () => (await status(`${worker.url}/readyz`)) === 503);
  expect(await ended).toBe(0);
  expect(await job()).toMatchObject({ status: 'succeeded', progress: { done: PAGES, total: PAGES } });
  expect(await starts()).toBe(1);
});

test('without, it gives the job back, and another does it', async () => {
  const { ended, job, starts } = await interrupted('0');
  expect(await ended).toBe(0);
  expect(await job()).toMatchObject({ status: 'queued' });
  const other = await startOde('work', env);
  await eventually(async () => (await job()).status === 'succeeded', 60);
  expect(await starts()).toBe(2);
  await other.stop();
});
