import { expect, test } from 'vitest';
import { pagesOf, parsePageRanges } from './page-range.js';

test('ranges are read as people write them', () => {
  expect(parsePageRanges('1-3,7,10-')).toEqual([{ from: 1, to: 3 }, { from: 7, to: 7 }, { from: 10 }]);
  expect(parsePageRanges(' 2 - 2 ')).toEqual([{ from: 2, to: 2 }]);
  for (const wrong of ['', '0', '3-1', '1,,2', '-3', '1-2-3', 'x', '1.5']) expect(parsePageRanges(wrong), wrong).toBeNull();
});

test('pages come in the order in which they are named', () => {
  expect(pagesOf([{ from: 7, to: 7 }, { from: 1, to: 3 }, { from: 9 }], 10)).toEqual([6, 0, 1, 2, 8, 9]);
});

test('a page that is not there is told, also where a range has no end', () => {
  expect(() => pagesOf([{ from: 11, to: 11 }], 10)).toThrow('There is no page 11: the document has 10.');
  expect(() => pagesOf([{ from: 11 }], 10)).toThrow('There is no page 11: the document has 10.');
});
