import { expect, test } from 'vitest';
import { legible } from './unnamed-letters.js';

test.each([
  ['de\fned', 'defined'],
  ['\x0brst', 'ffrst'],
  ['e\x0ecient', 'efficient'],
  ['\rower', 'flower'],
  ['o\x1bset', 'offset'],
  ['di\x0f', 'diffl'],
  ['A\x03', 'A\ufffd'],
  ['\f', '\ufffd'],
  ['plain', 'plain'],
])('%j', (word, read) => {
  expect(legible(word)).toBe(read);
});
