import type { DocumentCore } from '../core.js';
import { OdeError } from '../errors.js';

/** The pages that are asked for, from 0; all by default. Throws `page-out-of-range`. */
export function wantedPages({ pageCount }: Pick<DocumentCore, 'pageCount'>, pages: readonly number[] | undefined): readonly number[] {
  if (!pages) return Array.from({ length: pageCount }, (_, i) => i);
  const wrong = pages.find((page) => !Number.isInteger(page) || page < 0 || page >= pageCount);
  if (wrong !== undefined) throw new OdeError('page-out-of-range', `There is no page ${wrong + 1}: the document has ${pageCount}.`);
  return pages;
}
