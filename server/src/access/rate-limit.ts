import { Redis } from 'ioredis';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';
import { OdeServiceError } from '../contract/index.js';
import { inTime } from '../in-time.js';

/** The window that requests are counted in, in milliseconds. */
const WINDOW_MS = 60_000;
/** How long Redis may take; then this process counts by itself. */
const PATIENCE_MS = 200;

/** Counts requests by caller: in Redis, where all servers count together, or in this process. */
export class RateLimiter {
  private readonly redis: Redis | null;
  private counts = new Map<string, number>();
  private window = 0;

  constructor(queue: Config['queue']) {
    this.redis =
      queue.kind === 'redis'
        ? new Redis(queue.url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, connectTimeout: 3000, commandTimeout: PATIENCE_MS })
        : null;
    // Without Redis it counts by itself; readiness tells of it.
    this.redis?.on('error', () => undefined);
  }

  /** How many requests the caller has made in this minute, with these `more`; and seconds until the next minute. */
  async count(actor: string, now = Date.now(), more = 1): Promise<{ count: number; reset: number }> {
    const window = Math.floor(now / WINDOW_MS);
    const reset = Math.ceil(((window + 1) * WINDOW_MS - now) / 1000);
    if (window !== this.window) {
      this.window = window;
      this.counts.clear();
    }
    const own = (this.counts.get(actor) ?? 0) + more;
    this.counts.set(actor, own);
    if (!this.redis) return { count: own, reset };
    const key = `ode:rate:${actor}:${window}`;
    const together = await inTime(
      this.redis
        .multi()
        .incrby(key, more)
        .pexpire(key, 2 * WINDOW_MS)
        .exec(),
      PATIENCE_MS,
    ).catch(() => null);
    return { count: Number(together?.[0]?.[1] ?? own), reset };
  }

  close(): void {
    this.redis?.disconnect();
  }
}

/**
 * Refuses a caller that asks more often in a minute than its key may, or than ODE_RATE_LIMIT says, and tells each how many are
 * left (the headers of draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRates(app: FastifyInstance, { rateLimit, queue }: Pick<Config, 'rateLimit' | 'queue'>): void {
  let limiter: RateLimiter | null = null;
  app.addHook('onClose', async () => limiter?.close());
  app.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config;
    if (access === undefined || access === 'public') return;
    // Who is not known is refused for that, and cheaply.
    const principal = await request.authenticate().catch(() => null);
    const limits = [rateLimit, principal?.rateLimit ?? null].filter((one) => one !== null);
    if (!principal || !limits.length) return;
    const limit = Math.min(...limits);
    limiter ??= new RateLimiter(queue);
    // Each procedure of a batch of tRPC is a request: their names stand in the path, with commas between.
    const more = access === 'procedures' ? request.url.replace(/\?.*$/, '').split(/,|%2c/i).length : 1;
    const { count, reset } = await limiter.count(principal.actor, Date.now(), more);
    const left = Math.max(0, limit - count);
    reply.headers({
      'ratelimit-policy': `"requests";q=${limit};w=${WINDOW_MS / 1000}`,
      ratelimit: `"requests";r=${left};t=${reset}`,
    });
    if (count <= limit) return;
    reply.header('retry-after', reset);
    throw new OdeServiceError('rate-limited');
  });
}
