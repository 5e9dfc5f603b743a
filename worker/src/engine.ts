import { OdeError } from '@ode/engine';
import { isErrorCode, OdeServiceError } from '@ode/server/contract';

export { openDocument } from '@ode/engine';
export type { Document } from '@ode/engine';

/**
 * What the engine's refusal is called towards users. An error that is none of the engine's refusals should not happen,
 * whatever the file: it is `engine-crashed`.
 */
export function refusal(error: unknown): OdeServiceError {
  if (error instanceof OdeServiceError) return error;
  // The message comes from the table, where it says what to do, unless the engine's tells a number of the document.
  if (error instanceof OdeError && error.code === 'page-out-of-range')
    return new OdeServiceError(error.code, error.message, { cause: error });
  if (error instanceof OdeError && isErrorCode(error.code)) return new OdeServiceError(error.code, undefined, { cause: error });
  if (error instanceof RangeError && /memory|allocation|array length/i.test(error.message)) {
    return new OdeServiceError('memory-limit', undefined, { cause: error });
  }
  return new OdeServiceError('engine-crashed', undefined, { cause: error });
}
