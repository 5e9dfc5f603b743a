import type { Database } from './client.js';
import type { Claim } from './jobs.js';

/*
 * Whose turn it is. Of the tenants that have jobs waiting, the one with the fewest at hand comes first, and among
 * those with as many the one whose last turn is longest ago: one tenant's ten thousand jobs cost the next tenant's
 * first one nothing. Within a tenant the higher priority goes first, then the older job.
 */

/** Tenants that are looked at for one claim: those before may have all their jobs put off. */
const TENANTS = 50;

/** A worker takes up the next job; null: none may be. `only`: that one, should it wait. */
export async function claimJob(db: Database, workerId: string | null, only?: string): Promise<Claim | null> {
  const limited = await limitedKeys(db);
  const full = limited.flatMap(({ id, full }) => (full ? id : []));
  for (const tenant of only === undefined ? await turns(db) : [null]) {
    const [row] = await db.$queryRaw<{ id: string; attempt: number }[]>`
      UPDATE job SET status = 'running', attempt = attempt + 1, worker_id = ${workerId}::uuid, started_at = now(),
        pages_done = 0, pages_total = NULL
      WHERE id = (
        SELECT id FROM job
        WHERE status = 'queued' AND (id = ${only ?? null}::uuid OR tenant_id = ${tenant}::uuid AND not_before <= now())
          AND (key_id IS NULL OR NOT key_id = ANY (${full}::uuid[]))
        ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, attempt`;
    if (!row) continue;
    const job = await db.job.findUnique({ where: { id: row.id }, include: { document: true, tenant: true } });
    // Between the two it may have been cancelled, or gone to another worker.
    if (job?.status === 'running' && job.attempt === row.attempt)
      return { job, attempt: row.attempt, limited: job.tenant.maxRunning !== null || limited.some(({ id }) => id === job.keyId) };
  }
  return null;
}

/** Keys of which only so many conversions may run at a time, and whether those are running. */
function limitedKeys(db: Database): Promise<{ id: string; full: boolean }[]> {
  return db.$queryRaw`
    SELECT k.id, (SELECT count(*) FROM job r WHERE r.key_id = k.id AND r.status = 'running') >= k.max_running AS full
    FROM api_key k WHERE k.max_running IS NOT NULL`;
}

/** The tenants whose jobs may be taken up, in turn. Steps from tenant to tenant in the index of what waits. */
async function turns(db: Database): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE waiting AS (
      (SELECT tenant_id FROM job WHERE status = 'queued' ORDER BY tenant_id LIMIT 1)
      UNION ALL
      SELECT (SELECT j.tenant_id FROM job j WHERE j.status = 'queued' AND j.tenant_id > w.tenant_id ORDER BY j.tenant_id LIMIT 1)
      FROM waiting w WHERE w.tenant_id IS NOT NULL)
    SELECT t.id
    FROM waiting w JOIN tenant t ON t.id = w.tenant_id
    CROSS JOIN LATERAL (SELECT count(*) AS running FROM job r WHERE r.tenant_id = t.id AND r.status = 'running') r
    CROSS JOIN LATERAL (SELECT max(s.started_at) AS served FROM job s WHERE s.tenant_id = t.id) s
    WHERE t.max_running IS NULL OR r.running < t.max_running
    ORDER BY r.running, s.served NULLS FIRST LIMIT ${TENANTS}`;
  return rows.map((row) => row.id);
}

/** Counting stops here: who reads the number learns all there is to know from it. */
const MOST_COUNTED = 100_000;

/** How many waiting jobs might be taken up now, were there workers enough. */
export async function runnableJobs(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT coalesce(sum(least(q.waiting, greatest(0, coalesce(t.max_running - r.running, q.waiting)))), 0)::bigint AS count
    FROM (SELECT j.tenant_id, sum(least(j.waiting, greatest(0, coalesce(k.max_running - r.running, j.waiting)))) AS waiting
          FROM (SELECT tenant_id, key_id, count(*) AS waiting
                FROM (SELECT tenant_id, key_id FROM job WHERE status = 'queued' AND not_before <= now() LIMIT ${MOST_COUNTED}) one
                GROUP BY tenant_id, key_id) j
          LEFT JOIN api_key k ON k.id = j.key_id
          CROSS JOIN LATERAL (SELECT count(*) AS running FROM job r WHERE r.key_id = k.id AND r.status = 'running') r
          GROUP BY j.tenant_id) q
    JOIN tenant t ON t.id = q.tenant_id
    CROSS JOIN LATERAL (SELECT count(*) AS running FROM job r WHERE r.tenant_id = t.id AND r.status = 'running') r`;
  return Number(row?.count ?? 0);
}
