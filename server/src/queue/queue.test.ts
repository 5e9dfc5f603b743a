import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, startPostgres, startRedis, type Backend } from '../../test/backends.js';
import type { Config } from '../config.js';
import { Hopeless, openQueue, type ConversionQueue, type QueuedJob } from './index.js';

/** Every driver keeps this contract. */
function contract(start: () => Promise<Backend>, settings: (backend: Backend) => { config: Config['queue']; databaseUrl: string }) {
  let backend: Backend;
  const open = () => openQueue(settings(backend).config, settings(backend).databaseUrl, () => undefined);
  let queue: ConversionQueue;
  beforeAll(async () => {
    backend = await start();
    queue = await open();
  });
  afterAll(async () => {
    await queue.close();
    await backend.stop();
  });

  const empty = async () => Object.values(await queue.counts()).every((count) => count === 0);

  test('gives each job to a worker once, with its password, and forgets it', async () => {
    const jobs: QueuedJob[] = Array.from({ length: 20 }, () => ({ id: randomUUID(), password: 'secret' }));
    const done: QueuedJob[] = [];
    const worker = queue.work(async (job) => void done.push(job), { concurrency: 4 });
    await Promise.all(jobs.map((job) => queue.add(job)));
    await eventually(() => done.length >= 20);
    await eventually(empty);
    expect(done.map((job) => job.id).sort()).toEqual(jobs.map((job) => job.id).sort());
    expect(done.every((job) => job.password === 'secret')).toBe(true);
    await worker.close();
  });

  test('a job that waits already is not added again', async () => {
    const id = randomUUID();
    await queue.add({ id });
    await queue.add({ id });
    expect((await queue.counts()).waiting).toBe(1);
    await queue.remove(id);
    expect(await empty()).toBe(true);
    await queue.remove(id);
  });

  test('a job that fails is tried again; the third time is the last', async () => {
    const tries: boolean[] = [];
    const worker = queue.work(
      async (_job, { lastTry }) => {
        tries.push(lastTry);
        throw new Error('no luck');
      },
      { concurrency: 1 },
    );
    await queue.add({ id: randomUUID() });
    await eventually(() => tries.length === 3);
    await eventually(empty);
    expect(tries).toEqual([false, false, true]);
    await worker.close();
  });

  test('a hopeless job is not tried again', async () => {
    let tries = 0;
    const worker = queue.work(
      async () => {
        tries++;
        throw new Hopeless('never');
      },
      { concurrency: 1 },
    );
    await queue.add({ id: randomUUID() });
    await eventually(() => tries > 0);
    await eventually(empty);
    expect(tries).toBe(1);
    await worker.close();
  });

  test('a job of a worker that gives no sign of life goes to another', async () => {
    const id = randomUUID();
    const other = await open();
    let taken = false;
    let released = () => {};
    const dead = other.work(
      () => {
        taken = true;
        return new Promise((resolve) => (released = resolve));
      },
      { concurrency: 1, lockMs: 1000, stalledMs: 60_000 },
    );
    await queue.add({ id });
    await eventually(() => taken);
    // Closed by force, it renews no lock.
    await dead.close(true);
    const got: string[] = [];
    const heir = queue.work(async (job) => void got.push(job.id), { concurrency: 1, lockMs: 1000, stalledMs: 500 });
    await eventually(() => got.length > 0);
    expect(got).toEqual([id]);
    await heir.close();
    released();
    await other.close();
  });

  test('says what waits in Prometheus’s format', async () => {
    const id = randomUUID();
    await queue.add({ id });
    expect(await queue.prometheusMetrics()).toMatch(/^bullmq_job_count\{queue="conversions", state="waiting"\} 1$/m);
    await queue.remove(id);
    await queue.check();
  });
}

describe('on PostgreSQL', () => contract(startPostgres, ({ url }) => ({ config: { kind: 'postgres' }, databaseUrl: url })));
describe('on Redis', () => {
  contract(startRedis, ({ url }) => ({ config: { kind: 'redis', url }, databaseUrl: '' }));

  test('does not keep anyone waiting when Redis is gone', async () => {
    const redis = await startRedis();
    const queue = await openQueue({ kind: 'redis', url: redis.url }, '', () => undefined);
    await redis.stop();
    await expect(queue.add({ id: randomUUID() })).rejects.toThrow();
    await expect(queue.check()).rejects.toThrow();
    await queue.close();
  });
});
