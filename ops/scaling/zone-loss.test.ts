/*
 * Any one zone goes, with its nodes and pods. Quorum here: of what serves, at least half is left at that moment, and
 * never none; then everything comes back in the zones that are left. At rest and at every number of pods that the
 * scaler may ask for. Production and staging; dev has one of each and is not meant to stand it.
 */
import { describe, expect, test } from 'vitest';
import { overlay } from '../manifests/kustomize.js';
import { find, type KubernetesObject, type ScaledObject } from '../manifests/objects.js';
import { ORDINARY } from './cluster.js';
import { NODE_POOLS, ZONES, type NodePool } from './node-pools.js';
import { clusterOf } from './queue-run.js';

const SERVING = ['ode-api', 'ode-worker'];

/** The pods that are left of `name` when each zone goes, and whether all of them come back. */
function lose(objects: () => KubernetesObject[], name: string, pods: number, pools?: NodePool[]) {
  return ZONES.map((zone) => {
    const { cluster, named } = clusterOf(objects(), ORDINARY, pools);
    const deployment = named(name);
    deployment.replicas = pods;
    cluster.settle();
    expect(cluster.ready(deployment)).toHaveLength(pods);
    cluster.loseZone(zone);
    const left = cluster.ready(deployment).length;
    cluster.settle();
    return { left, back: cluster.ready(deployment).length };
  });
}

describe.each(['staging', 'prod'] as const)('%s', (stage) => {
  test.each(SERVING)(
    '%s keeps a quorum, and comes back',
    (name) => {
      const { minReplicaCount: min, maxReplicaCount: max } = find<ScaledObject>(overlay(stage), 'ScaledObject', name).spec;
      for (const pods of [min, min + 1, min + 2, 10, max].filter((n) => n <= max)) {
        for (const { left, back } of lose(() => overlay(stage), name, pods)) {
          expect(left, `${pods} pods`).toBeGreaterThanOrEqual(Math.max(1, Math.floor(pods / 2)));
          expect(back, `${pods} pods`).toBe(pods);
        }
      }
    },
    120_000,
  );

  test.each(SERVING)('%s: a drained zone waits for its disruption budget', (name) => {
    const budget = find<KubernetesObject & { spec: { maxUnavailable: number | string } }>(overlay(stage), 'PodDisruptionBudget', name).spec;
    const { minReplicaCount: min } = find<ScaledObject>(overlay(stage), 'ScaledObject', name).spec;
    const { maxUnavailable: may } = budget;
    // A percentage rounds up (PodDisruptionBudget, "Arbitrary controllers and selectors").
    const gone = typeof may === 'number' ? may : Math.ceil((Number.parseInt(may) / 100) * min);
    expect(min - gone).toBeGreaterThanOrEqual(1);
  });
});

test('a node group that begins with one node has all workers in its zone', () => {
  const one = NODE_POOLS.map((pool) => ({ ...pool, min: 1 }));
  expect(Math.min(...lose(() => overlay('prod'), 'ode-worker', 3, one).map(({ left }) => left))).toBe(0);
});
