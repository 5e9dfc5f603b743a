import { expect, test } from 'vitest';
import { commandOf, pageOf } from './state.js';

test('typed pages count from 1 and end with the document', () => {
  expect(['1', ' 7 ', '12', '0', '-3', '99'].map((typed) => pageOf(typed, 12))).toEqual([0, 6, 11, 0, 0, 11]);
  expect(['', ' ', 'x', '2.5', 'Infinity'].map((typed) => pageOf(typed, 12))).toEqual([null, null, null, null, null]);
});

test("keys ask for what they stand for, and leave the browser's own alone", () => {
  const key = (key: string, held = {}) => commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });
  expect([key('+'), key('='), key('-'), key('0'), key('9')]).toEqual(['zoom-in', 'zoom-in', 'zoom-out', 'fit-width', 'fit-page']);
  expect(key('+', { ctrlKey: true })).toBe('zoom-in');
  expect([key('n'), key('p'), key('Home'), key('End')]).toEqual(['next-page', 'previous-page', 'first-page', 'last-page']);
  expect([key('n', { ctrlKey: true }), key('p', { metaKey: true }), key('9', { ctrlKey: true }), key('+', { altKey: true })]).toEqual(
    Array(4).fill(null),
  );
  expect(key('toString')).toBeNull();
});
