import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';
import { overlay, parse } from '../manifests/kustomize.js';
import { ruleFile } from './rules.js';

const CASES = fileURLToPath(new URL('./alerts.test.yaml', import.meta.url));
const RUNBOOK = fileURLToPath(new URL('../../docs/operations/runbook.md', import.meta.url));
const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

const rules = ruleFile(overlay('prod')).groups.flatMap((group) => group.rules);

/** What promtool says of the cases, with these rules. */
function promtool(file: object) {
  fs.writeFileSync(path.join(folder, 'rules.json'), JSON.stringify(file));
  fs.copyFileSync(CASES, path.join(folder, 'cases.yaml'));
  const { status, stdout, stderr, error } = spawnSync('promtool', ['test', 'rules', 'cases.yaml'], { cwd: folder, encoding: 'utf8' });
  if (error) throw new Error('There is no promtool on this machine: run `npm test`, which installs it.', { cause: error });
  return { status, said: stdout + stderr };
}

test('every alert fires when it should, and not before', () => {
  expect(promtool(ruleFile(overlay('prod')))).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
});

test('a rule that is wrong is caught', () => {
  const file = ruleFile(overlay('prod'));
  const errors = file.groups[0]?.rules.find(({ alert }) => alert === 'OdeApiErrors');
  if (errors) errors.expr = errors.expr.replace('> 0.02', '> 0.2');
  expect(promtool(file).status).toBe(1);
});

test('every alert has a case in which it fires', () => {
  const cases = parse(fs.readFileSync(CASES, 'utf8'))[0] as unknown as {
    tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
  };
  const fired = cases.tests.flatMap((one) =>
    one.alert_rule_test.filter((check) => check.exp_alerts.length).map((check) => check.alertname),
  );
  expect([...new Set(fired)].sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

test('every alert leads to a chapter of the runbook', () => {
  // As GitHub makes anchors of headings: lower case, punctuation left out, hyphens for blanks.
  const anchors = [...fs.readFileSync(RUNBOOK, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replace(/ /g, '-'),
  );
  for (const { alert, annotations } of rules) expect(anchors, alert).toContain(annotations.runbook?.split('#')[1]);
});
