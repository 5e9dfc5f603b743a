import { beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type Backend } from '../../test/backends.js';
import { RateLimiter } from './rate-limit.js';

const MINUTE = 1_000_000 * 60_000;

describe('in one process', () => {
  test('each caller’s requests are counted for a minute', async () => {
    const limiter = new RateLimiter({ kind: 'postgres' });
    expect(await limiter.count('a', MINUTE)).toEqual({ count: 1, reset: 60 });
    expect(await limiter.count('a', MINUTE + 59_500)).toEqual({ count: 2, reset: 1 });
    expect(await limiter.count('b', MINUTE + 59_500)).toEqual({ count: 1, reset: 1 });
    expect(await limiter.count('a', MINUTE + 60_000)).toEqual({ count: 1, reset: 60 });
  });
});

describe('on Redis', () => {
  let redis: Backend;
  beforeAll(async () => {
    redis = await startRedis();
  });

  test('servers count together, and each by itself while Redis is away', async () => {
    const [one, other] = [new RateLimiter({ kind: 'redis', url: redis.url }), new RateLimiter({ kind: 'redis', url: redis.url })];
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await one.count('a', MINUTE)).count).toBe(1);
    expect((await other.count('a', MINUTE)).count).toBe(2);
    expect((await one.count('a', MINUTE)).count).toBe(3);
    await redis.stop();
    expect((await other.count('a', MINUTE)).count).toBe(2);
    one.close();
    other.close();
  });
});
