import { expect, test } from 'vitest';
import { nameOfUrl, openReducer, type OpenState } from './state.js';

const DAMAGED = { code: 'damaged', message: 'No page could be found in it.' };
const opening: OpenState = { status: 'opening', name: 'a.pdf' };

test('a locked document asks, and asks again after a wrong password', () => {
  const asked = openReducer(opening, { type: 'ask', retry: false });
  expect(asked).toEqual({ status: 'locked', name: 'a.pdf', retry: false });
  const tried = openReducer(asked, { type: 'answer' });
  expect(tried).toEqual(opening);
  expect(openReducer(tried, { type: 'ask', retry: true })).toEqual({ status: 'locked', name: 'a.pdf', retry: true });
});

test('a failure keeps the name and the code; giving up is no failure', () => {
  expect(openReducer(opening, { type: 'failed', failure: DAMAGED })).toEqual({ status: 'failed', name: 'a.pdf', failure: DAMAGED });
  expect(openReducer(opening, { type: 'failed', failure: { code: 'aborted', message: '' } })).toEqual({ status: 'empty' });
});

test('a name is the last part of an address', () => {
  expect(nameOfUrl('/papers/on%20proof.pdf?x=1#page=2')).toBe('on proof.pdf');
  expect(nameOfUrl('https://example.org/')).toBe('example.org');
  expect(nameOfUrl('/a%E0.pdf')).toBe('a%E0.pdf');
});

test('what has come of a file is told while it is opened, and no longer', () => {
  const fetched = openReducer(opening, { type: 'fetched', fetched: 3, total: 9 });
  expect(fetched).toEqual({ status: 'opening', name: 'a.pdf', fetched: 3, total: 9 });
  const failed: OpenState = { status: 'failed', name: 'a.pdf', failure: DAMAGED };
  expect(openReducer(failed, { type: 'fetched', fetched: 4, total: 9 })).toBe(failed);
});
