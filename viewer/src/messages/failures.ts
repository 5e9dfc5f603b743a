import type { Failure } from '../failure.js';
import { enFailures } from './en-failures.js';
import { addEnglish, type MessageKey, type Messages } from './messages.js';

addEnglish(enFailures);

/** What is wrong, and what can be done about it, in the reader's language. */
export interface FailureWords {
  title: string;
  advice: string;
  /** Whether that is more than that it failed. */
  isKnown: boolean;
}

export function failureWords({ t }: Messages, { code, reason }: Pick<Failure, 'code' | 'reason'>): FailureWords {
  const known = [reason, code].find((name) => name && name !== 'unknown' && `failed.${name}.advice` in enFailures);
  const key = `failed.${known ?? 'unknown'}`;
  return { title: t(key as MessageKey), advice: t(`${key}.advice` as MessageKey), isKnown: known !== undefined };
}
