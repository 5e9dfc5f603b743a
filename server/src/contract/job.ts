import { z } from 'zod';
import { FORMATS } from './formats.js';
import { parsePageRanges } from './page-range.js';
import { pageSchema } from './page.js';

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** Whether a job in this status will never change again. */
export function isFinal(status: JobStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

/** Text that can be stored and shown: no half surrogate pairs, no NUL. */
export const textSchema = z.string().regex(/^[^\0\p{Surrogate}]*$/u, 'must be well-formed text without NUL');

/** A name that people give: no control characters, which terminals obey. */
export const nameSchema = z.string().regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'must be well-formed text without control characters');

export const convertOptionsSchema = z.strictObject({
  /** Opens an encrypted document. Kept sealed, and gone when the job has ended. */
  password: textSchema.max(1024).optional(),
  /** The title of the converted document; the PDF's own, or its name, by default. */
  title: textSchema.max(1024).optional(),
  /** Which pages, from 1: `1-3,7,10-`. All by default. */
  pages: z
    .string()
    .max(1000)
    .refine((text) => parsePageRanges(text) !== null, 'must be page ranges from 1, such as 1-3,7,10-')
    .optional(),
  /** Of `html-reflow`: keeps running heads and page numbers. */
  furniture: z.boolean().optional(),
  /** Reads pages that are pictures without text, in these languages, as Tesseract calls them: `eng`, `deu+eng`. */
  ocr: z
    .string()
    .max(100)
    .regex(/^[a-z]{3,4}(_[a-z]{2,5}){0,2}(\+[a-z]{3,4}(_[a-z]{2,5}){0,2}){0,7}$/i, 'must be languages such as eng or deu+eng')
    .optional(),
});
export type ConvertOptions = z.infer<typeof convertOptionsSchema>;

/** Where a result is also sent, by PUT: a presigned URL of the caller's own bucket, say. Whoever has it may write there. */
export const destinationSchema = z.strictObject({
  url: z.url().max(4000),
  /** Sent with it, such as those that a URL was signed with. */
  headers: z
    .record(
      z.string().regex(/^(content-type|content-disposition|content-encoding|cache-control|x-[a-z0-9-]+)$/i, 'may not be set'),
      z
        .string()
        .max(1000)
        .regex(/^[\x20-\x7e]*$/, 'must be visible ASCII'),
    )
    .refine((all) => Object.keys(all).length <= 20, 'must be 20 at most')
    .optional(),
});
export type Destination = z.infer<typeof destinationSchema>;

/** An option that stands beside the others, or is misspelt, is told and not passed over. */
export const submitSchema = z.strictObject({
  documentId: z.uuid(),
  /** Checked against FORMATS apart, so that a wrong one has an error code of its own. */
  format: z.string().default('html'),
  options: convertOptionsSchema.default({}),
  /** Higher goes first among one's own; from -100 to 100. */
  priority: z.number().int().min(-100).max(100).default(0),
  destination: destinationSchema.optional(),
});

/** A conversion, as the API shows it. */
export const jobSchema = z.object({
  id: z.uuid(),
  documentId: z.uuid(),
  documentName: z.string(),
  /** The batch that it is part of. */
  batchId: z.uuid().nullable(),
  format: z.enum(FORMATS),
  status: z.enum(JOB_STATUSES),
  /** Pages; `total` is null until the document has been opened. */
  progress: z.object({ done: z.number().int(), total: z.number().int().nullable() }),
  /** One of the codes of errors.ts; set when the status is `failed`. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Set when the status is `succeeded`. `url` is a path of this server. */
  result: z.object({ url: z.string(), size: z.number().int(), sha256: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type JobInfo = z.infer<typeof jobSchema>;

export const logEntrySchema = z.object({
  at: z.iso.datetime(),
  level: z.enum(['info', 'warn', 'error']),
  event: z.string(),
  message: z.string(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const listJobsSchema = pageSchema.extend({
  documentId: z.uuid().optional(),
  batchId: z.uuid().optional(),
  status: z.enum(JOB_STATUSES).optional(),
});
