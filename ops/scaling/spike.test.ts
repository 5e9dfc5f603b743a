/*
 * TC-01: the real manifests under a spike of 1,000 jobs. What a worker asks for, its probes, the warm pods, the scaler
 * and its behavior come from `kustomize build`; the cluster is simulated (cluster.ts says with which times).
 */
import { describe, expect, test } from 'vitest';
import { overlay } from '../manifests/kustomize.js';
import { find, type KubernetesObject, type ScaledObject, type Workload } from '../manifests/objects.js';
import { SYNC_SECONDS } from './hpa.js';
import { NODE_POOLS, type NodePool } from './node-pools.js';
import { spike } from './queue-run.js';

const JOBS = 1000;
const WITHIN = 120;
/** Pods of the API on a busy day. */
const BUSY = 10;
const phases = Array.from({ length: SYNC_SECONDS }, (_, i) => i);
/** Seconds after the spike until so many workers are ready, at the worst moment for it; Infinity: never in that time. */
function slowest(objects: () => KubernetesObject[], workers: number, more: { pools?: NodePool[]; apiPods?: number } = {}): number {
  const each = phases.map((phase) => {
    const moments = spike(objects(), { jobs: JOBS, jobSeconds: 10, phase, ...more }, 600);
    return moments.find(({ ready }) => ready >= workers)?.at ?? Infinity;
  });
  return Math.max(...each);
}

describe.each(['staging', 'prod'] as const)('%s', (stage) => {
  const worker = () => find<ScaledObject>(overlay(stage), 'ScaledObject', 'ode-worker').spec;

  test(`${JOBS} jobs: ten workers are ready within ${WITHIN} s, whenever they come`, () => {
    expect(slowest(() => overlay(stage), 10)).toBeLessThanOrEqual(WITHIN);
  });

  test('also from one worker alone', () => {
    const fromOne = () => {
      const objects = overlay(stage);
      find<ScaledObject>(objects, 'ScaledObject', 'ode-worker').spec.minReplicaCount = 1;
      return objects;
    };
    expect(slowest(fromOne, 10)).toBeLessThanOrEqual(WITHIN);
  });

  // The API shares the nodes: with ten of its pods on the least nodes, nine workers would fit.
  test('also while the API is busy: that is what warm pods are for', () => {
    expect(slowest(() => overlay(stage), 10, { apiPods: BUSY })).toBeLessThanOrEqual(WITHIN);
    const withoutWarm = () => {
      const objects = overlay(stage);
      find<Workload>(objects, 'Deployment', 'ode-warm').spec.replicas = 0;
      return objects;
    };
    expect(slowest(withoutWarm, 10, { apiPods: BUSY })).toBeGreaterThan(WITHIN);
  });

  test('and back: the queue empties, nothing swings, and the least number is left', () => {
    const moments = spike(overlay(stage), { jobs: JOBS, jobSeconds: 10, phase: 7 }, 3600);
    const replicas = moments.map((moment) => moment.replicas);
    const top = Math.max(...replicas);
    expect(top).toBeLessThanOrEqual(worker().maxReplicaCount);
    expect(moments.at(-1)).toMatchObject({ replicas: worker().minReplicaCount, ready: worker().minReplicaCount, waiting: 0 });
    // Up until the top, down after it, never the other way.
    const peak = replicas.indexOf(top);
    expect(replicas.slice(0, peak)).toEqual(replicas.slice(0, peak).sort((a, b) => a - b));
    expect(replicas.slice(peak)).toEqual(replicas.slice(peak).sort((a, b) => b - a));
  });
});

describe('room', () => {
  const oneNode = NODE_POOLS.map((pool) => ({ ...pool, min: 1 }));
  const withWarm = (replicas: number) => () => {
    const objects = overlay('staging');
    find<Workload>(objects, 'Deployment', 'ode-warm').spec.replicas = replicas;
    return objects;
  };

  test('warm pods keep it, however few nodes the group begins with', () => {
    expect(slowest(withWarm(9), 10, { pools: oneNode })).toBeLessThanOrEqual(WITHIN);
  });

  test('without them a node has to come first', () => {
    expect(slowest(withWarm(0), 10, { pools: oneNode })).toBeGreaterThan(WITHIN);
  });
});

describe('the simulator tells what would not do', () => {
  test.each<[string, (objects: KubernetesObject[]) => unknown]>([
    [
      'one pod in 15 s is too slow',
      (o) =>
        (find<ScaledObject>(o, 'ScaledObject', 'ode-worker').spec.advanced = {
          horizontalPodAutoscalerConfig: { behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } } },
        }),
    ],
    [
      '200 jobs a worker ask for five',
      (o) => Object.assign(find<ScaledObject>(o, 'ScaledObject', 'ode-worker').spec.triggers[0]?.metadata ?? {}, { listLength: '200' }),
    ],
  ])('%s', (_what, change) => {
    const changed = () => {
      const objects = overlay('staging');
      change(objects);
      return objects;
    };
    expect(slowest(changed, 10)).toBeGreaterThan(WITHIN);
  });
});
