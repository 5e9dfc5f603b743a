import { tracked } from '@trpc/server';
import { z } from 'zod';
import { isFinal, jobSchema, listJobsSchema, logEntrySchema, OdeServiceError, pageOf, submitSchema } from '../contract/index.js';
import { cancelConversion, followConversion, submitConversion } from '../conversions.js';
import { jobInfo, readJob, retryJob } from '../db/index.js';
import { reads, router, writes } from './trpc.js';

const byId = z.object({ id: z.uuid() });

export const jobs = router({
  /** Takes in a conversion. */
  submit: writes({ method: 'POST', path: '/jobs', summary: 'Convert a document', status: 201 })
    .input(submitSchema)
    .output(jobSchema)
    .mutation(({ ctx, input }) => submitConversion(ctx, input)),

  get: reads({ method: 'GET', path: '/jobs/{id}', summary: 'The state of a conversion' })
    .input(byId)
    .output(jobSchema)
    .query(async ({ ctx: { tenant, tenantId }, input: { id } }) => jobInfo(await tenant((db) => readJob(db, tenantId, id)))),

  /** Newest first. */
  list: reads({ method: 'GET', path: '/jobs', summary: 'Conversions, newest first' })
    .input(listJobsSchema.default({ limit: 20 }))
    .output(z.object({ items: z.array(jobSchema), nextCursor: z.uuid().nullable() }))
    .query(async ({ ctx: { tenant, tenantId }, input: { limit, cursor, documentId, batchId, status } }) => {
      const where = { tenantId, documentId, batchId, status, ...(cursor && { id: { lt: cursor } }) };
      const include = { document: true };
      const rows = await tenant((db) => db.job.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1, include }));
      return pageOf(rows, limit, jobInfo, (row) => row.id);
    }),

  /** Stops a conversion, waiting or running. */
  cancel: writes({ method: 'POST', path: '/jobs/{id}/cancel', summary: 'Stop a conversion, waiting or running' })
    .input(byId)
    .output(jobSchema)
    .mutation(({ ctx, input }) => cancelConversion(ctx, input.id)),

  /** Begins a conversion anew that failed or was cancelled. A password has to be submitted again, in a job of its own. */
  retry: writes({ method: 'POST', path: '/jobs/{id}/retry', summary: 'Try a conversion again that failed or was cancelled' })
    .input(byId)
    .output(jobSchema)
    .mutation(async ({ ctx: { tenant, tenantId }, input: { id } }) => {
      const job = await tenant((db) => readJob(db, tenantId, id));
      if (!isFinal(job.status)) throw new OdeServiceError('job-not-finished', 'The conversion has not ended: it needs no other try.');
      return jobInfo(await tenant((db) => retryJob(db, tenantId, id)));
    }),

  /** What happened to a conversion, oldest first: its attempts, and what the engine repaired or could not draw. */
  log: reads({ method: 'GET', path: '/jobs/{id}/log', summary: 'What happened to a conversion' })
    .input(byId)
    .output(z.array(logEntrySchema))
    .query(async ({ ctx: { tenant, tenantId }, input }) => {
      const rows = await tenant(async (db) => {
        await readJob(db, tenantId, input.id);
        return db.conversionLog.findMany({ where: { jobId: input.id }, orderBy: { id: 'asc' }, take: 1000 });
      });
      return rows.map(({ at, level, event, message }) => ({ at: at.toISOString(), level, event, message }));
    }),

  /**
   * The conversion's state at once, then every change, until it has ended. `lastEventId` (which a client that
   * reconnects sends by itself) leaves out what was told before.
   */
  progress: reads()
    .input(byId.extend({ lastEventId: z.string().nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const stop = AbortSignal.any([ctx.closing, ...(signal ? [signal] : [])]);
      const after = /^\d+$/.test(input.lastEventId ?? '') ? Number(input.lastEventId) : -1;
      for await (const { version, job } of followConversion(ctx, input.id, after, stop)) yield tracked(String(version), job);
    }),
});
