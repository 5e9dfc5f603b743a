import { IntlMessageFormat } from 'intl-messageformat';
import { createContext, useContext } from 'react';
import { en } from './en.js';

export type MessageKey = keyof typeof en;
/** All messages in one language. */
export type Catalogue = Record<MessageKey, string>;
export type MessageValues = Record<string, string | number | Date>;

/** Says things in one language. */
export interface Messages {
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  t(key: MessageKey, values?: MessageValues): string;
}

/** The other languages, each loaded when it is wanted. */
export const LANGUAGES: Record<string, () => Promise<Catalogue>> = {
  ar: async () => (await import('./ar.js')).ar,
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  ja: async () => (await import('./ja.js')).ja,
  pt: async () => (await import('./pt.js')).pt,
  zh: async () => (await import('./zh.js')).zh,
};

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** The language of the catalogue for the first of some wishes (BCP 47) that there is one for; English otherwise. */
export function languageFor(wishes: readonly string[], there: readonly string[] = Object.keys(LANGUAGES)): string {
  for (const wish of wishes) {
    const language = wish.toLowerCase().split('-')[0]!;
    if (language === 'en' || there.includes(language)) return language;
  }
  return 'en';
}

export function createMessages(locale: string, catalogue: Partial<Catalogue>): Messages {
  const formats = new Map<MessageKey, IntlMessageFormat>();
  return {
    locale,
    dir: RIGHT_TO_LEFT.has(locale.split('-')[0]!) ? 'rtl' : 'ltr',
    t(key, values) {
      const message = catalogue[key] ?? en[key];
      if (!message.includes('{')) return message;
      let format = formats.get(key);
      if (!format) formats.set(key, (format = new IntlMessageFormat(message, locale)));
      return String(format.format(values));
    },
  };
}

export const english = createMessages('en', en);

/** The messages for some wishes. Where a catalogue cannot be loaded, English. */
export async function loadMessages(wishes: readonly string[]): Promise<Messages> {
  const language = languageFor(wishes);
  const load = LANGUAGES[language];
  if (!load) return english;
  return load().then(
    (catalogue) => createMessages(language, catalogue),
    () => english,
  );
}

export const MessagesContext = createContext<Messages>(english);

export function useMessages(): Messages {
  return useContext(MessagesContext);
}
