import { expect, test } from 'vitest';
import { bytesIn } from './state.js';

test('sizes are written in thousands', () => {
  expect([0, 999, 1000, 12_345, 2_500_000].map((bytes) => bytesIn(bytes, 'en'))).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '12.3 kB',
    '2.5 MB',
  ]);
  expect(bytesIn(12_345, 'de')).toBe('12,3 kB');
});
