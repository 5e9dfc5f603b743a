import { expect, test } from 'vitest';
import { offsetAlong } from './measure.js';

/** Every character is as wide as the next. */
const even = (text: string) => text.length;

test('the nearest place between characters is found', () => {
  expect([0, 0.04, 0.06, 0.5, 1].map((along) => offsetAlong('0123456789', along, even))).toEqual([0, 0, 1, 5, 10]);
  expect(offsetAlong('', 0.5, even)).toBe(0);
});

test('a character of two units is not divided', () => {
  expect(offsetAlong('😀😀', 0.3, even)).toBe(2);
});
