import { expect, test } from 'vitest';
import { withRecent, type Recent } from './state.js';

/** Stands for a file in a folder of the reader's. */
const handle = (path: string) => ({ path }) as unknown as FileSystemFileHandle;
const isSame = async (a: unknown, b: unknown) => (a as { path: string }).path === (b as { path: string }).path;

test('what was opened last is first, each document once, and the oldest go', async () => {
  let all: Recent[] = [];
  for (let i = 0; i < 15; i++) all = await withRecent(all, { name: `${i}.pdf`, url: `/${i}.pdf`, at: i }, isSame);
  all = await withRecent(all, { name: '5.pdf', url: '/5.pdf', at: 20 }, isSame);
  expect(all.map(({ at }) => at)).toEqual([20, 14, 13, 12, 11, 10, 9, 8, 7, 6, 4, 3]);
});

test('files are the same by where they are, not by their names', async () => {
  const first = await withRecent([], { name: 'a.pdf', handle: handle('/x/a.pdf'), at: 1 }, isSame);
  const second = await withRecent(first, { name: 'a.pdf', handle: handle('/y/a.pdf'), at: 2 }, isSame);
  const third = await withRecent(second, { name: 'a.pdf', handle: handle('/x/a.pdf'), at: 3 }, isSame);
  expect(third.map(({ at }) => at)).toEqual([3, 2]);
});
