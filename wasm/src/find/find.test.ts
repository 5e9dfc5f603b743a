import { expect, test } from 'vitest';
import { find } from './find.js';
import { fold, foldedText } from './fold.js';
import { LettersCache } from './letters-cache.js';
import { noLetters, type PageLetters } from './page-letters.js';

const PAGES = 1000;

/** A cache that is full. */
class FullCache extends LettersCache {
  override add(): boolean {
    return false;
  }
}

/** Searches pages that say their number, each read so many at a time as `there is time for`; what was asked for meanwhile. */
async function searched(cache: LettersCache, atOnce: number, parallel: number, from = 0) {
  const requests: (readonly number[])[] = [];
  let open = 0;
  let most = 0;
  let farthest = 0;
  let position = 0;
  const letters = async (pages: readonly number[]): Promise<PageLetters[]> => {
    requests.push(pages);
    most = Math.max(most, ++open);
    farthest = Math.max(farthest, ((pages.at(-1)! - from + PAGES) % PAGES) - position);
    await new Promise(setImmediate);
    open--;
    return pages.slice(0, atOnce).map((page) => ({ ...noLetters(), text: `page ${page}.` }));
  };
  const found: number[] = [];
  const onProgress = () => position++;
  const pool = { pageCount: PAGES, cache, parallel, letters, match: () => Promise.resolve([]) };
  for await (const { page } of find(pool, 'page', { from, onProgress })) found.push(page);
  return { found, requests, most, farthest };
}

test.each([
  ['kept', () => new LettersCache()],
  ['not kept', () => new FullCache()],
])('pages that are %s are asked for many at a time, by all hands, and not too far ahead', async (_, cache) => {
  const { found, requests, most, farthest } = await searched(cache(), 16, 2);
  expect(found).toEqual([...Array(PAGES).keys()]);
  // 1, 2, 4, 8, and then 16 each, but for a few at the end of what may be asked for.
  expect(requests.length).toBeLessThan(1.2 * (4 + (PAGES - 15) / 16));
  expect(most).toBe(2);
  expect(farthest).toBeLessThanOrEqual(64);
  expect(new Set(requests.flat()).size).toBe(PAGES);
});

test('text of ASCII is folded to the same by the shorter way', () => {
  const parts = ['a', 'B', 'z', '-', ' ', '\n', '\t', '\r', '\v', '0', '-\n', '- \n', '(', '\x7f', '\x1c', '\0'];
  let state = 7;
  // Park and Miller's minimal standard generator.
  const next = (below: number) => (state = (state * 48271) % 0x7fffffff) % below;
  for (let i = 0; i < 3000; i++) {
    const source = Array.from({ length: next(14) }, () => parts[next(parts.length)]).join('');
    for (const [matchCase, hyphens] of [
      [false, 'dropped'],
      [false, 'kept'],
      [false, 'marked'],
      [true, 'dropped'],
      [true, 'kept'],
    ] as const) {
      const folding = { matchCase, hyphens, diacritics: false };
      expect(foldedText(source, folding), JSON.stringify(source)).toBe(fold(source, folding).text);
    }
  }
});

test('letters that stand for many are found by them', () => {
  // U+FDFA is a phrase of 18 letters (UnicodeData.txt); more of them than there is room for at first.
  const { text, origins } = fold('a\ufdfa\ufdfab', { matchCase: false, diacritics: false, hyphens: 'dropped' });
  const phrase = '\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064a\u0647 \u0648\u0633\u0644\u0645';
  expect(text).toBe(`a${phrase}${phrase}b`);
  expect([...origins]).toEqual([0, ...Array<number>(18).fill(1), ...Array<number>(18).fill(2), 3, 4]);
});

test.each([0, 700])('what there was no time for is asked for again, from page %i on', async (from) => {
  const { found, requests, farthest } = await searched(new LettersCache(), 5, 3, from);
  expect(found).toEqual(Array.from({ length: PAGES }, (_, i) => (from + i) % PAGES));
  expect(requests.length).toBeLessThan(PAGES / 4);
  expect(farthest).toBeLessThanOrEqual(96);
});
