import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';

const RELEASE = fileURLToPath(new URL('../../deploy/release.sh', import.meta.url));
const API = `registry.example/ode-api@sha256:${'a'.repeat(64)}`;
const WORKER = `registry.example/ode-worker@sha256:${'b'.repeat(64)}`;
const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What the programs say that release.sh calls. */
const ANSWERS = `
case "$asked" in
  'kubectl get deployment'*image*) [ -z "$FIRST" ] && echo registry.example/ode-api@sha256:before ;;
  'kubectl get deployment ode-api'*) [ -z "$FIRST" ] && echo 7 ;;
  'kubectl get deployment ode-worker'*) [ -z "$FIRST" ] && echo 9 ;;
  'kubectl get job'*) echo Complete ;;
  'kubectl exec'*) echo ode_live_release ;;
  'docker create'*) echo container ;;
  'node deploy/upload-viewer.mjs'*) printf '/\\n/index.html\\n' ;;
  *SiteBucket*) echo ode-staging-site ;;
  *DistributionId*) echo E123 ;;
  *ViewerUrl*) echo https://staging.example ;;
  *create-invalidation*) echo I456 ;;
esac
true
`;

/** Runs release.sh among programs that only write down what they are asked, and fail where `failing` matches. */
function release({ failing = '^$', first = false } = {}) {
  const asked = path.join(folder, 'asked');
  fs.writeFileSync(asked, '');
  for (const program of ['kubectl', 'kustomize', 'docker', 'aws', 'node']) {
    const text = `#!/bin/bash\nasked="\${ODE_API_KEY:+ODE_API_KEY=$ODE_API_KEY }${program} $*"\necho "$asked" >> ${asked}\nif [[ "$asked" =~ ${failing} ]]; then exit 1; fi\n${ANSWERS}`;
    fs.writeFileSync(path.join(folder, program), text, { mode: 0o755 });
  }
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, FIRST: first ? 'yes' : '', KUBECTL: 'kubectl' };
  const { status } = spawnSync('bash', [RELEASE, 'staging', API, WORKER], { env, encoding: 'utf8' });
  const lines = fs.readFileSync(asked, 'utf8').trim().split('\n');
  // What only asks is left out.
  return {
    status,
    asked: lines.filter((line) => !/ get (deployment|job|replicaset|configmap) | describe-stacks |^docker (cp|rm)/.test(line)),
  };
}

const brief = (lines: string[]) =>
  lines.map((line) => line.replace(/ --(namespace|timeout|kustomize|query|output) \S+/g, '').replace(/ \/tmp\S+/, ''));
const VIEWER = (image: string) => [
  `docker create ${image}`,
  'node deploy/upload-viewer.mjs ode-staging-site',
  'aws cloudfront create-invalidation --distribution-id E123 --paths / /index.html',
  'aws cloudfront wait invalidation-completed --distribution-id E123 --id I456',
];
const PODS = [
  `kustomize edit set image ode-api=${API} ode-worker=${WORKER}`,
  'kubectl delete job ode-migrate --ignore-not-found',
  'kubectl apply --selector ode.dev/phase=prepare',
  'kubectl apply',
  'kubectl rollout status deployment/ode-api',
  'kubectl rollout status deployment/ode-worker',
];
const SMOKE = [
  'kubectl exec deployment/ode-api --container api -- /nodejs/bin/node /app/worker/dist/cli.js keys create --tenant local --scope write --name release --days 1',
  'ODE_API_KEY=ode_live_release node deploy/smoke.mjs https://staging.example',
];
const BACK = [
  'kubectl rollout undo deployment/ode-api --to-revision 7',
  'kubectl rollout undo deployment/ode-worker --to-revision 9',
  ...VIEWER('registry.example/ode-api@sha256:before'),
  'kubectl rollout status deployment/ode-api',
  'kubectl rollout status deployment/ode-worker',
];

test('database, pods, viewer, and then it is tried', () => {
  const { status, asked } = release();
  expect(brief(asked)).toEqual([...PODS, ...VIEWER(API), ...SMOKE]);
  expect(status).toBe(0);
});

test('what does not work goes, and what was there comes back', () => {
  const { status, asked } = release({ failing: 'smoke.mjs' });
  expect(brief(asked)).toEqual([...PODS, ...VIEWER(API), ...SMOKE, ...BACK]);
  expect(status).toBe(1);
});

test('also when the viewer cannot be had', () => {
  const { status, asked } = release({ failing: `create.*${API}` });
  expect(brief(asked)).toEqual([...PODS, `docker create ${API}`, ...BACK]);
  expect(status).toBe(1);
});

test('pods that do not come up are for pods.sh to bring back; the viewer stays as it was', () => {
  const { status, asked } = release({ failing: 'ode-worker.*--timeout.15m$' });
  expect(status).toBe(1);
  expect(asked.some((line) => /docker|upload/.test(line))).toBe(false);
});

test('the first release has nothing to go back to', () => {
  const { status, asked } = release({ failing: 'smoke.mjs', first: true });
  expect(brief(asked)).toEqual([...PODS, ...VIEWER(API), ...SMOKE]);
  expect(status).toBe(1);
});
