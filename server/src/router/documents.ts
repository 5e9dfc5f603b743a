import { z } from 'zod';
import { documentSchema, OdeServiceError, pageSchema } from '../contract/index.js';
import { deleteDocument, documentInfo } from '../documents.js';
import { reads, router, writes } from './trpc.js';

const byId = z.object({ id: z.uuid() });

/** Documents are made by POST /api/v1/documents (routes/upload.ts), which streams. */
export const documents = router({
  get: reads({ method: 'GET', path: '/documents/{id}', summary: 'One document' })
    .input(byId)
    .output(documentSchema)
    .query(async ({ ctx: { tenant, tenantId }, input: { id } }) => {
      const row = await tenant((db) => db.document.findFirst({ where: { id, tenantId } }));
      if (!row) throw new OdeServiceError('not-found', 'There is no document with this id. Check it.');
      return documentInfo(row);
    }),

  list: reads({ method: 'GET', path: '/documents', summary: 'Documents, newest first' })
    .input(pageSchema.default({ limit: 20 }))
    .output(z.object({ items: z.array(documentSchema), nextCursor: z.uuid().nullable() }))
    .query(async ({ ctx: { tenant, tenantId }, input: { limit, cursor } }) => {
      // Ids are made in order of time (UUID version 7).
      const where = { tenantId, ...(cursor && { id: { lt: cursor } }) };
      const rows = await tenant((db) => db.document.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }));
      const items = rows.slice(0, limit).map(documentInfo);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    }),

  /** With its jobs and their results; conversions at hand are cancelled. */
  delete: writes({ method: 'DELETE', path: '/documents/{id}', summary: 'Delete a document, its jobs and their results' })
    .input(byId)
    .output(z.object({ id: z.uuid(), deleted: z.literal(true) }))
    .mutation(async ({ ctx: { tenant, tenantId }, input: { id } }) => {
      await tenant((db) => deleteDocument(db, tenantId, id));
      return { id, deleted: true as const };
    }),
});
