import { z } from 'zod';
import { documentSchema, OdeServiceError, pageSchema } from '../contract/index.js';
import { documentInfo } from '../documents.js';
import { procedure, router } from './trpc.js';

/** Documents are made by POST /api/documents (routes/upload.ts), which streams. */
export const documents = router({
  get: procedure
    .input(z.object({ id: z.uuid() }))
    .output(documentSchema)
    .query(async ({ ctx, input }) => {
      const row = await ctx.db.document.findUnique({ where: { id: input.id } });
      if (!row) throw new OdeServiceError('not-found', 'There is no document with this id. Check it.');
      return documentInfo(row);
    }),

  list: procedure
    .input(pageSchema.default({ limit: 20 }))
    .output(z.object({ items: z.array(documentSchema), nextCursor: z.uuid().nullable() }))
    .query(async ({ ctx, input: { limit, cursor } }) => {
      // Ids are made in order of time (UUID version 7).
      const rows = await ctx.db.document.findMany({
        where: cursor ? { id: { lt: cursor } } : {},
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const items = rows.slice(0, limit).map(documentInfo);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    }),
});
