import type { Prisma } from './generated/client.js';
import type { Transaction } from './tenant.js';

/** Who can be asked: the whole database, or a tenant's part of it. */
type Asked = Pick<Transaction, '$queryRaw'>;

/** Times that a window is divided into. */
export const BINS = 60;

/** One time of the window: what ended in it, and what waited and ran at its end. */
export interface Bin {
  at: string;
  succeeded: number;
  failed: number;
  cancelled: number;
  /** Of conversions that succeeded in it. */
  pages: number;
  queued: number;
  running: number;
}

export interface Failure {
  code: string;
  /** Of the latest one. */
  message: string;
  count: number;
  lastAt: string;
}

/** Seconds from the beginning of a conversion to its end, of those that succeeded. */
export interface Duration {
  format: string;
  count: number;
  p50: number;
  p95: number;
}

export interface Statistics {
  now: { queued: number; running: number; oldestQueuedSeconds: number | null };
  /** Seconds. */
  binSeconds: number;
  bins: Bin[];
  failures: Failure[];
  durations: Duration[];
}

/** A row changes when its job ends, so the index of the last change leads to all that ended since. */
const ENDED = ['succeeded', 'failed', 'cancelled'] as const;

/**
 * What happened in the last `minutes`, of one tenant or with null of all. Jobs that were deleted, with their documents,
 * are counted no more; one that was tried again counts as it ended last.
 */
export async function readStatistics(db: Asked, tenantId: string | null, minutes: number): Promise<Statistics> {
  const binSeconds = (minutes * 60) / BINS;
  // The last of them holds this moment.
  const end = (Math.floor(Date.now() / 1000 / binSeconds) + 1) * binSeconds;
  const since = new Date((end - BINS * binSeconds) * 1000);
  const [now] = await db.$queryRaw<{ queued: number; running: number; oldest: number | null }[]>`
    SELECT count(*) FILTER (WHERE status = 'queued')::int AS queued, count(*) FILTER (WHERE status = 'running')::int AS running,
      extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'queued'))::float8 AS oldest
    FROM job WHERE status IN ('queued', 'running') AND (${tenantId}::uuid IS NULL OR tenant_id = ${tenantId}::uuid)`;
  const counted = await db.$queryRaw<{ bin: number; what: string; count: number; pages: number }[]>`
    WITH recent AS (
      SELECT * FROM job
      WHERE (status IN ('queued', 'running') OR status = ANY (${[...ENDED]}::job_status[]) AND updated_at >= ${since}::timestamptz)
        AND (${tenantId}::uuid IS NULL OR tenant_id = ${tenantId}::uuid)),
    events AS (
      SELECT created_at AS at, 'created' AS what, 0 AS pages FROM recent
      UNION ALL SELECT coalesce(started_at, finished_at), 'left', 0 FROM recent WHERE status <> 'queued'
      UNION ALL SELECT started_at, 'started', 0 FROM recent WHERE started_at IS NOT NULL AND status <> 'queued'
      UNION ALL SELECT finished_at, 'stopped', 0 FROM recent WHERE started_at IS NOT NULL AND finished_at IS NOT NULL
      UNION ALL SELECT finished_at, status::text, CASE status WHEN 'succeeded' THEN pages_done ELSE 0 END FROM recent WHERE finished_at IS NOT NULL)
    SELECT floor(extract(epoch FROM at - ${since}::timestamptz) / ${binSeconds}::float8)::int AS bin, what, count(*)::int AS count, sum(pages)::int AS pages
    FROM events WHERE at >= ${since}::timestamptz GROUP BY 1, 2`;
  const failures = await db.$queryRaw<{ code: string; message: string | null; count: number; last: Date }[]>`
    SELECT error_code AS code, count(*)::int AS count, max(finished_at) AS last,
      (array_agg(error_message ORDER BY finished_at DESC))[1] AS message
    FROM job WHERE status = 'failed' AND updated_at >= ${since}::timestamptz AND finished_at >= ${since}::timestamptz
      AND (${tenantId}::uuid IS NULL OR tenant_id = ${tenantId}::uuid)
    GROUP BY 1 ORDER BY 2 DESC, 1`;
  const durations = await db.$queryRaw<Duration[]>`
    SELECT format, count(*)::int AS count,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at))::float8 AS p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at))::float8 AS p95
    FROM job WHERE status = 'succeeded' AND updated_at >= ${since}::timestamptz AND finished_at >= ${since}::timestamptz AND started_at IS NOT NULL
      AND (${tenantId}::uuid IS NULL OR tenant_id = ${tenantId}::uuid)
    GROUP BY format ORDER BY format`;
  const { queued = 0, running = 0, oldest = null } = now ?? {};
  return {
    now: { queued, running, oldestQueuedSeconds: oldest },
    binSeconds,
    bins: binsOf(counted, { queued, running }, since, binSeconds),
    failures: failures.map(({ code, message, count, last }) => ({
      code: code ?? 'internal',
      message: message ?? '',
      count,
      lastAt: last.toISOString(),
    })),
    durations,
  };
}

/** What waited and ran at the end of each bin follows backwards from what does now. */
function binsOf(
  counted: { bin: number; what: string; count: number; pages: number }[],
  now: { queued: number; running: number },
  since: Date,
  binSeconds: number,
): Bin[] {
  const of = new Map(counted.map(({ bin, what, count, pages }) => [`${bin} ${what}`, { count, pages }]));
  const bins: Bin[] = [];
  let { queued, running } = now;
  for (let bin = BINS - 1; bin >= 0; bin--) {
    const count = (what: string) => of.get(`${bin} ${what}`)?.count ?? 0;
    bins.unshift({
      at: new Date(since.getTime() + bin * binSeconds * 1000).toISOString(),
      succeeded: count('succeeded'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      pages: of.get(`${bin} succeeded`)?.pages ?? 0,
      queued: Math.max(0, queued),
      running: Math.max(0, running),
    });
    queued -= count('created') - count('left');
    running -= count('started') - count('stopped');
  }
  return bins;
}

/** Failed jobs of a tenant, those of one code or all: what may be tried again. */
export const failedJobs = (tenantId: string, code?: string): Prisma.JobWhereInput => ({
  tenantId,
  status: 'failed',
  ...(code !== undefined && { errorCode: code }),
});
