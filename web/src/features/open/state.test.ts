import { expect, test } from 'vitest';
import { messageOf, nameOfUrl, openReducer, type OpenState } from './state.js';

const opening: OpenState = { status: 'opening', name: 'a.pdf' };

test('a locked document asks, and asks again after a wrong password', () => {
  const asked = openReducer(opening, { type: 'ask', retry: false });
  expect(asked).toEqual({ status: 'locked', name: 'a.pdf', retry: false });
  const tried = openReducer(asked, { type: 'answer' });
  expect(tried).toEqual(opening);
  expect(openReducer(tried, { type: 'ask', retry: true })).toEqual({ status: 'locked', name: 'a.pdf', retry: true });
});

test('a failure keeps the name and the code; giving up is no failure', () => {
  expect(openReducer(opening, { type: 'failed', code: 'damaged' })).toEqual({ status: 'failed', name: 'a.pdf', code: 'damaged' });
  expect(openReducer(opening, { type: 'failed', code: 'aborted' })).toEqual({ status: 'empty' });
});

test('every code has a message, also one that is not known', () => {
  expect(messageOf('not-a-pdf')).toEqual(['error.not-a-pdf', 'error.not-a-pdf.advice']);
  for (const odd of ['something-new', 'not-a-pdf.advice', '']) expect(messageOf(odd)).toEqual(['error.unknown', 'error.unknown.advice']);
});

test('a name is the last part of an address', () => {
  expect(nameOfUrl('/papers/on%20proof.pdf?x=1#page=2')).toBe('on proof.pdf');
  expect(nameOfUrl('https://example.org/')).toBe('example.org');
  expect(nameOfUrl('/a%E0.pdf')).toBe('a%E0.pdf');
});

test('what has come of a file is told while it is opened, and no longer', () => {
  const fetched = openReducer(opening, { type: 'fetched', fetched: 3, total: 9 });
  expect(fetched).toEqual({ status: 'opening', name: 'a.pdf', fetched: 3, total: 9 });
  const failed: OpenState = { status: 'failed', name: 'a.pdf', code: 'damaged' };
  expect(openReducer(failed, { type: 'fetched', fetched: 4, total: 9 })).toBe(failed);
});
