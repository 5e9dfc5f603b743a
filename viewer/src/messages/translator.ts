import { IntlMessageFormat } from 'intl-messageformat';

export type MessageValues = Record<string, string | number | Date>;

/** Says things in one language: ICU messages, by their keys. */
export interface Translator<Key extends string> {
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  t(key: Key, values?: MessageValues): string;
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** What the catalogue lacks is said as `fallback` has it. */
export function createTranslator<Key extends string>(
  locale: string,
  catalogue: Partial<Record<Key, string>>,
  fallback: Readonly<Record<Key, string>>,
): Translator<Key> {
  const formats = new Map<Key, IntlMessageFormat>();
  return {
    locale,
    dir: RIGHT_TO_LEFT.has(locale.split('-')[0]!) ? 'rtl' : 'ltr',
    t(key, values) {
      const message = catalogue[key] ?? fallback[key];
      if (!message.includes('{')) return message;
      let format = formats.get(key);
      if (!format) formats.set(key, (format = new IntlMessageFormat(message, locale)));
      return String(format.format(values));
    },
  };
}

/** The language of a catalogue for the first of some wishes (BCP 47) that there is one for; English otherwise. */
export function languageFor(wishes: readonly string[], there: readonly string[]): string {
  for (const wish of wishes) {
    const language = wish.toLowerCase().split('-')[0]!;
    if (language === 'en' || there.includes(language)) return language;
  }
  return 'en';
}
