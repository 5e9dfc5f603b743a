import { HEALTH_CHECK } from '../../infra/names.js';
import { container, find, type KubernetesObject, type ScaledObject, type Workload } from '../manifests/objects.js';

/** For each process beside its pool: one that listens for changes of jobs. */
const LISTENING = 1;
/** And while it starts, one that looks for migrations. */
const STARTING = 1;
/** For people and for RDS itself, which keeps five back. */
const KEPT_BACK = 15;

/**
 * The most connections to the database that there can be at a time: a release, just when both deployments are at their most. Pods
 * that end do not count as the deployment's, and keep their connections as long as they may take to end.
 */
export function mostConnections(objects: KubernetesObject[]): number {
  const of = (name: string, steps: (most: number, grace: number) => { starting: number; ending: number }) => {
    const { maxReplicaCount: most } = find<ScaledObject>(objects, 'ScaledObject', name).spec;
    const deployment = find<Workload>(objects, 'Deployment', name);
    const pool = Number(container(deployment).env?.find((variable) => variable.name === 'ODE_DATABASE_CONNECTIONS')?.value ?? 10);
    const { starting, ending } = steps(most, deployment.spec.template.spec.terminationGracePeriodSeconds ?? 30);
    return (most + ending) * (pool + LISTENING) + starting * STARTING;
  };
  return (
    // One at a time, and the next when the balancer has found it healthy.
    of('ode-api', (_, grace) => ({ starting: 1, ending: 1 + Math.ceil(grace / (HEALTH_CHECK.interval * HEALTH_CHECK.healthy)) })) +
    // A conversion at hand may take longer than all the rest of the release.
    of('ode-worker', (most) => ({ starting: Math.ceil(most / 4), ending: most })) +
    // The migration's own.
    2 +
    KEPT_BACK
  );
}
