import type { Compiled } from '@ode/viewer/geometry';
import type { en } from './en.js';

export type WordKey = keyof typeof en;
/** All that the app says, in one language. */
export type Words = Compiled<WordKey>;

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
