/* That each rule is needed, `npm run check:mutations` shows: it plants the mistakes. */
import { expect, test } from 'vitest';
import { overlay, STAGES } from './kustomize.js';
import { wiringProblems } from './wiring.js';

test.each(STAGES)('%s: pods may call what they need, by the right names and as the right user', (stage) => {
  expect(wiringProblems(overlay(stage))).toEqual([]);
});
