// `npm run check:mutations`: plants mistakes in a copy of the manifests, the charts' values, the stacks and the pipelines, one
// at a time, and fails when the tests let one live. `-- 3 17` plants these alone.
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { copyOfSources, testIn } from './copy.mjs';
import { setUpKubectl } from './setup.mjs';

const WIRING = 'ops/manifests/wiring.test.ts';
const MANIFESTS = 'ops/manifests/manifests.test.ts';
const TIMINGS = 'ops/rolling/timings.test.ts';
const CHARTS = 'ops/charts';
const SPIKE = 'ops/scaling/spike.test.ts';

/** What is wrong, where, the right text, the wrong one, and who has to see it. @type {[string, string, string, string, string][]} */
const MISTAKES = [
  ['pods cannot have their AWS role', 'k8s/components/aws/network-policies.yaml', 'port: 80', 'port: 81', WIRING],
  ['pods cannot reach S3', 'k8s/components/aws/network-patches.yaml', 'port: 443', 'port: 8443', WIRING],
  ['KEDA asks no Prometheus', 'k8s/base/hpa.yaml', 'prometheus-operated.monitoring', 'prometheus.monitoring', WIRING],
  ['KEDA calls Redis without TLS', 'k8s/base/hpa.yaml', "        enableTLS: 'true'\n", '', WIRING],
  ['pods call the database without TLS', 'k8s/components/aws/secrets.yaml', '?sslmode=verify-full', '', WIRING],
  [
    'KEDA asks a Secret that has another name',
    'k8s/overlays/kind/kustomization.yaml',
    'address=redis.ode.svc:6379, password=ode]\n    options: { disableNameSuffixHash: true,',
    'address=redis.ode.svc:6379, password=ode]\n    options: {',
    MANIFESTS,
  ],
  ['a worker without /tmp', 'k8s/base/worker-deployment.yaml', 'mountPath: /tmp', 'mountPath: /var/tmp', WIRING],
  ['ready is who is alive', 'k8s/base/api-deployment.yaml', 'path: /readyz', 'path: /healthz', WIRING],
  ['workers wait for a zone', 'k8s/base/worker-deployment.yaml', 'ScheduleAnyway', 'DoNotSchedule', WIRING],
  ['the API waits for zones that no node tells', 'k8s/base/api-deployment.yaml', 'ScheduleAnyway', 'DoNotSchedule', MANIFESTS],
  ['the API in one zone', 'k8s/components/aws/kustomization.yaml', '"value": "DoNotSchedule"', '"value": "ScheduleAnyway"', WIRING],
  ['no room for a spike on a busy day', 'k8s/components/aws/warm-deployment.yaml', 'replicas: 9', 'replicas: 0', SPIKE],
  ['workers come one by one', 'k8s/base/hpa.yaml', 'type: Pods\n              value: 10', 'type: Pods\n              value: 1', SPIKE],
  ['the queue has another name', 'k8s/base/hpa.yaml', 'bull:conversions:wait', 'bull:conversion:wait', 'ops/scaling/queue-depth.test.ts'],
  [
    'a worker is killed at work',
    'k8s/base/worker-deployment.yaml',
    'terminationGracePeriodSeconds: 330',
    'terminationGracePeriodSeconds: 60',
    TIMINGS,
  ],
  ['the drain ends before the balancer knows', 'k8s/base/api-deployment.yaml', "value: '15'", "value: '5'", TIMINGS],
  ['idle connections end before the balancer thinks', 'infra/names.ts', 'balancer: 120', 'balancer: 130', TIMINGS],
  ['warm pods are smaller than workers', 'k8s/base/worker-deployment.yaml', 'cpu: 800m', 'cpu: 1800m', MANIFESTS],
  [
    'more workers than memory',
    'k8s/base/worker-deployment.yaml',
    'memory: 1344Mi\n              ephemeral-storage: 5Gi',
    'memory: 2560Mi\n              ephemeral-storage: 5Gi',
    WIRING,
  ],
  ['more conversions than memory', 'k8s/base/worker-deployment.yaml', "value: '1'", "value: '2'", MANIFESTS],
  [
    'a release finds no connection to the database',
    'k8s/base/worker-deployment.yaml',
    "name: ODE_DATABASE_CONNECTIONS\n              value: '3'",
    "name: ODE_DATABASE_CONNECTIONS\n              value: '10'",
    'ops/scaling/connections.test.ts',
  ],
  ['a pod that may be root', 'k8s/base/api-deployment.yaml', 'runAsNonRoot: true', 'runAsNonRoot: false', MANIFESTS],
  ['a pod with capabilities', 'k8s/base/worker-deployment.yaml', 'drop: [ALL]', 'drop: [NET_RAW]', MANIFESTS],
  ['a key that no secret has', 'k8s/base/worker-deployment.yaml', 'key: secret-keys', 'key: keys', MANIFESTS],
  ['Redis at another port', 'k8s/components/aws/network-patches.yaml', 'port: 6379', 'port: 6380', 'infra/manifests.test.ts'],
  [
    'pods that own the database',
    'k8s/base/api-deployment.yaml',
    'name: ode-database\n                  key: url',
    'name: ode-database\n                  key: owner-url',
    WIRING,
  ],
  ["nobody knows RDS's authorities", 'k8s/components/aws/kustomization.yaml', '/app/certificates/rds.pem', '/etc/rds.pem', WIRING],
  ['an API for everybody', 'k8s/base/kustomization.yaml', 'ODE_AUTH=keys', 'ODE_AUTH=open', WIRING],
  [
    "every caller has the balancer's address",
    'k8s/components/aws/kustomization.yaml',
    '      - ODE_TRUSTED_PROXIES=10.0.0.0/16\n',
    '',
    WIRING,
  ],
  ['the API among what runs the cluster', 'k8s/components/aws/worker-pool.yaml', 'ode.dev/pool: worker', 'ode.dev/pool: system', WIRING],
  ['an API above what runs the cluster', 'k8s/base/priority-classes.yaml', 'value: 1000\n', 'value: 1000000001\n', WIRING],
  ['Prometheus asks a port that is not there', 'k8s/components/monitoring/monitors.yaml', 'port: metrics', 'port: stats', WIRING],
  [
    'Prometheus lets KEDA not in',
    'deploy/charts/network-policies.yaml',
    'kubernetes.io/metadata.name: keda',
    'kubernetes.io/metadata.name: ode',
    CHARTS,
  ],
  ['KEDA below what it scales', 'deploy/charts/values/keda.yaml', 'priorityClassName: system-cluster-critical\n', '', CHARTS],
  ["pods' words to a group of nobody", 'deploy/charts/values/aws-for-fluent-bit.yaml', '/ode-STAGE/pods', '/ode/pods', CHARTS],
  [
    'workers wait for the controller of balancers',
    'deploy/charts/values/aws-load-balancer-controller.yaml',
    'app.kubernetes.io/component: api',
    'app.kubernetes.io/part-of: ode',
    CHARTS,
  ],
  ['one Prometheus goes with its zone', 'deploy/charts/values/prometheus.yaml', 'replicas: 2', 'replicas: 1', CHARTS],
  [
    'nodes of a peak are paid for ever',
    'deploy/charts/values/cluster-autoscaler.yaml',
    'skip-nodes-with-local-storage: false',
    'skip-nodes-with-local-storage: true',
    CHARTS,
  ],
  ['an autoscaler for another Kubernetes', 'deploy/charts/values/cluster-autoscaler.yaml', 'tag: v1.36', 'tag: v1.35', CHARTS],
  ['documents refused as attacks', 'infra/stacks/edge.ts', 'ofBodies(BODIES.common)', '[]', 'infra/checks/policy.test.ts'],
  ['a bucket that somebody else has', 'infra/names.ts', '-site-${ACCOUNTS[stage]}', '-site', 'infra/checks/policy.test.ts'],
  ['a database without standby', 'infra/stacks/data.ts', 'multiAz: settings.standby', 'multiAz: false', 'infra/checks/policy.test.ts'],
  [
    'nodes set back with each change',
    'infra/stacks/cluster.ts',
    ".addPropertyDeletionOverride('ScalingConfig.DesiredSize')",
    '',
    'infra/checks/policy.test.ts',
  ],
  [
    "GitHub's subjects of old alone",
    'infra/settings.ts',
    '  `repo:${owner}@${ownerId}/${name}@${id}:environment:${environment}`,\n',
    '',
    'infra/stacks/access.test.ts',
  ],
  [
    'a token for every action',
    '.github/workflows/release.yml',
    'persist-credentials: false',
    'persist-credentials: true',
    'ops/workflows/workflows.test.ts',
  ],
  [
    'a change of anybody’s with the rights of the project',
    '.github/workflows/ci.yml',
    '  pull_request:\n',
    '  pull_request_target:\n',
    'ops/workflows/workflows.test.ts',
  ],
  [
    'a release that waits for the one before it is approved',
    '.github/workflows/deploy.yml',
    'jobs:\n  deploy:\n',
    'jobs:\n  deploy:\n    concurrency: deploy\n',
    'ops/workflows/sequence.test.ts',
  ],
];

