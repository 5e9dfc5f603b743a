import { z } from 'zod';
import { OdeServiceError, pageOf, readTimeCursor, timeCursorOf, timeCursorSchema, WHOLE, wholePageSchema } from '../contract/index.js';
import { failedJobs } from '../db/statistics.js';
import { administers, router, writes } from './trpc.js';

/** The most jobs that one call puts back; more are put back by the next. */
const MOST = 1000;

/** Conversions that have failed, all of them together. */
export const failures = router({
  /** Those whose documents are still there wait for their turn anew. The sweeper tells the queue. */
  retry: writes({ method: 'POST', path: '/failures/retry', summary: 'Try all failed conversions again, or those of one code' })
    .input(z.object({ code: z.string().max(100).optional() }).default({}))
    .output(z.object({ retried: z.number().int(), remaining: z.boolean() }))
    .mutation(({ ctx: { tenant, tenantId }, input: { code } }) =>
      tenant(async (db) => {
        const where = failedJobs(tenantId, code);
        const found = await db.job.findMany({ where, select: { id: true }, orderBy: { id: 'asc' }, take: MOST + 1 });
        const ids = found.slice(0, MOST).map(({ id }) => id);
        const { count } = await db.job.updateMany({ where: { ...where, id: { in: ids } }, data: ANEW });
        return { retried: count, remaining: found.length > MOST };
      }),
    ),
});

/** As `retryJob` does for one. */
const ANEW = {
  ...{ status: 'queued' as const, errorCode: null, errorMessage: null, finishedAt: null, startedAt: null },
  ...{ crashes: 0, losses: 0, retries: 0, pagesDone: 0, pagesTotal: null },
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Documents that brought the converter down, by their bytes: they are refused until someone lifts it. */
export const quarantine = router({
  list: administers({ method: 'GET', path: '/quarantine', summary: 'Documents that are not converted any more, newest first' })
    .input(wholePageSchema(timeCursorSchema).default(WHOLE))
    .output(
      z.object({
        items: z.array(
          z.object({ sha256, code: z.string(), jobId: z.uuid(), documentName: z.string().nullable(), createdAt: z.iso.datetime() }),
        ),
        nextCursor: z.string().nullable(),
      }),
    )
    .query(({ ctx: { tenant, tenantId }, input: { limit, cursor } }) =>
      tenant(async (db) => {
        const from = cursor === undefined ? null : readTimeCursor(cursor);
        const older = from && { OR: [{ createdAt: { lt: from.at } }, { createdAt: from.at, sha256: { lt: from.id } }] };
        const where = { tenantId, ...older };
        const rows = await db.quarantine.findMany({ where, orderBy: [{ createdAt: 'desc' }, { sha256: 'desc' }], take: limit + 1 });
        const documents = await db.document.findMany({ where: { tenantId, sha256: { in: rows.map((row) => row.sha256) } } });
        const names = new Map(documents.map((document) => [document.sha256, document.name]));
        return pageOf(
          rows,
          limit,
          (row) => ({
            sha256: row.sha256,
            code: row.code,
            jobId: row.jobId,
            documentName: names.get(row.sha256) ?? null,
            createdAt: row.createdAt.toISOString(),
          }),
          (row) => timeCursorOf(row.createdAt, row.sha256),
        );
      }),
    ),

  release: administers({ method: 'DELETE', path: '/quarantine/{sha256}', summary: 'Let a document be converted again' })
    .input(z.object({ sha256 }))
    .output(z.object({ sha256, released: z.literal(true) }))
    .mutation(async ({ ctx: { tenant, tenantId }, input }) => {
      const { count } = await tenant((db) => db.quarantine.deleteMany({ where: { tenantId, sha256: input.sha256 } }));
      if (!count) throw new OdeServiceError('not-found', 'No document with these bytes is in quarantine. Check the hash.');
      return { sha256: input.sha256, released: true as const };
    }),
});
