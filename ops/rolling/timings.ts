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
  const annotations = find(objects, 'Ingress', 'ode-api').metadata.annotations ?? {};
  const balancer = (name: string) => Number(annotations[`alb.ingress.kubernetes.io/${name}`]);
  return {
    preStop: lifecycle?.preStop?.sleep?.seconds ?? 0,
    drain: Number(env.find(({ name }) => name === 'ODE_DRAIN_SECONDS')?.value ?? 5),
    grace: api.spec.template.spec.terminationGracePeriodSeconds ?? 30,
    readinessPeriod: readinessProbe?.periodSeconds ?? 10,
    checkInterval: balancer('healthcheck-interval-seconds'),
    unhealthy: balancer('unhealthy-threshold-count'),
    healthy: balancer('healthy-threshold-count'),
    checkPath: annotations['alb.ingress.kubernetes.io/healthcheck-path'] ?? '',
  };
}
