import { z } from 'zod';
import { beginUploadSchema, commitUploadSchema, documentSchema, uploadSchema } from '../contract/index.js';
import { abandonUpload, beginUpload, commitUpload } from '../uploads.js';
import { router, writes } from './trpc.js';

const byId = z.object({ id: z.uuid() });

/** Documents that go from their sender into the storage, and not through the service. */
export const uploads = router({
  begin: writes({ method: 'POST', path: '/uploads', summary: 'Announce a document that you put into the storage', status: 201 })
    .input(beginUploadSchema)
    .output(uploadSchema)
    .mutation(({ ctx, input }) => beginUpload(ctx, input)),

  commit: writes({ method: 'POST', path: '/uploads/{id}/commit', summary: 'Make a document of what was put there', status: 201 })
    .input(commitUploadSchema)
    .output(documentSchema)
    .mutation(({ ctx, input }) => commitUpload(ctx, input)),

  delete: writes({ method: 'DELETE', path: '/uploads/{id}', summary: 'Give an upload up' })
    .input(byId)
    .output(z.object({ id: z.uuid(), deleted: z.literal(true) }))
    .mutation(async ({ ctx, input: { id } }) => {
      await abandonUpload(ctx, id);
      return { id, deleted: true as const };
    }),
});
