import { expect, test } from 'vitest';
import { destinationOf, fragmentOf, fromUserSpace, parseFragment, toUserSpace } from './state.js';

const a4 = { width: 595, height: 842, rotation: 0 };

test('an address may ask for a page, a zoom, a point, a name and a search', () => {
  expect(parseFragment('#page=3&zoom=150')).toEqual({ page: 3, zoom: { mode: 'custom', scale: 2 } });
  expect(parseFragment('#zoom=page')).toEqual({ zoom: { mode: 'page' } });
  expect(parseFragment('#zoom=page-width')).toEqual({ zoom: { mode: 'width' } });
  expect(parseFragment('#page=2&zoom=75,10,400')).toEqual({ page: 2, zoom: { mode: 'custom', scale: 1 }, left: 10, top: 400 });
  expect(parseFragment('#zoom=auto,,400')).toEqual({ zoom: { mode: 'auto' }, top: 400 });
  expect(parseFragment('#zoom=FitH,700')).toEqual({ fit: 'FitH', top: 700 });
  expect(parseFragment('#zoom=FitR,1,2,3,4')).toEqual({ fit: 'FitR', left: 1, bottom: 2, right: 3, top: 4 });
  expect(parseFragment('#search=two%20words&page=2')).toEqual({ page: 2, search: 'two words' });
  expect(parseFragment('#nameddest=chapter.2&pagemode=none')).toEqual({ named: 'chapter.2', panel: null });
  expect(parseFragment('#pagemode=bookmarks')).toEqual({ panel: 'outline' });
});

test('what has no equals sign is a page or a name; what makes no sense is left out', () => {
  expect([parseFragment('#7'), parseFragment('#chapter%202'), parseFragment('#100%')]).toEqual([
    { page: 7 },
    { named: 'chapter 2' },
    { named: '100%' },
  ]);
  expect([parseFragment(''), parseFragment('#'), parseFragment('#0'), parseFragment('#page=-1&zoom=abc,x')]).toEqual([{}, {}, {}, {}]);
});

test('a point counts from the lower left corner of the paper, also of a page that lies on its side', () => {
  expect(destinationOf({ page: 2, left: 0, top: 400 }, [a4, a4], 0)).toEqual({ page: 1, x: 0, y: 442 });
  expect(destinationOf({ top: 400 }, [a4, a4], 1)).toEqual({ page: 1, y: 442 });
  expect(destinationOf({ page: 99 }, [a4, a4], 0)).toEqual({ page: 1 });
  expect(destinationOf({ zoom: { mode: 'page' } }, [a4], 0)).toBeNull();
  // 200 × 100 on paper, see the engine's tests of /Rotate.
  const size = (rotation: number) => ({ width: rotation % 180 ? 100 : 200, height: rotation % 180 ? 200 : 100, rotation });
  const places = [90, 180, 270].map((rotation) => fromUserSpace(size(rotation), { x: 50, y: 60 }));
  expect(places).toEqual([
    { x: 60, y: 50 },
    { x: 150, y: 60 },
    { x: 40, y: 150 },
  ]);
  for (const rotation of [0, 90, 180, 270])
    expect(fromUserSpace(size(rotation), toUserSpace(size(rotation), { x: 12, y: 34 }))).toEqual({ x: 12, y: 34 });
});

test('the address says no more than it has to', () => {
  const zoom = { mode: 'auto' } as const;
  expect(fragmentOf({ page: 2, x: -60, y: -6, zoom }, a4)).toBe('#page=3');
  expect(fragmentOf({ page: 2, x: -60, y: -6, zoom: { mode: 'page' } }, a4)).toBe('#page=3&zoom=page-fit');
  expect(fragmentOf({ page: 0, x: -60, y: 442, zoom: { mode: 'custom', scale: 2 } }, a4)).toBe('#page=1&zoom=150,0,400');
});
