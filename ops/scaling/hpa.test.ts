import { describe, expect, test } from 'vitest';
import type { ScaledObject, ScalingRules } from '../manifests/objects.js';
import { HorizontalPodAutoscaler, hpaOf } from './hpa.js';

/** An autoscaler for 50 a pod. */
function autoscaler(min: number, max: number, behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules }) {
  const trigger = { type: 'redis', metricType: 'AverageValue', metadata: { listLength: '50' } };
  const spec = {
    scaleTargetRef: { name: 'worker' },
    minReplicaCount: min,
    maxReplicaCount: max,
    advanced: { horizontalPodAutoscalerConfig: { behavior } },
    triggers: [trigger],
  };
  return new HorizontalPodAutoscaler(hpaOf({ spec } as unknown as ScaledObject));
}

/** The replicas after each round, 15 s apart, at a metric that stays or that is told for each round. */
function rounds(hpa: HorizontalPodAutoscaler, replicas: number, metrics: number[]): number[] {
  return metrics.map((metric, i) => (replicas = hpa.sync(i * 15, replicas, metric)));
}
const always = (metric: number, n: number) => Array<number>(n).fill(metric);
const PODS = (value: number, periodSeconds: number) => ({ policies: [{ type: 'Pods' as const, value, periodSeconds }] });
const PERCENT = (value: number, periodSeconds: number) => ({ policies: [{ type: 'Percent' as const, value, periodSeconds }] });

describe('how many pods', () => {
  test.each([
    [1, 50, 1],
    // 10 % over or under is near enough.
    [1, 55, 1],
    [1, 56, 2],
    [10, 451, 10],
    // 449 ÷ 500 is more than 10 % under; nine pods carry it.
    [10, 449, 9],
    [4, 501, 11],
  ])('%i pods and %i jobs make %i', (pods, jobs, expected) => {
    const hpa = autoscaler(1, 100, { scaleUp: PODS(100, 15), scaleDown: { stabilizationWindowSeconds: 0 } });
    expect(hpa.sync(0, pods, jobs)).toBe(expected);
  });

  test('bounds come before metrics', () => {
    expect(autoscaler(3, 10).sync(0, 1, 0)).toBe(3);
    expect(autoscaler(3, 10).sync(0, 12, 5000)).toBe(10);
    expect(autoscaler(3, 10).sync(0, 0, 5000)).toBe(0);
  });
});

describe('how fast', () => {
  test('without a behavior: four pods or twice as many in 15 s, whichever is more', () => {
    expect(rounds(autoscaler(1, 100), 1, always(5000, 6))).toEqual([5, 10, 20, 40, 80, 100]);
  });

  test('a policy of pods counts what its period has seen', () => {
    expect(rounds(autoscaler(1, 100, { scaleUp: PODS(3, 60) }), 1, always(5000, 6))).toEqual([4, 4, 4, 4, 7, 7]);
  });

  test('of two policies the one that is chosen holds', () => {
    const policies = [...PODS(1, 15).policies, ...PERCENT(100, 15).policies];
    expect(rounds(autoscaler(1, 100, { scaleUp: { policies, selectPolicy: 'Min' } }), 4, always(5000, 3))).toEqual([5, 6, 7]);
    expect(rounds(autoscaler(1, 100, { scaleUp: { policies, selectPolicy: 'Max' } }), 4, always(5000, 3))).toEqual([8, 16, 32]);
    expect(rounds(autoscaler(1, 100, { scaleUp: { selectPolicy: 'Disabled' } }), 4, always(5000, 2))).toEqual([4, 4]);
  });

  test('percentages round up on the way up, and down on the way down', () => {
    expect(rounds(autoscaler(1, 100, { scaleUp: PERCENT(10, 15) }), 1, always(5000, 3))).toEqual([2, 3, 4]);
    const scaleDown = { stabilizationWindowSeconds: 0, ...PERCENT(50, 15) };
    expect(rounds(autoscaler(1, 100, { scaleDown }), 10, always(0, 5))).toEqual([5, 2, 1, 1, 1]);
  });
});

describe('the stories of KEP-853', () => {
  test('1: as fast as possible', () => {
    expect(rounds(autoscaler(1, 1000, { scaleUp: PERCENT(900, 15) }), 1, always(1e6, 3))).toEqual([10, 100, 1000]);
  });

  test('2: down by one pod in ten minutes', () => {
    const hpa = autoscaler(1, 1000, { scaleDown: { stabilizationWindowSeconds: 0, ...PODS(1, 600) } });
    const replicas = rounds(hpa, 1000, always(0, 82));
    // 600 s are 40 rounds.
    expect([replicas[0], replicas[39], replicas[40], replicas[79], replicas[80]]).toEqual([999, 999, 998, 998, 997]);
  });

  test('3: up one by one', () => {
    expect(rounds(autoscaler(1, 1000, { scaleUp: PODS(1, 15) }), 1, always(1e6, 3))).toEqual([2, 3, 4]);
  });
});

describe('how steadily', () => {
  test('down only when nothing higher was recommended for the whole window', () => {
    const hpa = autoscaler(1, 100, { scaleDown: { stabilizationWindowSeconds: 60 } });
    // 500 jobs keep ten pods; then none for a minute.
    expect(rounds(hpa, 10, [500, 0, 0, 0, 0, 0])).toEqual([10, 10, 10, 10, 1, 1]);
  });

  test('up only to the least that was recommended in the window', () => {
    const hpa = autoscaler(1, 100, { scaleUp: { stabilizationWindowSeconds: 30, ...PODS(100, 15) } });
    expect(rounds(hpa, 1, [50, 1000, 600, 800])).toEqual([1, 1, 12, 12]);
  });
});
