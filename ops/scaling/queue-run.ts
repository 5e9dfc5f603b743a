/** Jobs that come, workers that take them, and an autoscaler between: one run of the cluster. */
import { container, find, type KubernetesObject, type ScaledObject, type Workload } from '../manifests/objects.js';
import { Cluster, Deployment, ORDINARY, type Times } from './cluster.js';
import type { NodePool } from './node-pools.js';
import { HorizontalPodAutoscaler, hpaOf, SYNC_SECONDS } from './hpa.js';
import { platform } from './platform.js';

const priorityOf = (objects: KubernetesObject[], workload: Workload) =>
  find<KubernetesObject & { value: number }>(objects, 'PriorityClass', workload.spec.template.spec.priorityClassName ?? '').value;

/** The manifests' deployments and the charts' in a cluster, with as many pods as they have at rest. */
export function clusterOf(objects: KubernetesObject[], times: Times = ORDINARY, pools?: NodePool[]) {
  const scalers = objects.filter(({ kind }) => kind === 'ScaledObject') as ScaledObject[];
  const deployments = (objects.filter(({ kind }) => kind === 'Deployment') as Workload[]).map((workload) => {
    const scaler = scalers.find(({ spec }) => spec.scaleTargetRef.name === workload.metadata.name);
    return new Deployment(workload, priorityOf(objects, workload), scaler?.spec.minReplicaCount ?? workload.spec.replicas ?? 1);
  });
  const charts = platform().map(({ workload, priority, replicas }) => new Deployment(workload, priority, replicas));
  const cluster = new Cluster([...charts, ...deployments], times, pools);
  cluster.settle();
  const named = (name: string) => {
    const deployment = deployments.find((one) => one.name === name);
    if (!deployment) throw new Error(`There is no deployment ${name}`);
    return deployment;
  };
  return { cluster, named };
}

export interface Spike {
  /** Jobs that come at once. */
  jobs: number;
  /** Seconds of one conversion. */
  jobSeconds: number;
  /** Seconds from the last round of the autoscaler to the spike. */
  phase: number;
  /** Pods of the API that stand there when it comes; its least by default. */
  apiPods?: number;
  times?: Times;
  pools?: NodePool[];
}

export interface Moment {
  /** Seconds after the spike. */
  at: number;
  replicas: number;
  ready: number;
  waiting: number;
}

/** What happens after a spike, second by second, for `seconds`. */
export function spike(objects: KubernetesObject[], { jobs, jobSeconds, phase, apiPods, times, pools }: Spike, seconds: number): Moment[] {
  const { cluster, named } = clusterOf(objects, times, pools);
  if (apiPods !== undefined) {
    named('ode-api').replicas = apiPods;
    cluster.settle();
  }
  const workers = named('ode-worker');
  const atOnce = Number(container(workers.workload).env?.find(({ name }) => name === 'ODE_WORKERS')?.value ?? 1);
  const hpa = new HorizontalPodAutoscaler(hpaOf(find<ScaledObject>(objects, 'ScaledObject', 'ode-worker')));
  const start = cluster.now;
  let waiting = jobs;
  const moments: Moment[] = [];
  for (let at = 1; at <= seconds; at++) {
    cluster.step();
    const ready = cluster.ready(workers).length;
    // On average: conversions end at times of their own.
    waiting = Math.max(0, waiting - (ready * atOnce) / jobSeconds);
    if ((at + phase) % SYNC_SECONDS === 0) workers.replicas = hpa.sync(cluster.now - start, workers.replicas, Math.ceil(waiting));
    moments.push({ at, replicas: workers.replicas, ready, waiting });
  }
  return moments;
}
