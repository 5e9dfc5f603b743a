import { OdeServiceError } from './errors.js';

/** Pages from 1, both ends included; `to` missing: to the last one. */
export interface PageRange {
  from: number;
  to?: number;
}

/** Ranges as people write them, such as `1-3,7,10-`; null where they are none. */
export function parsePageRanges(text: string): PageRange[] | null {
  const ranges = text.split(',').map((part): PageRange | null => {
    const [, from, dash, to] = /^\s*(\d{1,9})\s*(-)?\s*(\d{1,9})?\s*$/.exec(part) ?? [];
    if (!from || Number(from) < 1 || (to !== undefined && (!dash || Number(to) < Number(from)))) return null;
    return { from: Number(from), ...(dash ? to !== undefined && { to: Number(to) } : { to: Number(from) }) };
  });
  return ranges.every((range) => range !== null) ? ranges : null;
}

/** The pages of ranges in a document of so many, from 0, in the order in which they are named. Throws `page-out-of-range`. */
export function pagesOf(ranges: readonly PageRange[], count: number): number[] {
  return ranges.flatMap(({ from, to = count }) => {
    const last = Math.max(from, to);
    if (last > count) throw new OdeServiceError('page-out-of-range', `There is no page ${last}: the document has ${count}.`);
    return Array.from({ length: last - from + 1 }, (_, i) => from - 1 + i);
  });
}
