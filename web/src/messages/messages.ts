import type { Translator } from '@ode/viewer/geometry';
import { useSyncExternalStore } from 'react';
import type { WordKey } from './languages.js';
import { onWords, wordsNow } from './words.js';

export type { WordKey, Words } from './languages.js';

/** Says things in the reader's language. */
export function useWords(): Translator<WordKey> {
  return useSyncExternalStore(onWords, wordsNow);
}
