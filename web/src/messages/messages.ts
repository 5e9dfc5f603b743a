import { createTranslator, languageFor, type Translator } from '@ode/viewer';
import { useSyncExternalStore } from 'react';
import { en } from './en.js';

export type WordKey = keyof typeof en;
/** All that the app says, in one language. */
export type Words = Record<WordKey, string>;

/** The other languages, each loaded when it is wanted. */
export const LANGUAGES: Record<string, () => Promise<Words>> = {
  ar: async () => (await import('./ar.js')).ar,
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  ja: async () => (await import('./ja.js')).ja,
  pt: async () => (await import('./pt.js')).pt,
  zh: async () => (await import('./zh.js')).zh,
};

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