// What the tests import of the service is generated.
build();
const wanted = process.argv.slice(2).map(Number);
const kubectl = setUpKubectl();
const env = { ...process.env, ...(kubectl ? { ODE_KUBECTL: kubectl } : {}) };
const copy = copyOfSources();
const test = (suite) => testIn(copy, [suite], env);

let alive = 0;
const suites = [...new Set(MISTAKES.filter((_, i) => !wanted.length || wanted.includes(i + 1)).map(([, , , , suite]) => suite))];
for (const suite of suites) {
  const { status, stdout: said, stderr } = test(suite);
  if (status === 0) continue;
  console.error(`${suite} fails without a mistake:\n${said.slice(-3000)}${stderr.slice(-1000)}`);
  process.exit(1);
}
MISTAKES.forEach(([what, file, right, wrong, suite], i) => {
  if (wanted.length && !wanted.includes(i + 1)) return;
  const at = path.join(copy, file);
  const text = fs.readFileSync(at, 'utf8');
  const planted = text.replace(right, () => wrong);
  let outcome = 'is not there to be planted';
  if (planted !== text) {
    fs.writeFileSync(at, planted);
    outcome = test(suite).status === 0 ? 'LIVES' : 'caught';
    fs.writeFileSync(at, text);
  }
  if (outcome !== 'caught') alive++;
  console.log(`${String(i + 1).padStart(2)} ${outcome.padEnd(6)} ${what}  (${suite})`);
});
fs.rmSync(copy, { recursive: true, force: true });
console.log(`\n${alive ? `${alive} of them live` : 'all are caught'}`);
process.exit(alive ? 1 : 0);
