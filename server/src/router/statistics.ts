import { z } from 'zod';
import { readStatistics } from '../db/statistics.js';
import { operates, reads, router } from './trpc.js';

const count = z.number().int().nonnegative();

/** How far back, in minutes: from a quarter of an hour to a month. */
export const windowSchema = z.object({ minutes: z.number().int().min(15).max(44_640).default(60) });

export const statisticsSchema = z.object({
  now: z.object({ queued: count, running: count, oldestQueuedSeconds: z.number().nullable() }),
  binSeconds: z.number(),
  bins: z.array(
    z.object({
      at: z.iso.datetime(),
      succeeded: count,
      failed: count,
      cancelled: count,
      pages: count,
      queued: count,
      running: count,
    }),
  ),
  failures: z.array(z.object({ code: z.string(), message: z.string(), count, lastAt: z.iso.datetime() })),
  durations: z.array(z.object({ format: z.string(), count, p50: z.number(), p95: z.number() })),
});

/** What happened lately, in numbers. */
export const statistics = router({
  own: reads({ method: 'GET', path: '/statistics', summary: 'What happened to conversions lately, in numbers' })
    .input(windowSchema.default({ minutes: 60 }))
    .output(statisticsSchema)
    .query(({ ctx: { tenant, tenantId }, input: { minutes } }) => tenant((db) => readStatistics(db, tenantId, minutes))),

  service: operates({ method: 'GET', path: '/service/statistics', summary: 'The same of all tenants' })
    .input(windowSchema.default({ minutes: 60 }))
    .output(statisticsSchema)
    .query(({ ctx: { db }, input: { minutes } }) => readStatistics(db, null, minutes)),
});
