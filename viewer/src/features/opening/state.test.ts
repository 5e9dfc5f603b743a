import { expect, test } from 'vitest';
import { askedFor } from './state.js';

test('layouts and panels are those of table 29', () => {
  expect(askedFor({ pageLayout: 'TwoColumnRight', pageMode: 'UseOutlines' })).toEqual({
    layout: 'spreads-cover',
    panel: { open: true, tab: 'outline' },
  });
  expect(askedFor({ pageLayout: 'SinglePage', pageMode: 'UseNone' })).toEqual({ layout: 'page' });
  expect(askedFor({ pageMode: 'FullScreen', nonFullScreenPageMode: 'UseThumbs' })).toEqual({ panel: { open: true, tab: 'pages' } });
  expect(askedFor({ pageLayout: 'Spiral', pageMode: 'UseMagic' })).toEqual({});
});
