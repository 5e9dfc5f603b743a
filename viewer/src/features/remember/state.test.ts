import { expect, test } from 'vitest';
import { fnv1a, withLeft, type Left } from './state.js';

const left = (at: number): Left => ({
  place: { page: at, x: 0, y: 0, zoom: { mode: 'auto' } },
  rotation: 0,
  layout: 'continuous',
  panel: { open: false, tab: '' },
  at,
});

test('the documents that were left last are remembered, each once', () => {
  let all = {};
  for (let i = 0; i < 300; i++) all = withLeft(all, `file ${i}`, left(i));
  all = withLeft(all, 'file 150', left(400));
  expect(Object.keys(all)).toHaveLength(200);
  expect(all).toMatchObject({ 'file 150': { at: 400 }, 'file 299': { at: 299 } });
  expect([99, 100].map((i) => `file ${i}` in all)).toEqual([false, true]);
});

test('hashes are those of FNV-1a', () => {
  // The published test vectors of the algorithm's authors, for text in ASCII.
  expect([fnv1a(''), fnv1a('a'), fnv1a('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});
