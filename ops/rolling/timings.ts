import { HEALTH_CHECK } from '../../infra/names.js';
import { container, find, type KubernetesObject, type Workload } from '../manifests/objects.js';

/** How a pod of the API goes, and how the balancer notices: seconds. */
export interface Timings {
  preStop: number;
  drain: number;
  grace: number;
  readinessPeriod: number;
  checkInterval: number;
  /** Failed checks until the balancer sends nothing more, and good ones until it does. */
  unhealthy: number;
  healthy: number;
  checkPath: string;
}

export function timings(objects: KubernetesObject[]): Timings {
  const api = find<Workload>(objects, 'Deployment', 'ode-api');
  const { env = [], lifecycle, readinessProbe } = container(api);
  return {
    preStop: lifecycle?.preStop?.sleep?.seconds ?? 0,
    drain: Number(env.find(({ name }) => name === 'ODE_DRAIN_SECONDS')?.value ?? 5),
    grace: api.spec.template.spec.terminationGracePeriodSeconds ?? 30,
    readinessPeriod: readinessProbe?.periodSeconds ?? 10,
    checkInterval: HEALTH_CHECK.interval,
    unhealthy: HEALTH_CHECK.unhealthy,
    healthy: HEALTH_CHECK.healthy,
    checkPath: HEALTH_CHECK.path,
  };
}
