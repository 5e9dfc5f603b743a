import { expect, test } from 'vitest';
import { fileName } from './state.js';

test('files are called after the document', () => {
  expect(fileName('Tidy Data.pdf', 'md')).toBe('Tidy Data.md');
  expect(fileName('Tidy Data.PDF', 'png', 4)).toBe('Tidy Data-5.png');
  expect(fileName('a/b:c\u0000', 'pdf')).toBe('a_b_c_.pdf');
  expect(fileName('', 'pdf')).toBe('document.pdf');
});
