import { expect, test } from 'vitest';
import { pagesOf, paperRules, printScale } from './state.js';

test('ranges name pages, each once, in their order', () => {
  expect(pagesOf('1-3, 8', 10)).toEqual([0, 1, 2, 7]);
  expect(pagesOf('8 2–3;3', 10)).toEqual([7, 1, 2]);
  expect(pagesOf('9-', 10)).toEqual([8, 9]);
});

test('what names no page, or one that there is not, is none', () => {
  for (const wrong of ['', ' ', '0', '11', '3-1', 'a', '1-11', '-3', '1..2']) expect(pagesOf(wrong, 10), wrong).toBeNull();
});

test('pages are drawn with 300 dots an inch, many with 200, huge ones with what a picture may have', () => {
  expect(printScale(612, 792, 1)).toBeCloseTo(300 / 72);
  expect(printScale(612, 792, 100)).toBeCloseTo(200 / 72);
  const scale = printScale(14_400, 14_400, 1);
  expect((14_400 * scale) ** 2).toBeCloseTo(32e6, -2);
});

test('each size has a kind of paper', () => {
  const { rules, names } = paperRules([
    { width: 612, height: 792 },
    { width: 842, height: 595 },
    { width: 612, height: 792 },
  ]);
  expect(names).toEqual(['ode-paper-0', 'ode-paper-1', 'ode-paper-0']);
  expect(rules).toBe('@page ode-paper-0 { size: 612pt 792pt; margin: 0 }\n@page ode-paper-1 { size: 842pt 595pt; margin: 0 }');
});
