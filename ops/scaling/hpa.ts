/*
 * The HorizontalPodAutoscaler's algorithm, as Kubernetes documents it ("Horizontal Pod Autoscaling": algorithm details,
 * configurable scaling behavior; KEP-853) and as its controller does it since 1.27. Only for metrics of the type
 * AverageValue from outside, which are the ones that KEDA makes of our triggers.
 */
import type { ScaledObject, ScalingPolicy, ScalingRules } from '../manifests/objects.js';

/** kube-controller-manager's defaults: --horizontal-pod-autoscaler-sync-period (s) and -tolerance. */
export const SYNC_SECONDS = 15;
const TOLERANCE = 0.1;
const DEFAULT_DOWN_WINDOW = 300;

/** Where `behavior` says nothing. */
const DEFAULT_UP: Required<ScalingRules> = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DEFAULT_DOWN: Required<ScalingRules> = {
  stabilizationWindowSeconds: DEFAULT_DOWN_WINDOW,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

export interface HpaSpec {
  minReplicas: number;
  maxReplicas: number;
  /** Of the metric, for each pod. */
  target: number;
  up: Required<ScalingRules>;
  down: Required<ScalingRules>;
}

/** The autoscaler that KEDA makes of a ScaledObject with one trigger. */
export function hpaOf({ spec }: ScaledObject): HpaSpec {
  const [trigger, ...others] = spec.triggers;
  if (!trigger || others.length || trigger.metricType !== 'AverageValue') throw new Error('one trigger of type AverageValue is understood');
  const { behavior } = spec.advanced?.horizontalPodAutoscalerConfig ?? {};
  return {
    minReplicas: spec.minReplicaCount,
    maxReplicas: spec.maxReplicaCount,
    target: Number(trigger.metadata.listLength ?? trigger.metadata.threshold),
    up: { ...DEFAULT_UP, ...behavior?.scaleUp },
    down: { ...DEFAULT_DOWN, ...behavior?.scaleDown },
  };
}

interface Event {
  at: number;
  /** Pods added or taken away, or recommended. */
  pods: number;
}

export class HorizontalPodAutoscaler {
  private recommendations: Event[] = [];
  private added: Event[] = [];
  private removed: Event[] = [];

  constructor(readonly spec: HpaSpec) {}

  /**
   * One round of the controller.
   *
   * @param now seconds
   * @param current replicas that the target is told to have
   * @param metric the metric's value over all pods
   * @returns replicas that the target is to have from now on
   */
  sync(now: number, current: number, metric: number): number {
    const { minReplicas, maxReplicas } = this.spec;
    if (current === 0) return 0;
    const desired =
      current > maxReplicas
        ? maxReplicas
        : current < minReplicas
          ? minReplicas
          : this.limit(now, current, this.stabilize(now, current, this.recommend(current, metric)));
    if (desired > current) this.added.push({ at: now, pods: desired - current });
    if (desired < current) this.removed.push({ at: now, pods: current - desired });
    return desired;
  }

  private recommend(current: number, metric: number): number {
    const ratio = metric / (this.spec.target * current);
    return 1 - TOLERANCE <= ratio && ratio <= 1 + TOLERANCE ? current : Math.ceil(metric / this.spec.target);
  }

  /** Not above the least of the last recommendations of the upward window, nor below the greatest of the downward one. */
  private stabilize(now: number, current: number, recommendation: number): number {
    const { up, down } = this.spec;
    const since = (seconds: number) => this.recommendations.filter(({ at }) => at > now - seconds).map(({ pods }) => pods);
    const least = Math.min(recommendation, ...since(up.stabilizationWindowSeconds));
    const greatest = Math.max(recommendation, ...since(down.stabilizationWindowSeconds));
    const oldest = now - Math.max(up.stabilizationWindowSeconds, down.stabilizationWindowSeconds);
    this.recommendations = [...this.recommendations.filter(({ at }) => at > oldest), { at: now, pods: recommendation }];
    return Math.min(Math.max(current, least), greatest);
  }

  /** What the policies let through, and the bounds. */
  private limit(now: number, current: number, desired: number): number {
    const { minReplicas, maxReplicas, up, down } = this.spec;
    if (desired > current) return Math.min(desired, maxReplicas, Math.max(current, this.reach(now, current, up, 1)));
    if (desired < current) return Math.max(desired, minReplicas, Math.min(current, this.reach(now, current, down, -1)));
    return desired;
  }

  /** How far the policies let go in one direction, counted from the replicas at the start of each policy's period. */
  private reach(now: number, current: number, { selectPolicy, policies }: Required<ScalingRules>, direction: 1 | -1): number {
    if (selectPolicy === 'Disabled') return current;
    const reaches = policies.map(({ type, value, periodSeconds }: ScalingPolicy) => {
      const within = (events: Event[]) => events.filter(({ at }) => at > now - periodSeconds).reduce((sum, { pods }) => sum + pods, 0);
      const start = current - within(this.added) + within(this.removed);
      if (type === 'Pods') return start + direction * value;
      return direction > 0 ? Math.ceil(start * (1 + value / 100)) : Math.trunc(start * (1 - value / 100));
    });
    // "Max" is the greatest change: upwards the largest number, downwards the smallest.
    return (selectPolicy === 'Max') === direction > 0 ? Math.max(...reaches) : Math.min(...reaches);
  }
}
