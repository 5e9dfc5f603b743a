import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';
import { overlay, STAGES } from './kustomize.js';
import { namesResolve } from './policy.js';

const DEPLOY = fileURLToPath(new URL('../../deploy/pods.sh', import.meta.url));
const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What the revisions that are kept name, the warm pods nothing; and the maps that there are. */
const NAMED = 'ode-config-new\\node-config-before ode-config-beside\\n\\n';
const MAPS =
  ['new', 'before', 'beside', 'old', 'older'].map((name) => `configmap/ode-config-${name}\\n`).join('') + 'configmap/ode-dashboard\\n';

/** Runs pods.sh with a kubectl that only writes down what it is asked, fails where `failing` matches, and says how the migration went. */
function deploy(failing = '^$', migration = 'SuccessCriteriaMet Complete') {
  const kubectl = path.join(folder, 'kubectl');
  const asked = path.join(folder, 'asked');
  fs.writeFileSync(asked, '');
  fs.writeFileSync(
    kubectl,
    `#!/bin/bash\necho "$*" >> ${asked}\ncase "$*" in\n  'get job'*) echo '${migration}' ;;\n  'get replicaset'*) printf '${NAMED}' ;;\n` +
      `  'get configmap'*) printf '${MAPS}' ;;\nesac\n! [[ "$*" =~ ${failing} ]]\n`,
    { mode: 0o755 },
  );
  const { status } = spawnSync('bash', [DEPLOY, 'staging'], { env: { ...process.env, KUBECTL: kubectl }, encoding: 'utf8' });
  const lines = fs.readFileSync(asked, 'utf8').trim().split('\n');
  const brief = lines.map((line) => line.replace(/--kustomize \S+\/overlays\//, '').replace(/ --(namespace|timeout|output) \S+/g, ''));
  // What only asks for maps is left out.
  return { status, asked: brief.filter((line) => !/^get (replicaset|configmap) /.test(line)) };
}

const BEFORE = ['delete job ode-migrate --ignore-not-found', 'apply staging --selector ode.dev/phase=prepare', 'get job ode-migrate'];

test('the database comes first, then the pods', () => {
  const pods = ['apply staging', 'rollout status deployment/ode-api', 'rollout status deployment/ode-worker'];
  const pruned = ['delete configmap ode-config-old', 'delete configmap ode-config-older'];
  expect(deploy()).toEqual({ status: 0, asked: [...BEFORE, ...pods, ...pruned] });
});

test('settings that a revision of the pods still names stay, and a release that has come up is one', () => {
  const { status, asked } = deploy('^get replicaset');
  expect(status).toBe(0);
  expect(asked.filter((line) => line.startsWith('delete configmap ode-config-before'))).toEqual([]);
  expect(deploy('^delete configmap').status).toBe(0);
});

test('a migration that fails leaves the pods as they were', () => {
  expect(deploy('^$', 'FailureTarget Failed')).toEqual({ status: 1, asked: [...BEFORE, 'logs job/ode-migrate --tail 50'] });
});

test('pods that do not come up go back', () => {
  const { status, asked } = deploy('ode-worker.*15m$');
  expect(status).toBe(1);
  expect(asked).toContain('rollout undo deployment/ode-api');
});

test.each(STAGES)('%s: what the migration needs is applied with it', (stage) => {
  const prepared = overlay(stage).filter(({ metadata }) => metadata.labels?.['ode.dev/phase'] === 'prepare');
  expect(prepared.some(({ kind, metadata }) => kind === 'Job' && metadata.name === 'ode-migrate')).toBe(true);
  expect(namesResolve(prepared)).toEqual([]);
});
