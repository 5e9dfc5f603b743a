import fs from 'node:fs';
import { expect, test } from 'vitest';
import { costOf, costTable } from './cost.js';

test('ten million pages a month, by hand', () => {
  const cost = costOf(1e7);
  // 10⁷ ÷ (730 h × 3600 × 10 pages/s).
  expect(cost.pods).toBeCloseTo(0.3805, 4);
  // One pod and nine warm ones, four to a node: three nodes of $ 0.17 for 730 hours, each with 50 GB at $ 0.08.
  expect(cost.workers).toBeCloseTo(384.3, 6);
  // 730 × (0.1 + 0.1248 + 0.129 + 0.064 + 0.135 + 0.06 + 0.0225) + 23, three disks of $ 4, the firewall's 9.
  expect(cost.fixed).toBeCloseTo(507.769, 3);
  // 1300 GB × (0.023 + 0.044), 10⁶ × (2 puts, 2 gets, 2 moves to Glacier), 1000 GB × 0.02 in, 300 GB × 0.085 out.
  expect(cost.storage).toBeCloseTo(87.1 + 10.8 + 40 + 20 + 25.5, 6);
});

test('the table in the documentation is the model’s', () => {
  const text = fs.readFileSync(new URL('../../docs/operations/scaling.md', import.meta.url), 'utf8');
  expect(text).toContain(costTable());
});
