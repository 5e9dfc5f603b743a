import { expect, test } from 'vitest';
import { turnedBy } from './state.js';

test('quarter turns go round, either way', () => {
  expect([turnedBy(0, 90), turnedBy(270, 90), turnedBy(0, -90), turnedBy(180, 180)]).toEqual([90, 0, 270, 0]);
});
