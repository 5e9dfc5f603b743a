import { expect, test } from 'vitest';
import { createMessages, english, languageFor } from './messages.js';

test('messages are filled in by the rules of their language', () => {
  expect(english.t('pages.page', { page: 1234 })).toBe('Page 1,234');
  expect(createMessages('de', { 'pages.page': 'Seite {page, number}' }).t('pages.page', { page: 1234 })).toBe('Seite 1.234');
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
