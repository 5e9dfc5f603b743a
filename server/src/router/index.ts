import { FORMATS } from '../contract/index.js';
import { documents } from './documents.js';
import { jobs } from './jobs.js';
import { procedure, router } from './trpc.js';

export type { Context } from './trpc.js';

/** The API under /api/trpc. Clients import its type alone. */
export const appRouter = router({
  documents,
  jobs,
  /** What this service takes. `maxUpload` in bytes. */
  limits: procedure.query(({ ctx }) => ({ maxUpload: ctx.config.maxUpload, formats: [...FORMATS] })),
});

export type AppRouter = typeof appRouter;
