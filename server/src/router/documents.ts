import { z } from 'zod';
import { documentSchema, OdeServiceError, pageOf, pageSchema, textSchema } from '../contract/index.js';
import { deleteDocument, documentInfo, receiveDocument } from '../documents.js';
import { fetchDocument } from '../outgoing/fetch.js';
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
      return pageOf(rows, limit, documentInfo, (row) => row.id);
    }),

  /** Fetched by the service itself, from hosts that its operators allow. */
  import: writes({ method: 'POST', path: '/documents/import', summary: 'Fetch a PDF from an address', status: 201 })
    .input(z.object({ url: z.url().max(4000), name: textSchema.max(1000).optional() }))
    .output(documentSchema)
    .mutation(async ({ ctx, input: { url, name } }) => {
      const { importHosts: hosts, webhooksAnywhere: anywhere } = ctx.config;
      const file = await fetchDocument(url, { hosts, anywhere });
      try {
        return await receiveDocument(ctx, file.body, name ?? file.name);
      } finally {
        file.body.destroy();
      }
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
