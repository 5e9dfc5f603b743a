import { z } from 'zod';

/** What a tenant has used in a calendar month (UTC). */
export const usageMonthSchema = z.object({
  /** `2026-11`. */
  month: z.string(),
  /** Taken in, and their bytes. */
  documents: z.number().int(),
  bytes: z.number().int(),
  /** Conversions that succeeded, the pages of their documents, and the bytes of their results. */
  jobs: z.number().int(),
  pages: z.number().int(),
  resultBytes: z.number().int(),
});
export type UsageMonth = z.infer<typeof usageMonthSchema>;

export const usageSchema = z.object({
  /** Of each month; null: none. */
  quota: z.object({ bytes: z.number().int().nullable(), pages: z.number().int().nullable() }),
  /** The present month first; one in which nothing was used is left out. */
  months: z.array(usageMonthSchema),
});
