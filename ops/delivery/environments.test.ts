import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';
import { read, ROOT, workflowFiles } from '../workflows/workflows.js';

const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Asked {
  reviewers: { type: string; id: number }[];
  deployment_branch_policy: { protected_branches: boolean; custom_branch_policies: boolean };
}

/** Runs environments.sh with a gh that writes down what it is asked. `there`: branches that an environment has already. */
function environments(there = '') {
  const asked = path.join(folder, 'asked');
  fs.writeFileSync(asked, '');
  const gh = `#!/bin/bash
case "$*" in
  'api users/'*) echo 4711 ;;
  *PUT*) echo "PUT $4 $(cat)" >> ${asked} ;;
  *POST*) echo "POST $4 $6" >> ${asked} ;;
  *) printf '%s' '${there}' ;;
esac
`;
  fs.writeFileSync(path.join(folder, 'gh'), gh, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout } = spawnSync('bash', [path.join(ROOT, 'deploy/environments.sh'), 'acme/pdf', 'ann'], { env, encoding: 'utf8' });
  expect(status).toBe(0);
  const lines = fs.readFileSync(asked, 'utf8').trim().split('\n');
  const made = lines.flatMap((line) => {
    const [, name = '', body = ''] = /^PUT repos\/acme\/pdf\/environments\/(\S+) (.*)$/.exec(line) ?? [];
    return name ? [[name, JSON.parse(body) as Asked] as const] : [];
  });
  return { made: new Map(made), branches: lines.filter((line) => line.startsWith('POST')), said: stdout.trim().split('\n') };
}

test('every environment that a workflow runs in is made, and takes main alone', () => {
  const used = workflowFiles.flatMap((file) =>
    Object.values(read(file).jobs).flatMap(({ environment, with: inputs }) => [environment, inputs?.stage]),
  );
  const { options } = (read('deploy.yml').on.workflow_dispatch as { inputs: { stage: { options: string[] } } }).inputs.stage;
  const names = new Set([...used.filter((name) => name && !String(name).includes('${{')), ...options]);
  const { made, branches, said } = environments();
  expect([...made.keys()].sort()).toEqual([...names].sort());
  expect(said).toEqual([...made.keys()]);
  for (const [name, { deployment_branch_policy: policy }] of made) {
    expect(policy, name).toEqual({ protected_branches: false, custom_branch_policies: true });
    expect(branches).toContain(`POST repos/acme/pdf/environments/${name}/deployment-branch-policies name=main`);
  }
});

test('production and a release ask the reviewer, and nothing else asks anybody', () => {
  for (const [name, { reviewers }] of environments().made)
    expect(reviewers, name).toEqual(['prod', 'release'].includes(name) ? [{ type: 'User', id: 4711 }] : []);
});

test('a second run adds no branch twice', () => {
  expect(environments('main\n').branches).toEqual([]);
});
