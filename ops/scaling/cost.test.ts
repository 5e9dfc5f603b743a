import fs from 'node:fs';
import { expect, test } from 'vitest';
import { costOf, costTable } from './cost.js';

test('ten million pages a month, by hand', () => {
  const cost = costOf(1e7);
  // 10⁷ ÷ (730 h × 3600 × 10 pages/s).
  expect(cost.pods).toBeCloseTo(0.3805, 4);
  // One pod and nine warm ones, four to a node: three nodes of $ 0.17 for 730 hours.
  expect(cost.workers).toBeCloseTo(372.3, 6);
  // 730 × (0.1 + 0.1248 + 0.129 + 0.064 + 0.135 + 0.06 + 0.0225) + 23.
  expect(cost.fixed).toBeCloseTo(486.769, 3);
  // 1300 GB × (0.023 + 0.0396), 10⁶ × (2 puts, 2 gets), 300 GB × 0.085.
  expect(cost.storage).toBeCloseTo(81.38 + 10.8 + 25.5, 6);
});

test('the table in the documentation is the model’s', () => {
  const text = fs.readFileSync(new URL('../../docs/operations/scaling.md', import.meta.url), 'utf8');
  expect(text).toContain(costTable());
});
