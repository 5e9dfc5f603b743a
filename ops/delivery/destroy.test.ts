import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';

const DESTROY = fileURLToPath(new URL('../../deploy/destroy.sh', import.meta.url));
const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs destroy.sh where each stack has one bucket, with two pages of versions and then none. */
function destroy(stage: string) {
  const asked = path.join(folder, 'asked');
  const pages = path.join(folder, 'pages');
  fs.writeFileSync(asked, '');
  fs.rmSync(pages, { force: true });
  const aws = `#!/bin/bash
echo "aws $*" >> ${asked}
case "$*" in
  *describe-stack-resources*) echo "bucket-of-$4" ;;
  *list-object-versions*)
    echo "$4" >> ${pages}
    if (($(grep -c "$4" ${pages}) < 3)); then echo '{"Objects":[{"Key":"a","VersionId":"1"}]}'; else echo '{"Objects":[]}'; fi ;;
  *describe-volumes*) echo 'vol-1	vol-2' ;;
esac
`;
  fs.writeFileSync(path.join(folder, 'aws'), aws, { mode: 0o755 });
  fs.writeFileSync(path.join(folder, 'npm'), `#!/bin/bash\necho "npm $*" >> ${asked}\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status } = spawnSync('bash', [DESTROY, stage], { env, encoding: 'utf8' });
  return { status, asked: fs.readFileSync(asked, 'utf8').trim().split('\n') };
}

test('dev goes with all that its buckets hold, in every version', () => {
  const { status, asked } = destroy('dev');
  expect(status).toBe(0);
  const deleted = asked.filter((line) => line.includes('delete-objects')).map((line) => / --bucket (\S+) /.exec(line)?.[1]);
  expect(deleted).toEqual(['data', 'data', 'delivery', 'delivery'].map((stack) => `bucket-of-ode-dev-${stack}`));
  const stacks = asked.indexOf('npm run cdk --workspace infra -- destroy ode-dev/* --force');
  expect(stacks).toBeGreaterThan(asked.findLastIndex((line) => line.includes('delete-objects')));
  // Disks are free when the nodes are gone.
  expect(asked.slice(stacks + 1).filter((line) => line.includes('delete-volume'))).toEqual(
    ['vol-1', 'vol-2'].map((volume) => `aws ec2 delete-volume --volume-id ${volume}`),
  );
});

test.each(['staging', 'prod'])('%s is refused', (stage) => {
  expect(destroy(stage)).toEqual({ status: 2, asked: [''] });
});
