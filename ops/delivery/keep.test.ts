import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import settings from '../../deploy/settings.json' with { type: 'json' };
import { temporaryFolder } from '../../server/test/backends.js';

const KEEP = fileURLToPath(new URL('../../deploy/keep.sh', import.meta.url));
const API = `sha256:${'a'.repeat(64)}`;
const WORKER = `sha256:${'b'.repeat(64)}`;
const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs keep.sh with an AWS that writes down what it is asked; `there`: a tag that it knows already. */
function keep(stage: string, there = '') {
  const asked = path.join(folder, 'asked');
  fs.writeFileSync(asked, '');
  const aws =
    `#!/bin/bash\necho "$*" >> ${asked}\ncase "$*" in\n  *describe-images*) [[ -n '${there}' && "$*" == *'${there}'* ]] ;;\n` +
    `  *batch-get-image*) echo '{"schemaVersion":2}' ;;\nesac\n`;
  fs.writeFileSync(path.join(folder, 'aws'), aws, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status } = spawnSync('bash', [KEEP, stage, API, WORKER], { env, encoding: 'utf8' });
  return { status, asked: fs.readFileSync(asked, 'utf8').trim().split('\n') };
}

const tagOf = (digest: string) => `prod-${new Date().toISOString().slice(0, 10).replaceAll('-', '')}-${digest.slice(7, 19)}`;

test('what production runs gets a name in the registry, by its digest', () => {
  const { status, asked } = keep('prod');
  expect(status).toBe(0);
  const put = asked.filter((line) => line.startsWith('ecr put-image')).sort();
  expect(put).toEqual(
    [
      ['ode-api', API],
      ['ode-worker', WORKER],
    ].map(
      ([name, digest = '']) =>
        `ecr put-image --registry-id ${settings.accounts.registry} --repository-name ${name} --image-tag ${tagOf(digest)} --image-manifest {"schemaVersion":2} --image-digest ${digest}`,
    ),
  );
});

test('a release that is made once more names nothing twice, since tags cannot be moved', () => {
  const { status, asked } = keep('prod', tagOf(API));
  expect(status).toBe(0);
  expect(asked.filter((line) => line.startsWith('ecr put-image')).map((line) => /ode-\w+/.exec(line)?.[0])).toEqual(['ode-worker']);
});

test('other stages name nothing', () => {
  expect(keep('staging')).toEqual({ status: 0, asked: [''] });
});
