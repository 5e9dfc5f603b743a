import compile from 'icu-minify/compile';
import { expect, test } from 'vitest';
import { en } from './en.js';
import { enAttachments } from './en-attachments.js';
import { enColors } from './en-colors.js';
import { enComments } from './en-comments.js';
import { enFailures } from './en-failures.js';
import { enFallback } from './en-fallback.js';
import { enForms } from './en-forms.js';
import { enLayers } from './en-layers.js';
import { enMenu } from './en-menu.js';
import { enNotice } from './en-notice.js';
import { enPassword } from './en-password.js';
import { enPrint } from './en-print.js';
import { enProperties } from './en-properties.js';
import { enReaderView } from './en-reader-view.js';
import { addEnglish, createMessages, english, LANGUAGES, languageFor, loadMessages, type MessageKey } from './messages.js';
import { placesIn } from './places.js';

test('messages are filled in by the rules of their language', () => {
  expect(english.t('pages.page', { page: 1234 })).toBe('Page 1,234');
  expect(createMessages('de', { 'pages.page': compile('Seite {page, number}') }).t('pages.page', { page: 1234 })).toBe('Seite 1.234');
});

test.each(['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'zh', 'ar', 'ar-EG'])('small numbers are those of %s, too', (locale) => {
  const { t } = createMessages(locale, { 'pages.page': compile('{page, number}') });
  for (const page of [0, 7, 42, 999, 1000]) expect(t('pages.page', { page })).toBe(new Intl.NumberFormat(locale).format(page));
});

test('what a language lacks is said in English', () => {
  expect(createMessages('de', {}).t('zoom.in')).toBe('Zoom in');
});

test('the first wish that can be met is', () => {
  expect(languageFor(['xx', 'pt-BR', 'en'], ['de', 'pt'])).toBe('pt');
  expect(languageFor(['en-GB', 'de'], ['de'])).toBe('en');
  expect(languageFor(['xx'], ['de'])).toBe('en');
});

test('Arabic runs from right to left', () => {
  expect([createMessages('ar', {}).dir, english.dir]).toEqual(['rtl', 'ltr']);
});

test('what a part of the viewer says in English comes with it', () => {
  addEnglish(enProperties);
  expect(english.t('properties.page-count', { count: 2 })).toBe('2 pages');
});

const NUMBERS = [0, 1, 2, 3, 11, 100];

test('a message has places for its values, also in its plurals', () => {
  expect(placesIn(compile('{file}: {count, plural, one {a page by {author}} other {# pages by {author}}}'))).toEqual([
    'author',
    'count',
    'file',
  ]);
});

test.each(Object.keys(LANGUAGES))('%s says everything, with the same values, for every number', async (language) => {
  const catalogue = await LANGUAGES[language]!();
  const messages = await loadMessages([language]);
  const all = {
    ...en,
    ...enAttachments,
    ...enColors,
    ...enComments,
    ...enFailures,
    ...enFallback,
    ...enForms,
    ...enLayers,
    ...enMenu,
    ...enNotice,
    ...enPassword,
    ...enPrint,
    ...enProperties,
    ...enReaderView,
  };
  expect(Object.keys(catalogue).sort()).toEqual(Object.keys(all).sort());
  for (const key of Object.keys(all) as MessageKey[]) {
    expect(placesIn(catalogue[key]), key).toEqual(placesIn(all[key]));
    for (const n of NUMBERS) {
      const values = Object.fromEntries(
        placesIn(all[key]).map((name) => [name!, /name|author|text|state|type|lacks/.test(name!) ? 'x' : n]),
      );
      expect(messages.t(key, values), key).not.toMatch(/[{}]|undefined/);
    }
  }
});

test('what the file names by words of its own is said in the language', async () => {
  const de = await loadMessages(['de']);
  expect([de.t('comments.mark', { type: 'StrikeOut' }), de.t('comments.verdict', { state: 'Accepted' })]).toEqual([
    'Durchstreichung',
    'Angenommen',
  ]);
  expect(de.t('comments.verdict', { state: 'Deferred' })).toBe('Deferred');
});

test('plurals follow the language', async () => {
  const [de, ar] = await Promise.all([loadMessages(['de']), loadMessages(['ar'])]);
  expect([1, 2].map((count) => de.t('properties.page-count', { count }))).toEqual(['1 Seite', '2 Seiten']);
  expect(ar.t('properties.page-count', { count: 2 })).toBe('صفحتان');
});
