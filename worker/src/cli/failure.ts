import type { Format } from '@ode/engine/formats';
import { OdeServiceError } from '@ode/server/errors';

/** What the exit code says; `ode --help` lists them. */
export const EXIT = { done: 0, inputFailed: 1, wrongUse: 2, interrupted: 130 } as const;

/** The command was called in a wrong way. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `ode: paper.pdf: password-required: This document is encrypted. …`, on standard error. */
export function complain(input: string, error: unknown): void {
  const { code, message } = error instanceof OdeServiceError ? error : systemFailure(error);
  const hint = code === 'password-required' ? ' (--password, or ODE_PASSWORD)' : '';
  process.stderr.write(`ode: ${input}: ${code}: ${message}${hint}\n`);
  if (code === 'engine-crashed' && process.env.ODE_DEBUG) console.error(error);
}

/** What errors of the file system are called; `output-unwritable` is for who writes to say. */
function systemFailure(error: unknown): OdeServiceError {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new OdeServiceError('file-not-found');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR' || code === 'EIO') return new OdeServiceError('file-unreadable');
  if (code === 'ENOSPC' || code === 'EDQUOT' || /^(ENOSPC|EDQUOT)\b/.test(message))
    return new OdeServiceError('output-unwritable', 'There is no room left for the output. Make room where it goes.', { cause: error });
  return new OdeServiceError('internal', error instanceof Error ? error.message : undefined, { cause: error });
}

/** One line on standard error where an output has nothing in it, as that of a scan. */
export function tellOfNothing(input: string, format: Format): void {
  const nothing =
    format === 'csv'
      ? 'no table was found on its pages, so the output is empty.'
      : 'there is no text on its pages, so the output is empty. --ocr reads pages that are pictures.';
  process.stderr.write(`ode: ${input}: ${nothing}\n`);
}

/** One line on standard error where text is missing because no font for it is there, and how to add one. */
export function tellOfFonts(input: string, warnings: readonly { feature: string; page: number }[]): void {
  const pages = [...new Set(warnings.filter(({ feature }) => feature === 'font-not-embedded').map(({ page }) => page + 1))];
  if (!pages.length) return;
  const where = pages.length === 1 ? `page ${pages[0]!}` : `${pages.length} pages`;
  process.stderr.write(
    `ode: ${input}: text on ${where} cannot be drawn, for its font is not embedded. Name a font file by ODE_FALLBACK_FONT (docs/configuration.md).\n`,
  );
}

/** One line on standard error for what else pages, or the document as a whole, lack, by features. */
export function tellOfLosses(input: string, warnings: readonly { feature: string; page: number; missing: boolean }[]): void {
  const lost = warnings.filter(({ feature, missing }) => missing && feature !== 'font-not-embedded');
  if (!lost.length) return;
  const pages = [...new Set(lost.map(({ page }) => page))];
  const where = pages.includes(-1) ? 'the document' : pages.length === 1 ? `page ${pages[0]! + 1}` : `${pages.length} pages`;
  const features = [...new Set(lost.map(({ feature }) => feature))].join(', ');
  process.stderr.write(`ode: ${input}: not all of ${where} could be drawn: ${features}\n`);
}
