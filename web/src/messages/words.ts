import { createTranslator, languageFor, type Translator } from '@ode/viewer/geometry';
import { en } from './en.js';
import { LANGUAGES, type WordKey } from './languages.js';

let words: Translator<WordKey> = createTranslator('en', en, en);
let loading: Promise<void> | null = null;
const listeners = new Set<() => void>();

/** What the app says now: in English until the browser's language is there, and where that cannot be had. */
export const wordsNow = (): Translator<WordKey> => words;

/** Loads the words of the browser's language, once. */
export function loadWords(): Promise<void> {
  return (loading ??= load());
}

const browserLanguage = () => languageFor(navigator.languages, Object.keys(LANGUAGES));

/** The browser's language, and which way it runs, as an element's attributes: known before its words are there. */
export function languageAttributes(): { lang: string; dir: string } {
  const { locale: lang, dir } = createTranslator(browserLanguage(), en, en);
  return { lang, dir };
}

async function load(): Promise<void> {
  const language = browserLanguage();
  const catalogue = await LANGUAGES[language]?.().catch(() => null);
  if (!catalogue) return;
  words = createTranslator(language, catalogue, en);
  Object.assign(document.documentElement, { lang: words.locale, dir: words.dir });
  for (const listener of listeners) listener();
}

/** Calls when there are other words. Returns what ends it. */
export function onWords(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
