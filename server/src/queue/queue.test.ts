import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, startPostgres, startRedis, type Backend } from '../../test/backends.js';
import type { Config } from '../config.js';
import { openQueue, type ConversionQueue } from './index.js';

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

  test('gives each token to a worker once, and forgets it', async () => {
    let done = 0;
    const worker = queue.work(async () => void done++, { concurrency: 4 });
    await Promise.all(Array.from({ length: 20 }, () => queue.add(randomUUID())));
    await eventually(() => done >= 20);
    await eventually(empty);
    expect(done).toBe(20);
    await worker.close();
  });

  test('a token that waits already is not added again', async () => {
    const id = randomUUID();
    await queue.add(id);
    await queue.add(id);
    expect((await queue.counts()).waiting).toBe(1);
    await queue.remove(id);
    expect(await empty()).toBe(true);
    await queue.remove(id);
  });

  test('is filled up to as many as should wait, and trimmed', async () => {
    await queue.add(randomUUID());
    expect(await queue.fill(2500)).toBe(2499);
    expect(await queue.fill(2000)).toBe(0);
    expect((await queue.counts()).waiting).toBe(2500);
    await queue.trim(700);
    expect((await queue.counts()).waiting).toBe(1800);
    await queue.trim(1000);
    await queue.trim(1000);
    expect(await empty()).toBe(true);
  });

  test('says what waits in Prometheus’s format', async () => {
    const id = randomUUID();
    await queue.add(id);
    expect(await queue.prometheusMetrics()).toMatch(/^bullmq_job_count\{queue="conversions", state="waiting"\} 1$/m);
    await queue.remove(id);
    await queue.check();
  });
}

describe('on PostgreSQL', () => {
  contract(startPostgres, ({ url }) => ({ config: { kind: 'postgres' }, databaseUrl: url }));

  test('a worker that begins while PostgreSQL hangs up on it begins when it does not any more', async () => {
    const postgres = await startPostgres();
    let away = false;
    let hungUp = 0;
    const line = net.createServer((near) => {
      near.on('error', () => undefined);
      if (away) return void (hungUp++, near.destroy());
      const far = net.connect(Number(new URL(postgres.url).port), '127.0.0.1').on('error', () => near.destroy());
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
    const url = new URL(postgres.url);
    url.port = String((line.address() as net.AddressInfo).port);
    const queue = await openQueue({ kind: 'postgres' }, url.href, () => undefined);
    await queue.add(randomUUID());
    away = true;
    let done = 0;
    const worker = queue.work(async () => void done++, { concurrency: 1 });
    await eventually(() => hungUp > 1);
    expect(done).toBe(0);
    away = false;
    await eventually(() => done === 1);
    await worker.close();
    await queue.close();
    line.close();
    await postgres.stop();
  });
});
describe('on Redis', () => {
  contract(startRedis, ({ url }) => ({ config: { kind: 'redis', url }, databaseUrl: '' }));

  test('a worker that is told to stop while Redis is gone finishes its work, and stops', async () => {
    const redis = await startRedis();
    const queue = await openQueue({ kind: 'redis', url: redis.url }, '', () => undefined);
    let finish = () => {};
    let begun = false;
    const worker = queue.work(
      () => {
        begun = true;
        return new Promise((resolve) => (finish = resolve));
      },
      { concurrency: 1 },
    );
    await queue.add(randomUUID());
    await eventually(() => begun);
    await redis.stop();
    let closed = false;
    const closing = worker.close().then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(closed).toBe(false);
    finish();
    await closing;
    await queue.close();
  });

  test('does not keep anyone waiting when Redis is gone', async () => {
    const redis = await startRedis();
    const queue = await openQueue({ kind: 'redis', url: redis.url }, '', () => undefined);
    await redis.stop();
    await expect(queue.add(randomUUID())).rejects.toThrow();
    await expect(queue.check()).rejects.toThrow();
    await queue.close();
  });
});
