import { OdeServiceError } from '../contract/index.js';
import type { Database } from './client.js';
import { MOST_LOSSES } from './jobs.js';

/** How often a worker says that it lives, and after what silence its jobs go to others, in milliseconds. */
export const HEARTBEAT_MS = 3000;
export const SILENCE_MS = 12_000;

/** Says that a worker lives. By the database's clock, which is the one that its silence is measured by. */
export async function beat(db: Database, worker: { id: string; host: string; slots: number }): Promise<void> {
  await db.$executeRaw`
    INSERT INTO worker (id, host, slots) VALUES (${worker.id}::uuid, ${worker.host}, ${worker.slots})
    ON CONFLICT (id) DO UPDATE SET seen_at = now()`;
}

/** Longer than the answer to a claim can be on its way, in milliseconds; see client.ts. */
const STRAY_MS = 10_000;

/**
 * Puts back the jobs that are a living worker's by their rows and of which it does not know: a claim was done whose answer
 * a broken connection kept. How many there were.
 */
export async function releaseStrays(db: Database, workerId: string, atHand: Iterable<string>): Promise<number> {
  return db.$executeRaw`
    UPDATE job SET status = 'queued', worker_id = NULL, pages_done = 0, pages_total = NULL
    WHERE status = 'running' AND worker_id = ${workerId}::uuid AND started_at <= now() - ${`${STRAY_MS} milliseconds`}::interval
      AND NOT id = ANY (${[...atHand]}::uuid[])`;
}

/** A worker that has stopped in order. */
export async function retire(db: Database, id: string): Promise<void> {
  await db.worker.deleteMany({ where: { id } });
}

/**
 * Puts the jobs of silent workers back, and gives up those that have lost too many. `silenceMs` 0: of all workers, for
 * who knows that none can be alive. What the lost attempts have stored belongs to nothing; it is deleted a little later,
 * since a worker that is not dead after all may still be storing.
 */
export async function releaseLostJobs(db: Database, silenceMs = SILENCE_MS): Promise<{ released: number; failed: number }> {
  const { code, message } = new OdeServiceError('worker-lost');
  const silence = `${silenceMs} milliseconds`;
  return db.$transaction(async (transaction) => {
    const failed = await transaction.$queryRaw<unknown[]>`
      WITH lost AS (
        UPDATE job SET status = 'failed', finished_at = now(), losses = losses + 1, error_code = ${code}, error_message = ${message}
        WHERE status = 'running' AND losses + 1 >= ${MOST_LOSSES} AND started_at <= now() - ${silence}::interval
          AND NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = job.worker_id AND w.seen_at > now() - ${silence}::interval)
        RETURNING id, attempt),
      stored AS (
        UPDATE pending_object SET until = least(until, now() + interval '30 seconds')
        WHERE key IN (SELECT 'results/' || id || '/' || attempt FROM lost))
      INSERT INTO conversion_log (job_id, attempt, level, event, message)
      SELECT id, attempt, 'error'::log_level, ${code}, ${message} FROM lost RETURNING id`;
    const released = await transaction.$queryRaw<unknown[]>`
      WITH lost AS (
        UPDATE job SET status = 'queued', worker_id = NULL, losses = losses + 1, pages_done = 0, pages_total = NULL
        WHERE status = 'running' AND started_at <= now() - ${silence}::interval
          AND NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = job.worker_id AND w.seen_at > now() - ${silence}::interval)
        RETURNING id, attempt),
      stored AS (
        UPDATE pending_object SET until = least(until, now() + interval '30 seconds')
        WHERE key IN (SELECT 'results/' || id || '/' || attempt FROM lost))
      INSERT INTO conversion_log (job_id, attempt, level, event, message)
      SELECT id, attempt, 'warn'::log_level, ${code}, 'The worker gave no sign of life; another takes the job up' FROM lost RETURNING id`;
    await transaction.$executeRaw`DELETE FROM worker WHERE seen_at <= now() - ${`${10 * silenceMs} milliseconds`}::interval`;
    return { released: released.length, failed: failed.length };
  });
}
