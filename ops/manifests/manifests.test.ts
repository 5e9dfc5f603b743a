import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { build, FOLDER, objectsIn, overlay, parse, STAGES } from './kustomize.js';
import { container, find, workloads, type KubernetesObject, type ScaledObject, type Workload } from './objects.js';
import { policyProblems } from './policy.js';
import { schemaProblems } from './schemas.js';

describe.each(STAGES)('%s', (stage) => {
  test('every object is as its schema says, without a field that is not known', async () => {
    const objects = overlay(stage);
    expect(objects.length).toBeGreaterThan(25);
    expect(await schemaProblems(objects)).toEqual([]);
  });

  test('pods are restricted, names lead somewhere, sizes fit', () => {
    expect(policyProblems(overlay(stage))).toEqual([]);
  });

  test('secrets and names are of this stage alone', () => {
    const text = JSON.stringify(overlay(stage));
    expect(text).toContain(`ode/${stage}/database`);
    expect(text).toContain(`ode/${stage}/redis`);
    expect(text).not.toContain('STAGE');
    for (const other of STAGES) if (other !== stage) expect(text).not.toMatch(new RegExp(`ode[/-]${other}\\b`));
  });
});

/** The Secrets that base/ asks for, with their keys, as its kustomization.yaml tells whoever makes them. */
function secretsToMake(): KubernetesObject[] {
  const told = fs.readFileSync(new URL('../../k8s/base/kustomization.yaml', import.meta.url), 'utf8').replace(/\n# /g, ' ');
  return [...told.matchAll(/`(ode-\w+)` \(([^)]+)\)/g)].map(([, name = '', keys = '']) => ({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ode' } },
    data: Object.fromEntries(keys.split(', ').map((key) => [key, ''])),
  }));
}

/** The Secrets that docs/operations/kubernetes.md has made by hand. */
function secretsTold(): KubernetesObject[] {
  const told = fs.readFileSync(new URL('../../docs/operations/kubernetes.md', import.meta.url), 'utf8').replace(/\\\n\s+/g, ' ');
  return [...told.matchAll(/kubectl create secret generic (\S+) --namespace ode (.*)/g)].map(([, name = '', values = '']) => ({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ode' } },
    data: Object.fromEntries([...values.matchAll(/--from-literal=([\w-]+)=/g)].map(([, key = '']) => [key, ''])),
  }));
}
const SECRETS: Record<string, () => KubernetesObject[]> = {
  base: secretsToMake,
  // It brings its own.
  'overlays/kind': () => [],
  'examples/ingress': secretsTold,
};

