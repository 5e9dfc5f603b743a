import type { Database } from './client.js';
import { held, logJob, type Claim } from './jobs.js';

/**
 * Ends a job with the result of an earlier one of the same tenant that was made of the same. Returns its pages; null: there is
 * none, or the job is not this worker's any more.
 */
export async function reuseResult(db: Database, claim: Claim, reuseKey: string): Promise<number | null> {
  return db.$transaction(async (transaction) => {
    // Held until the end, so that the result is not given up meanwhile. What is just being deleted is passed over.
    const [made] = await transaction.$queryRaw<{ id: string; key: string; size: bigint; sha256: string; pages: number }[]>`
      SELECT id, result_key AS key, result_size AS size, result_sha256 AS sha256, pages_total AS pages FROM job
      WHERE tenant_id = ${claim.job.tenantId}::uuid AND reuse_key = ${reuseKey} AND status = 'succeeded'
      ORDER BY id DESC LIMIT 1 FOR SHARE SKIP LOCKED`;
    if (!made) return null;
    const { key: resultKey, size: resultSize, sha256: resultSha256, pages } = made;
    const { count } = await transaction.job.updateMany({
      where: held(claim),
      data: {
        ...{ status: 'succeeded', finishedAt: new Date(), pagesDone: pages, pagesTotal: pages },
        ...{ resultKey, resultSize, resultSha256, reuseKey },
      },
    });
    if (!count) return null;
    await logJob(transaction, claim, [
      { level: 'info', event: 'succeeded', message: `The result of conversion ${made.id}, which was the same` },
    ]);
    return pages;
  });
}
