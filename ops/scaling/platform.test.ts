/*
 * What runs the cluster, and watches it, stays where it is, however many pods of ours come: KEDA asks Prometheus how many
 * pods the API should have, so an API that took their place would be blind.
 */
import { describe, expect, test } from 'vitest';
import { overlay } from '../manifests/kustomize.js';
import { find, type KubernetesObject, type ScaledObject, type Workload } from '../manifests/objects.js';
import { NODE_POOLS, ZONES } from './node-pools.js';
import { platform } from './platform.js';
import { clusterOf } from './queue-run.js';

const OURS = new Set(['ode-api', 'ode-worker', 'ode-warm']);
const of = (stage: 'staging' | 'prod', name: string) => find<ScaledObject>(overlay(stage), 'ScaledObject', name).spec;

/** Who has to leave when the API and the workers grow from their least to their most. */
function grow(objects: KubernetesObject[], api: number, workers: number) {
  const { cluster, named } = clusterOf(objects);
  const [from, most] = [named('ode-api'), named('ode-worker')];
  from.replicas = api;
  cluster.settle();
  most.replicas = workers;
  cluster.settle();
  return {
    cluster,
    evicted: cluster.evicted.filter((name) => !OURS.has(name)),
    ready: [cluster.ready(from).length, cluster.ready(most).length],
  };
}

test('the charts have all their pods on the least nodes, and room is left', () => {
  const { cluster } = clusterOf(overlay('prod'));
  const names = new Set(platform().map(({ name }) => name));
  expect(cluster.pods.filter(({ deployment, node }) => names.has(deployment.name) && !node)).toEqual([]);
  const system = NODE_POOLS.find(({ name }) => name === 'system');
  expect(cluster.nodes.filter(({ pool }) => pool === system)).toHaveLength(system?.min ?? 0);
});

describe.each(['staging', 'prod'] as const)('%s', (stage) => {
  test('API and workers from least to most: nothing of the charts is evicted', () => {
    const [api, workers] = [of(stage, 'ode-api').maxReplicaCount, of(stage, 'ode-worker').maxReplicaCount];
    const { evicted, ready } = grow(overlay(stage), api, workers);
    expect(evicted).toEqual([]);
    expect(ready).toEqual([api, workers]);
  });

  test('nodes go again when the peak is over', () => {
    const { cluster } = grow(overlay(stage), of(stage, 'ode-api').maxReplicaCount, of(stage, 'ode-worker').maxReplicaCount);
    const peak = cluster.nodes.length;
    for (const deployment of cluster.deployments)
      if (OURS.has(deployment.name) && deployment.name !== 'ode-warm') deployment.replicas = of(stage, deployment.name).minReplicaCount;
    for (let i = 0; i < 3600; i++) cluster.step();
    expect(cluster.nodes.length).toBeLessThan(peak);
    expect(cluster.pods.every(({ node }) => node)).toBe(true);
    for (const zone of ZONES) expect(cluster.nodes.filter((node) => node.zone === zone).length).toBeGreaterThanOrEqual(2);
  });

  test.each(ZONES)('zone %s has no more nodes to give: workers come all the same', (zone) => {
    const { cluster, named } = clusterOf(overlay(stage));
    cluster.withoutCapacity.add(zone);
    named('ode-worker').replicas = of(stage, 'ode-worker').maxReplicaCount;
    cluster.settle();
    expect(cluster.ready(named('ode-worker'))).toHaveLength(of(stage, 'ode-worker').maxReplicaCount);
  });
});

describe('it would be noticed', () => {
  // As it was: the API among the charts, which had no class.
  test('an API on the system pool, above the charts, takes their place', () => {
    const objects = overlay('prod');
    find<Workload>(objects, 'Deployment', 'ode-api').spec.template.spec.nodeSelector = { 'ode.dev/pool': 'system' };
    find<KubernetesObject & { value: number }>(objects, 'PriorityClass', 'ode-api').value = 2_000_000_001;
    const { evicted } = grow(objects, 18, 3);
    expect(evicted.length).toBeGreaterThan(0);
  });

  test('a spread of workers that must be kept waits for the zone that has none', () => {
    const objects = overlay('prod');
    for (const spread of find<Workload>(objects, 'Deployment', 'ode-worker').spec.template.spec.topologySpreadConstraints ?? [])
      spread.whenUnsatisfiable = 'DoNotSchedule';
    const { cluster, named } = clusterOf(objects);
    cluster.withoutCapacity.add('a');
    named('ode-worker').replicas = 40;
    cluster.settle();
    expect(cluster.ready(named('ode-worker')).length).toBeLessThan(40);
  });
});
