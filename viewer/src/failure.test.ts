import { expect, test } from 'vitest';
import { failureOf } from './failure.js';

test('what was caught is a failure with a code in letters, whatever it was', () => {
  const unreachable = Object.assign(new Error('No.'), { code: 'source-unreachable', reason: 'not-found' });
  expect(failureOf(unreachable)).toEqual({ code: 'source-unreachable', message: 'No.', reason: 'not-found' });
  expect(failureOf(new DOMException('Gone.', 'AbortError'))).toEqual({ code: '20', message: 'Gone.' });
  expect(failureOf(new Error('Why?'))).toEqual({ code: 'unknown', message: 'Why?' });
  expect(failureOf('text')).toEqual({ code: 'unknown', message: 'text' });
});
