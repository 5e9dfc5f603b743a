import type { TextRun } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { addressesIn, addressesOn, overlaps } from './addresses.js';

const urls = (text: string) => addressesIn(text).map(({ url }) => url);

test('web and e-mail addresses are found, without what only stands behind them', () => {
  expect(urls('See https://example.org/a_(b), or (http://x.example/c).')).toEqual(['https://example.org/a_(b)', 'http://x.example/c']);
  expect(urls('WWW.example.org; www.example.org/?q=1&r=2#s…')).toEqual(['https://WWW.example.org', 'https://www.example.org/?q=1&r=2#s']);
  expect(urls('http://x.example/˜ada and http://x.example/∼eve')).toEqual(['http://x.example/~ada', 'http://x.example/~eve']);
  expect(urls('Write to ada.l+x@sub.example.org.')).toEqual(['mailto:ada.l+x@sub.example.org']);
  expect(addressesIn('at https://a.example now')).toEqual([{ from: 3, to: 20, url: 'https://a.example' }]);
});

test('what only looks like an address is none', () => {
  for (const text of [
    'example.org',
    'and/or',
    'e.g. this',
    'a@b',
    'user@host',
    'ftp://x.example',
    'javascript:alert(1)',
    'http://',
    'www.',
    'https://nowhere',
    '@decorator.example',
  ])
    expect(urls(text)).toEqual([]);
});

const run = (text: string, top: number, endsLine = true): TextRun => ({
  text,
  quad: [100, top + 10, 300, top + 10, 300, top, 100, top],
  fontSize: 10,
  direction: 'ltr',
  endsLine,
});
/** All characters as wide as one another. */
const even = (text: string, from: number, to: number): [number, number] => [from / text.length, to / text.length];

test('an address has its place, also where it goes on in the next line', () => {
  expect(addressesOn([run('at http://a.example.', 50)], even)).toEqual([{ url: 'http://a.example', rects: [[130, 50, 290, 60]] }]);
  expect(addressesOn([run('https://a.example/', 50), run('b/c then', 70)], even)).toEqual([
    {
      url: 'https://a.example/b/c',
      rects: [
        [100, 50, 300, 60],
        [100, 70, 175, 80],
      ],
    },
  ]);
  expect(addressesOn([run('https://a.example', 50), run('Another line', 70)], even)).toEqual([
    { url: 'https://a.example', rects: [[100, 50, 300, 60]] },
  ]);
});

test('what overlaps a link is told', () => {
  expect([overlaps([0, 0, 10, 10], [5, 5, 20, 20]), overlaps([0, 0, 10, 10], [10, 0, 20, 10])]).toEqual([true, false]);
});
