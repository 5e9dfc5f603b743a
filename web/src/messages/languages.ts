import type { Compiled } from '@ode/viewer/geometry';
import type { en } from './en.js';

export type WordKey = keyof typeof en;
/** All that the app says, in one language. */
export type Words = Compiled<WordKey>;

/** The other languages, each loaded when it is wanted: `de.ts` exports `de`. */
export const LANGUAGES: Record<string, () => Promise<Words>> = Object.fromEntries(
  Object.entries(import.meta.glob<Record<string, Words>>(['./??.ts', '!./en.ts'])).map(([file, load]) => {
    const language = file.slice(2, 4);
    return [language, async () => (await load())[language]!];
  }),
);
