import { z } from 'zod';
import { convertOptionsSchema, submitSchema } from './job.js';

/** The most conversions in one batch. */
export const LARGEST_BATCH = 10_000;

/** Many conversions with the same options. Passwords are for single ones. */
export const batchSubmitSchema = z.strictObject({
  documentIds: z.array(z.uuid()).min(1).max(LARGEST_BATCH),
  format: submitSchema.shape.format,
  options: convertOptionsSchema.omit({ password: true }).default({}),
  priority: submitSchema.shape.priority,
});

/** Many conversions, as the API shows them. */
export const batchSchema = z.object({
  id: z.uuid(),
  /** `ended`: none of its jobs will change any more. */
  status: z.enum(['running', 'ended']),
  /** Jobs. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  counts: z.object({
    queued: z.number().int(),
    running: z.number().int(),
    succeeded: z.number().int(),
    failed: z.number().int(),
    cancelled: z.number().int(),
  }),
  /** A zip of all results, once it has ended with some. */
  result: z.object({ url: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
});

export type BatchInfo = z.infer<typeof batchSchema>;
