import { expect, test } from 'vitest';
import { addressIn, isPdf } from './state.js';

test('a text that is an address, and nothing else, is one', () => {
  expect(addressIn(' https://example.org/a.pdf?x=1#page=2\n')).toBe('https://example.org/a.pdf?x=1#page=2');
  for (const other of [
    '',
    'see https://example.org/a.pdf',
    'https://',
    'https:///a',
    'ftp://example.org/a',
    'javascript:alert(1)',
    'a.pdf',
  ])
    expect(addressIn(other), other).toBeNull();
});

test('files are told by their type, or by their name where they have none', () => {
  expect([isPdf({ type: 'application/pdf', name: 'x' }), isPdf({ type: '', name: 'a.PDF' })]).toEqual([true, true]);
  expect(isPdf({ type: 'text/plain', name: 'pdf.txt' })).toBe(false);
});
