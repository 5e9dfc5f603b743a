import { z } from 'zod';
import { batchSchema, batchSubmitSchema } from '../contract/index.js';
import { cancelBatch, readBatch, submitBatch } from '../batches.js';
import { reads, router, writes } from './trpc.js';

const byId = z.object({ id: z.uuid() });

export const batches = router({
  create: writes({ method: 'POST', path: '/batches', summary: 'Convert many documents under one id', status: 201 })
    .input(batchSubmitSchema)
    .output(batchSchema)
    .mutation(({ ctx, input }) => submitBatch(ctx, input)),

  get: reads({ method: 'GET', path: '/batches/{id}', summary: 'The state of a batch; its jobs are listed by GET /jobs?batchId=' })
    .input(byId)
    .output(batchSchema)
    .query(({ ctx, input }) => readBatch(ctx, input.id)),

  cancel: writes({ method: 'POST', path: '/batches/{id}/cancel', summary: 'Stop what has not ended of a batch' })
    .input(byId)
    .output(batchSchema)
    .mutation(({ ctx, input }) => cancelBatch(ctx, input.id)),
});
