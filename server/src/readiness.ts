import { inTime } from './in-time.js';
import type { Services } from './services.js';

/** How long the answer of a check is good for, in milliseconds: balancers ask often, and from many places. */
const CACHED_MS = 1000;
/** How long a part may take to answer, in milliseconds. */
const PATIENCE_MS = 3000;

/** The answer of GET /readyz. */
export interface Readiness {
  ready: boolean;
  body: { status: 'ok' | 'not-ready' | 'closing'; checks?: Record<string, 'ok' | 'failed'> };
}

/** Asks whether this process can do its work: what it stands on answers, and it is not shutting down. */
export function readiness({ db, queue, storage, log }: Services, closing: AbortSignal): () => Promise<Readiness> {
  const parts = {
    database: () => db.$queryRaw`SELECT 1`,
    queue: () => queue.check(),
    storage: () => storage.check(),
  };
  let last: { at: number; checks: Promise<Record<string, 'ok' | 'failed'>> } | null = null;

  const check = async () => {
    const results = await Promise.all(
      Object.entries(parts).map(async ([name, probe]) => {
        try {
          await inTime(probe(), PATIENCE_MS);
          return [name, 'ok'] as const;
        } catch (error) {
          log.warn({ err: error, part: name }, 'not ready');
          return [name, 'failed'] as const;
        }
      }),
    );
    return Object.fromEntries(results);
  };

  return async () => {
    if (closing.aborted) return { ready: false, body: { status: 'closing' } };
    if (!last || Date.now() - last.at > CACHED_MS) last = { at: Date.now(), checks: check() };
    const checks = await last.checks;
    const ready = Object.values(checks).every((result) => result === 'ok');
    return { ready, body: { status: ready ? 'ok' : 'not-ready', checks } };
  };
}