test('the example is built where the documentation has it copied to', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-mine-'));
  try {
    fs.cpSync(FOLDER, folder, { recursive: true });
    fs.cpSync(path.join(folder, 'examples/ingress'), path.join(folder, 'overlays/mine'), { recursive: true });
    expect(parse(build(path.join(folder, 'overlays/mine')))).toEqual(objectsIn('examples/ingress'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('whoever makes the Secrets by the documentation makes all that the base names', () => {
  const told = new Map(secretsTold().map((secret) => [secret.metadata.name, secret]));
  for (const secret of secretsToMake()) expect(told.get(secret.metadata.name)).toEqual(secret);
  // And who the pods are to the storage, as the AWS SDK reads it.
  expect(told.get('ode-storage')).toMatchObject({ data: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } });
});

describe.each(Object.entries(SECRETS))('%s, without a cloud', (folder, secrets) => {
  const objects = objectsIn(folder);

  test('every object is as its schema says, without a field that is not known', async () => {
    expect(await schemaProblems(objects)).toEqual([]);
  });

  test('pods are restricted, names lead somewhere, sizes fit', () => {
    expect(policyProblems([...objects, ...secrets()])).toEqual([]);
  });

  test('pods find a place on a node that tells nothing but its name', () => {
    for (const { metadata, spec } of workloads(objects)) {
      const { nodeSelector, topologySpreadConstraints = [] } = spec.template.spec;
      expect(nodeSelector, metadata.name).toBeUndefined();
      // Kubernetes puts no pod on a node that lacks the label of a spread that must be kept.
      const kept = topologySpreadConstraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
      expect(
        kept.filter(({ topologyKey }) => topologyKey !== 'kubernetes.io/hostname'),
        metadata.name,
      ).toEqual([]);
    }
  });

  test('nothing of it is AWS’s', () => {
    const text = JSON.stringify(objects);
    expect(text).not.toMatch(/elbv2|amazonaws|external-secrets|SecretsManager|ode\.dev\/pool|169\.254\.170/);
  });
});

const worker = (objects: KubernetesObject[]) => find<Workload>(objects, 'Deployment', 'ode-worker');
const api = (objects: KubernetesObject[]) => find<Workload>(objects, 'Deployment', 'ode-api');
type Anything = Record<string, unknown>;

describe('planted mistakes are caught', () => {
  test.each<[string, (objects: KubernetesObject[]) => unknown, RegExp]>([
    [
      'a field of a probe that does not exist',
      (o) => Object.assign(container(api(o)).readinessProbe ?? {}, { period: 5 }),
      /Deployment ode-api: .*"period"/,
    ],
    ['a field under the wrong parent', (o) => Object.assign(api(o).spec, { containers: [] }), /Deployment ode-api: .*"containers"/],
    [
      'a quantity that is none',
      (o) => Object.assign(container(worker(o)).resources?.requests ?? {}, { memory: '2 GB' }),
      /ode-worker: .*memory/,
    ],
    [
      'text for a number',
      (o) =>
        Object.assign(find(o, 'ScaledObject', 'ode-worker'), {
          spec: { scaleTargetRef: { name: 'x' }, maxReplicaCount: '10', triggers: [] },
        }),
      /ScaledObject ode-worker: .*maxReplicaCount/,
    ],
    [
      "a field that KEDA's trigger does not know",
      (o) => Object.assign(find<ScaledObject>(o, 'ScaledObject', 'ode-worker').spec.triggers[0] ?? {}, { metricsType: 'Value' }),
      /ScaledObject ode-worker: .*"metricsType"/,
    ],
    [
      'a field that External Secrets does not know',
      (o) => Object.assign(find<KubernetesObject & { spec: Anything }>(o, 'ExternalSecret', 'ode-redis').spec, { refresh: '1h' }),
      /ExternalSecret ode-redis: .*"refresh"/,
    ],
    [
      'a field that the Prometheus operator does not know',
      (o) => Object.assign(find<KubernetesObject & { spec: Anything }>(o, 'ServiceMonitor', 'ode-api').spec, { endpoint: [] }),
      /ServiceMonitor ode-api: .*"endpoint"/,
    ],
    [
      'a field that the load balancer controller does not know',
      (o) =>
        Object.assign(find<KubernetesObject & { spec: Anything }>(o, 'TargetGroupBinding', 'ode-api').spec, {
          targetGroup: 'ode-prod-api',
        }),
      /TargetGroupBinding ode-api: .*"?targetGroup"?/,
    ],
    [
      'a binding to no target group',
      (o) => delete find<KubernetesObject & { spec: Anything }>(o, 'TargetGroupBinding', 'ode-api').spec.targetGroupName,
      /TargetGroupBinding ode-api: data\/spec must have either targetGroupARN or targetGroupName/,
    ],
    [
      'a version that is gone',
      (o) => Object.assign(find(o, 'PodDisruptionBudget', 'ode-api'), { apiVersion: 'policy/v1beta1' }),
      /policy\/v1beta1 is not served/,
    ],
  ])('%s', async (_what, plant, complaint) => {
    const objects = overlay('prod');
    plant(objects);
    expect((await schemaProblems(objects))[0]).toMatch(complaint);
  });

  test.each<[string, (objects: KubernetesObject[]) => unknown, string]>([
    ['a pod that may be root', (o) => delete api(o).spec.template.spec.securityContext?.runAsNonRoot, 'ode-api may run as root'],
    [
      'a role',
      (o) => o.push({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'all', namespace: 'ode' } }),
      'Role all gives rights',
    ],
    [
      'traffic that is not denied',
      (o) =>
        o.splice(
          o.findIndex(({ metadata }) => metadata.name === 'default-deny'),
          1,
        ),
      'nothing is denied by default',
    ],
    [
      'a root file system',
      (o) => delete container(worker(o)).securityContext?.readOnlyRootFilesystem,
      'ode-worker may write to its root file system',
    ],
    [
      'a capability',
      (o) => Object.assign(container(api(o)).securityContext?.capabilities ?? {}, { add: ['NET_RAW'] }),
      'ode-api keeps capabilities',
    ],
    [
      'a secret that nobody makes',
      (o) =>
        Object.assign(find<KubernetesObject & { spec: { target: Anything } }>(o, 'ExternalSecret', 'ode-redis').spec.target, {
          name: 'redis',
        }),
      'ode-api needs url of Secret ode-redis, which is not there',
    ],
    [
      'a scaler of nothing',
      (o) => Object.assign(find<ScaledObject>(o, 'ScaledObject', 'ode-api').spec.scaleTargetRef, { name: 'api' }),
      'ScaledObject ode-api needs Deployment api, which is not there',
    ],
    [
      'a service of nothing',
      (o) => Object.assign(find<KubernetesObject & { spec: Anything }>(o, 'Service', 'ode-api').spec, { selector: { app: 'ode' } }),
      'Service ode-api selects nothing',
    ],
    ['replicas beside a scaler', (o) => Object.assign(worker(o).spec, { replicas: 2 }), 'ode-worker sets replicas, and so does its scaler'],
    [
      'more conversions than memory',
      (o) => container(worker(o)).env?.forEach((e) => e.name === 'ODE_WORKERS' && (e.value = '3')),
      'ode-worker may need 3328 Mi of memory',
    ],
    [
      'warm pods that are too small',
      (o) => Object.assign(container(find<Workload>(o, 'Deployment', 'ode-warm')).resources?.requests ?? {}, { cpu: '100m' }),
      'ode-warm keeps another room than ode-worker takes',
    ],
  ])('%s', (_what, plant, complaint) => {
    const objects = overlay('prod');
    plant(objects);
    expect(policyProblems(objects)).toContain(complaint);
  });

  test('a key that stands twice', () => {
    expect(() => parse('kind: A\nkind: B\n')).toThrow(/unique/);
  });
});
