import fs from 'node:fs';
import { expect, test } from 'vitest';
import { SETTINGS, STAGES, type StageSettings } from './stages.js';

const days = (n: number) => (n === 1 ? '1 day' : `${n} days`);
const ROWS: Record<string, (s: StageSettings) => string> = {
  'NAT gateways': (s) => String(s.natGateways),
  'zones with nodes': (s) => String(s.nodeZones),
  'nodes in each of them, system / worker': ({ system, worker }) => `${system.min} – ${system.max} / ${worker.min} – ${worker.max}`,
  'database can be set back by': (s) => days(s.backupDays),
  'documents are kept for': (s) => days(s.documentDays),
  'logs are kept for': (s) => days(s.logDays),
  'standby of database and cache': (s) => (s.standby ? 'yes' : 'no'),
  'data outlives its stack': (s) => (s.keepData ? 'yes' : 'no'),
};

test("the documentation's table of the stages is theirs", () => {
  const text = fs.readFileSync(new URL('../docs/operations/architecture.md', import.meta.url), 'utf8');
  for (const [row, value] of Object.entries(ROWS))
    expect(text).toContain(`\n| ${row} | ${STAGES.map((stage) => value(SETTINGS[stage])).join(' | ')} |\n`);
});

test('production keeps what it has, and is not spared', () => {
  expect(SETTINGS.prod).toMatchObject({ keepData: true, natGateways: 3 });
  expect(SETTINGS.prod.backupDays).toBeGreaterThanOrEqual(14);
  for (const stage of STAGES) expect(SETTINGS[stage].name).toBe(stage);
});
