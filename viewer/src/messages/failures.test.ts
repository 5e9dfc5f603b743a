import { expect, test } from 'vitest';
import { failureWords } from './failures.js';
import { english, loadMessages } from './messages.js';

test('a failure is told by its reason, else by its code', async () => {
  const unreachable = { code: 'source-unreachable', reason: 'not-found' };
  expect(failureWords(english, unreachable)).toEqual({
    title: 'There is no document at this address',
    advice: 'It may have moved, or the address is not quite right.',
    isKnown: true,
  });
  expect(failureWords(english, { ...unreachable, reason: 'something-new' }).title).toBe('The document could not be fetched');
  expect(failureWords(await loadMessages(['de']), { code: 'not-a-pdf' }).title).toBe('Das ist keine PDF-Datei');
});

test.each(['something-new', 'not-a-pdf.advice', '', 'unknown'])('of the code "%s" it is told that it failed', (code) => {
  expect(failureWords(english, { code })).toMatchObject({ title: 'The document could not be opened', isKnown: false });
});
