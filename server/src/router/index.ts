import { z } from 'zod';
import { FORMATS } from '../contract/index.js';
import { batches } from './batches.js';
import { documents } from './documents.js';
import { failures, quarantine } from './failures.js';
import { jobs } from './jobs.js';
import { audit, keys } from './keys.js';
import { members } from './members.js';
import { service, tenants } from './service.js';
import { statistics } from './statistics.js';
import { open, router } from './trpc.js';
import { uploads } from './uploads.js';
import { usage } from './usage.js';
import { webhooks } from './webhooks.js';

export type { Context } from './trpc.js';

/** The API under /api/trpc, and most of /api/v1. Clients import its type alone. */
export const appRouter = router({
  audit,
  batches,
  documents,
  failures,
  jobs,
  keys,
  /** What this service takes. `maxUpload` in bytes. */
  limits: open({ method: 'GET', path: '/limits', summary: 'What this service takes' })
    .output(z.object({ maxUpload: z.number().int(), formats: z.array(z.enum(FORMATS)) }))
    .query(({ ctx }) => ({ maxUpload: ctx.config.maxUpload, formats: [...FORMATS] })),
  members,
  quarantine,
  service,
  statistics,
  tenants,
  uploads,
  usage,
  webhooks,
});

export type AppRouter = typeof appRouter;
