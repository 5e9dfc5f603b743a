import format, { type CompiledMessage, type FormatOptions } from 'icu-minify/format';

export type MessageValues = Record<string, string | number | Date>;

/** ICU messages by their keys, which the build has compiled (`scripts/messages.mjs`). */
export type Compiled<Key extends string> = Readonly<Record<Key, CompiledMessage>>;

/** Says things in one language. */
export interface Translator<Key extends string> {
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  t(key: Key, values?: MessageValues): string;
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** To make one costs a hundred times as much as to use it. */
function kept<Made, Options>(make: (locale: string, options?: Options) => Made) {
  const made = new Map<string, Made>();
  return (locale: string, options?: Options): Made => {
    const key = `${locale} ${JSON.stringify(options)}`;
    let one = made.get(key);
    if (!one) made.set(key, (one = make(locale, options)));
    return one;
  };
}

/** Languages whose digits may be others than 0 to 9. */
const OTHER_DIGITS = /^(ar|fa|ur|bn|mr|my|ne)/;

/** Numbers as a language has them. The first `Intl` object costs a browser 50 ms, and most of what is said first is small numbers. */
function numberFormat(locale: string): Pick<Intl.NumberFormat, 'format'> {
  let made: Intl.NumberFormat | undefined;
  const isPlain = (value: number | bigint) => Number.isInteger(value) && value >= 0 && value < 1000 && !OTHER_DIGITS.test(locale);
  return { format: (value) => (isPlain(value as number) ? String(value) : (made ??= new Intl.NumberFormat(locale)).format(value)) };
}

const FORMATTERS = {
  getNumberFormat: kept((locale, options?: Intl.NumberFormatOptions) =>
    options ? new Intl.NumberFormat(locale, options) : numberFormat(locale),
  ),
  getPluralRules: kept((locale, options?: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options)),
  getDateTimeFormat: kept((locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)),
} as FormatOptions['formatters'];

/** What the catalogue lacks is said as `fallback` has it. */
export function createTranslator<Key extends string>(
  locale: string,
  catalogue: Partial<Compiled<Key>>,
  fallback: Compiled<Key>,
): Translator<Key> {
  return {
    locale,
    dir: RIGHT_TO_LEFT.has(locale.split('-')[0]!) ? 'rtl' : 'ltr',
    t: (key, values) => format<string>(catalogue[key] ?? fallback[key], locale, values, { formatters: FORMATTERS }) as string,
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
