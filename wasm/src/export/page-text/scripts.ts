/**
 * Scripts that are told from one another. Browsers shape what is of one script by itself (Unicode Standard Annex 24, 5.1), so a
 * font's kerning holds between letters of one script alone.
 */
const SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Hebrew', 'Arabic', 'Thai', 'Devanagari', 'Han', 'Hiragana', 'Katakana', 'Hangul'].map(
  (name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, 'u') }),
);
/** What is of whatever script is before it. */
const SHARED = /^[\p{Script=Common}\p{Script=Inherited}]*$/u;
const PLAIN_LETTER = /^[A-Za-z]/;

/** The script of a text; '': of any. A script that is none of those above counts as one for each text. */
export function scriptOf(text: string): string {
  if (PLAIN_LETTER.test(text)) return 'Latin';
  if (SHARED.test(text)) return '';
  return SCRIPTS.find(({ letter }) => letter.test(text))?.name ?? text;
}
