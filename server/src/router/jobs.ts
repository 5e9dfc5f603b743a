import { tracked } from '@trpc/server';
import { z } from 'zod';
import { jobSchema, listJobsSchema, logEntrySchema, submitSchema } from '../contract/index.js';
import { cancelConversion, followConversion, submitConversion } from '../conversions.js';
import { jobInfo, readJob } from '../db/index.js';
import { procedure, router } from './trpc.js';

const byId = z.object({ id: z.uuid() });

export const jobs = router({
  /** Puts a conversion into the queue. */
  submit: procedure
    .input(submitSchema)
    .output(jobSchema)
    .mutation(({ ctx, input }) => submitConversion(ctx, input)),

  get: procedure
    .input(byId)
    .output(jobSchema)
    .query(async ({ ctx, input }) => jobInfo(await readJob(ctx.db, input.id))),

  /** Newest first. */
  list: procedure
    .input(listJobsSchema.default({ limit: 20 }))
    .output(z.object({ items: z.array(jobSchema), nextCursor: z.uuid().nullable() }))
    .query(async ({ ctx, input: { limit, cursor, documentId, status } }) => {
      const rows = await ctx.db.job.findMany({
        where: { documentId, status, ...(cursor ? { id: { lt: cursor } } : {}) },
        orderBy: { id: 'desc' },
        take: limit + 1,
        include: { document: true },
      });
      const items = rows.slice(0, limit).map(jobInfo);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    }),

  /** Stops a conversion, waiting or running. */
  cancel: procedure
    .input(byId)
    .output(jobSchema)
    .mutation(({ ctx, input }) => cancelConversion(ctx, input.id)),

  /** What happened to a conversion, oldest first: its attempts, and what the engine repaired or could not draw. */
  log: procedure
    .input(byId)
    .output(z.array(logEntrySchema))
    .query(async ({ ctx, input }) => {
      await readJob(ctx.db, input.id);
      const rows = await ctx.db.conversionLog.findMany({ where: { jobId: input.id }, orderBy: { id: 'asc' }, take: 1000 });
      return rows.map(({ at, level, event, message }) => ({ at: at.toISOString(), level, event, message }));
    }),

  /**
   * The conversion's state at once, then every change, until it has ended. `lastEventId` (which a client that
   * reconnects sends by itself) leaves out what was told before.
   */
  progress: procedure.input(byId.extend({ lastEventId: z.string().nullish() })).subscription(async function* ({ ctx, input, signal }) {
    const stop = AbortSignal.any([ctx.closing, ...(signal ? [signal] : [])]);
    const after = /^\d+$/.test(input.lastEventId ?? '') ? Number(input.lastEventId) : -1;
    for await (const { version, job } of followConversion(ctx, input.id, after, stop)) yield tracked(String(version), job);
  }),
});
