import { OdeError, openDocument as open, type Document, type OpenOptions, type Source } from '@ode/engine';
import { isErrorCode, OdeServiceError } from '@ode/server/errors';
import { parseFallbackFonts } from '@ode/server/fallback-fonts';

export { FORMATS, isFormat, isPaged, outputOf } from '@ode/engine';
export type { Document, Format } from '@ode/engine';

/** Opens a document, with the fonts of ODE_FALLBACK_FONT for text whose own is not embedded. */
export function openDocument(source: Source, options: OpenOptions): Promise<Document> {
  return open(source, { fallbackFont: parseFallbackFonts(process.env.ODE_FALLBACK_FONT) ?? undefined, ...options });
}

/**
 * What the engine's refusal is called towards users. An error that is none of the engine's refusals should not happen,
 * whatever the file: it is `engine-crashed`.
 */
export function refusal(error: unknown): OdeServiceError {
  if (error instanceof OdeServiceError) return error;
  // The message comes from the table, where it says what to do, unless the engine's tells a number of the document.
  if (error instanceof OdeError && error.code === 'page-out-of-range')
    return new OdeServiceError(error.code, error.message, { cause: error });
  // What a format was asked for with, not the document, is at fault.
  if (error instanceof OdeError && error.code === 'ocr-unavailable')
    return new OdeServiceError(
      'unsupported-format',
      `${error.message} Languages come from npm's @tesseract.js-data/… beside the engine, or from the folder ODE_OCR_DATA.`,
      { cause: error },
    );
  if (error instanceof OdeError && isErrorCode(error.code)) return new OdeServiceError(error.code, undefined, { cause: error });
  if (error instanceof RangeError && /memory|allocation|array length/i.test(error.message)) {
    return new OdeServiceError('memory-limit', undefined, { cause: error });
  }
  return new OdeServiceError('engine-crashed', undefined, { cause: error });
}
