import type { Failure } from '../failure.js';
import { failureWords, type FailureWords } from '../messages/failures.js';
import { useLanguage } from '../messages/use-language.js';

/** What to tell the reader of a document that is not open, in a language (BCP 47), or in the browser's. */
export function useFailure(failure: Pick<Failure, 'code' | 'reason'>, locale?: string): FailureWords {
  return failureWords(useLanguage(locale), failure);
}
