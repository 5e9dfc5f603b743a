import { z } from 'zod';
import { textSchema } from './job.js';

/** A document that is to be put into the storage by its sender. */
export const beginUploadSchema = z.object({
  name: textSchema.max(1000).optional(),
  /** Bytes. */
  size: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  /** Of the bytes, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case'),
});

export const uploadSchema = z.object({
  id: z.uuid(),
  /** Of each part but the last, in bytes. */
  partSize: z.number().int(),
  /** Each is sent by PUT to its address, `size` bytes of it; the header ETag of the answer is needed to commit. */
  parts: z.array(z.object({ number: z.number().int(), size: z.number().int(), url: z.string() })),
  /** Until when it may be committed. */
  expiresAt: z.iso.datetime(),
});
export type UploadInfo = z.infer<typeof uploadSchema>;

export const commitUploadSchema = z.object({
  id: z.uuid(),
  parts: z
    .array(
      z.object({
        number: z.number().int().min(1).max(10_000),
        etag: z
          .string()
          .max(200)
          .regex(/^[\x21-\x7e]+$/),
      }),
    )
    .min(1)
    .max(10_000),
});
