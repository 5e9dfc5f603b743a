/*
 * What the scaler reads is what waits. KEDA's redis trigger asks for the type of the key `listName` and then for its
 * length (its documentation, "Redis Lists": lists, sets, hashes and sorted sets); the key comes from the manifest, the
 * jobs from the real queue on a real Redis.
 */
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRedis, type Backend } from '../../server/test/backends.js';
import { openQueue, type ConversionQueue } from '../../server/src/queue/index.js';
import { overlay, STAGES } from '../manifests/kustomize.js';
import { find, type ScaledObject } from '../manifests/objects.js';

let backend: Backend;
let redis: Redis;
let queue: ConversionQueue;
beforeAll(async () => {
  backend = await startRedis();
  redis = new Redis(backend.url);
  queue = await openQueue({ kind: 'redis', url: backend.url }, '', () => undefined);
});
afterAll(async () => {
  await queue.close();
  redis.disconnect();
  await backend.stop();
});

/** The metric that a stage's scaler would report. */
async function metric(stage: (typeof STAGES)[number]): Promise<number> {
  const trigger = find<ScaledObject>(overlay(stage), 'ScaledObject', 'ode-worker').spec.triggers[0];
  if (trigger?.type !== 'redis') throw new Error('the workers are scaled by something else');
  const { listName = '', databaseIndex = '0' } = trigger.metadata;
  const client = redis.duplicate({ db: Number(databaseIndex) });
  try {
    const type = await client.type(listName);
    const length = { list: 'llen', none: 'llen', set: 'scard', hash: 'hlen', zset: 'zcard' }[type];
    return Number(await client.call(length ?? '', listName));
  } finally {
    client.disconnect();
  }
}

test('an empty queue is zero', async () => {
  expect(await metric('prod')).toBe(0);
});

test('500 jobs that wait are 500', async () => {
  await Promise.all(Array.from({ length: 500 }, (_, i) => queue.add(`dummy-${i}`)));
  expect((await queue.counts()).waiting).toBe(500);
  for (const stage of STAGES) expect(await metric(stage)).toBe(500);
});

test('jobs at hand and jobs that are put off do not wait', async () => {
  const other = new Queue('conversions', { connection: { url: backend.url } });
  await other.add('convert', { id: 'later' }, { delay: 60_000 });
  await other.close();
  let begun = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const worker = queue.work(
    async () => {
      begun++;
      await held;
    },
    { concurrency: 20 },
  );
  while (begun < 20) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await metric('prod')).toBe(480);
  const closed = worker.close();
  release();
  await closed;
});
