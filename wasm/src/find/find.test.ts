import { expect, test } from 'vitest';
import { find } from './find.js';
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
async function searched(cache: LettersCache, atOnce: number, parallel: number) {
  const requests: (readonly number[])[] = [];
  let open = 0;
  let most = 0;
  let farthest = 0;
  let position = 0;
  const letters = async (pages: readonly number[]): Promise<PageLetters[]> => {
    requests.push(pages);
    most = Math.max(most, ++open);
    farthest = Math.max(farthest, pages.at(-1)! - position);
    await new Promise(setImmediate);
    open--;
    return pages.slice(0, atOnce).map((page) => ({ ...noLetters(), text: `page ${page}.` }));
  };
  const found: number[] = [];
  const onProgress = () => position++;
  const pool = { pageCount: PAGES, cache, parallel, letters, match: () => Promise.resolve([]) };
  for await (const { page } of find(pool, 'page', { onProgress })) found.push(page);
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

test('what there was no time for is asked for again', async () => {
  const { found, requests } = await searched(new LettersCache(), 5, 3);
  expect(found).toEqual([...Array(PAGES).keys()]);
  expect(requests.length).toBeLessThan(PAGES / 4);
});
