import { z } from 'zod';

/** A page of a list whose items have ids that sort by time. */
export const pageSchema = z.object({
  limit: z.number().int().min(1).max(100).default(20),
  /** The `nextCursor` of the page before. */
  cursor: z.uuid().optional(),
});

/** A page of a list that is short as a rule, and then told whole. */
export const wholePageSchema = <C extends z.ZodType<string>>(cursor: C) =>
  z.object({ limit: z.number().int().min(1).max(1000).default(1000), cursor: cursor.optional() });
/** What asks for the first page of one. */
export const WHOLE = { limit: 1000 };

/** Where a list by time goes on whose items may have come at the same moment: that, and what tells them apart. */
export const timeCursorSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f-]{36,64}$/)
  .refine((cursor) => !Number.isNaN(Date.parse(cursor.slice(0, 24))), 'must be the nextCursor of the page before');

export const timeCursorOf = (at: Date, id: string) => `${at.toISOString()}_${id}`;
export const readTimeCursor = (cursor: string) => ({ at: new Date(cursor.slice(0, 24)), id: cursor.slice(25) });

/** The answer for a page, of rows that were asked for with one more than `limit`. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  infoOf: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(infoOf), nextCursor: last && rows.length > limit ? cursorOf(last) : null };
}
