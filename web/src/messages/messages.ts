import { createTranslator, languageFor, type Translator } from '@ode/viewer';
import { useSyncExternalStore } from 'react';
import { en } from './en.js';
import { LANGUAGES, type WordKey } from './languages.js';

export type { WordKey, Words } from './languages.js';

let words: Translator<WordKey> = createTranslator('en', en, en);
const listeners = new Set<() => void>();

/** Loads the words of the browser's language, once; English until they are there, and where they cannot be had. */
export async function loadWords(wishes: readonly string[] = navigator.languages): Promise<void> {
  const language = languageFor(wishes, Object.keys(LANGUAGES));
  const catalogue = await LANGUAGES[language]?.().catch(() => null);
  if (!catalogue) return;
  words = createTranslator(language, catalogue, en);
  Object.assign(document.documentElement, { lang: words.locale, dir: words.dir });
  for (const listener of listeners) listener();
}

/** Says things in the reader's language. */
export function useWords(): Translator<WordKey> {
  return useSyncExternalStore(subscribe, () => words);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
