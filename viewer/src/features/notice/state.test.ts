import { expect, test } from 'vitest';
import { noticesOf } from './state.js';

const warning = (feature: string) => ({ feature, page: -1, object: 0, missing: false, unsupported: false });

test('only what a reader can do something with is told, and once', () => {
  expect(noticesOf([])).toEqual([]);
  expect(noticesOf([warning('xref-rebuilt'), warning('toString')])).toEqual([]);
  const notices = noticesOf([warning('xfa-form'), warning('xref-rebuilt'), warning('xfa-form')]);
  expect(notices).toEqual(['notice.xfa-form']);
});
