/*
 * What the charts run beside us, as deploy/charts/values has it: these pods take part in the simulation, since they
 * are what must not be taken away. How many a chart starts where its values do not say is the chart's own default.
 */
import fs from 'node:fs';
import { parse } from 'yaml';
import type { Workload } from '../manifests/objects.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the charts' values, as deep as they come
type Values = any;

const valuesOf = (release: string): Values =>
  parse(fs.readFileSync(new URL(`../../deploy/charts/values/${release}.yaml`, import.meta.url), 'utf8'));

/** Kubernetes' own priority class for what runs a cluster; a pod without a class has none. */
const PRIORITIES: Record<string, number> = { 'system-cluster-critical': 2_000_000_000, '': 0 };

export interface PlatformPod {
  name: string;
  replicas: number;
  priority: number;
  workload: Workload;
}

/** Who in a release is called what, how often it stands, and where its values have its class and its size. */
const PODS: [
  release: string,
  name: string,
  replicas: (v: Values) => number,
  of: (v: Values) => { priorityClassName?: string; resources: Values },
][] = [
  // Their charts' own class is system-cluster-critical.
  ['metrics-server', 'metrics-server', (v) => v.replicas, (v) => v],
  [
    'aws-load-balancer-controller',
    'aws-load-balancer-controller',
    (v) => v.replicaCount,
    (v) => ({ priorityClassName: 'system-cluster-critical', ...v }),
  ],
  ['cluster-autoscaler', 'cluster-autoscaler', (v) => v.replicaCount, (v) => v],
  ['external-secrets', 'external-secrets', (v) => v.replicaCount, (v) => v],
  ['external-secrets', 'external-secrets-webhook', (v) => v.webhook.replicaCount, (v) => v.webhook],
  ['external-secrets', 'external-secrets-cert-controller', () => 1, (v) => v.certController],
  ['keda', 'keda-operator', (v) => v.operator.replicaCount, (v) => ({ ...v, resources: v.resources.operator })],
  ['keda', 'keda-metrics-server', (v) => v.metricsServer.replicaCount, (v) => ({ ...v, resources: v.resources.metricServer })],
  ['keda', 'keda-webhooks', (v) => v.webhooks.replicaCount, (v) => ({ ...v, resources: v.resources.webhooks })],
  ['prometheus', 'prometheus-operator', () => 1, (v) => v.prometheusOperator],
  ['prometheus', 'kube-state-metrics', () => 1, (v) => v['kube-state-metrics']],
  ['prometheus', 'prometheus', (v) => v.prometheus.prometheusSpec.replicas, (v) => v.prometheus.prometheusSpec],
  ['prometheus', 'alertmanager', (v) => v.alertmanager.alertmanagerSpec.replicas, (v) => v.alertmanager.alertmanagerSpec],
  ['prometheus', 'grafana', () => 1, (v) => v.grafana],
];

/** EKS's add-ons that are deployments: coredns asks for 100m and 70 MiB, the disks' controller for 60m and 240 MiB. */
const ADDONS: [name: string, cpu: string, memory: string][] = [
  ['coredns', '100m', '70Mi'],
  ['ebs-csi-controller', '60m', '240Mi'],
];

const workload = (name: string, requests: Record<string, string>, pool: string): Workload => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    template: {
      metadata: { labels: {} },
      spec: { nodeSelector: { 'ode.dev/pool': pool }, containers: [{ name, image: name, resources: { requests } }] },
    },
  },
});

/** The charts' and the add-ons' pods, on the pool without a taint. */
export function platform(pool = 'system'): PlatformPod[] {
  const charts = PODS.map(([release, name, replicas, of]) => {
    const values = valuesOf(release);
    const { priorityClassName = '', resources } = of(values);
    const priority = PRIORITIES[priorityClassName];
    if (priority === undefined || !resources?.requests) throw new Error(`${release}: ${name} has no class or no size that is known here`);
    return { name, replicas: replicas(values), priority, workload: workload(name, resources.requests, pool) };
  });
  const addons = ADDONS.map(([name, cpu, memory]) => ({
    name,
    replicas: 2,
    priority: PRIORITIES['system-cluster-critical'] ?? 0,
    workload: workload(name, { cpu, memory }, pool),
  }));
  return [...addons, ...charts];
}
