/*
 * Names that the manifests in k8s/, the charts and the pipeline use for what the stacks make. manifests.test.ts holds the
 * two sides together.
 */
import { ACCOUNTS } from './settings.js';
import type { StageName } from './stages.js';

/** The cluster, the load balancer, and the prefix of what belongs to a stage. */
export const stageName = (stage: StageName) => `ode-${stage}`;
/** Buckets are named, since the manifests say which. Their names are taken in the whole world: the account's number is ours. */
export const documentsBucket = (stage: StageName) => `ode-${stage}-documents-${ACCOUNTS[stage]}`;
export const siteBucket = (stage: StageName) => `ode-${stage}-site-${ACCOUNTS[stage]}`;
/** Secrets Manager's name of a stage's secret. */
export const secretName = (stage: StageName, secret: 'database' | 'service-user' | 'redis' | 'service' | 'grafana') =>
  `ode/${stage}/${secret}`;
/** The load balancer's target group, to which the load balancer controller brings the API's pods. */
export const targetGroup = (stage: StageName) => `ode-${stage}-api`;
/** The topic that alarms go to, Alertmanager's included. */
export const alarmTopic = (stage: StageName) => `ode-${stage}-alarms`;

/** Images, the same in every stage. */
export const IMAGES = ['ode-api', 'ode-worker'] as const;

/** Label and taint by which pods find their nodes. */
export const POOL_LABEL = 'ode.dev/pool';
/** `on-demand`, or `spot`: a node that AWS may take back. */
export const CAPACITY_LABEL = 'ode.dev/capacity';

/** The VPC's addresses, which the network policies name. */
export const VPC_CIDR = '10.0.0.0/16';

/** Where the API's pods listen, and what the load balancer asks them. */
export const API_PORT = 3000;
export const DATABASE = {
  port: 5432,
  name: 'ode',
  user: 'ode',
  serviceUser: 'ode_service',
  /** What it takes at a time. A db.t4g.medium has 4 GiB, a connection needs some 2.5 MB; ops/scaling counts who makes them. */
  connections: 560,
} as const;
export const REDIS_PORT = 6379;

/** Key prefixes in the document bucket: what is sent in, and what comes out of it. */
export const DOCUMENTS = 'documents/';
export const RESULTS = 'results/';

/** Who has an AWS role in the cluster: namespace and service account. */
export const WORKLOADS = {
  api: { namespace: 'ode', account: 'ode-api' },
  worker: { namespace: 'ode', account: 'ode-worker' },
  externalSecrets: { namespace: 'external-secrets', account: 'external-secrets' },
  loadBalancerController: { namespace: 'kube-system', account: 'aws-load-balancer-controller' },
  clusterAutoscaler: { namespace: 'kube-system', account: 'cluster-autoscaler' },
  volumes: { namespace: 'kube-system', account: 'ebs-csi-controller-sa' },
  logs: { namespace: 'logging', account: 'aws-for-fluent-bit' },
  alertmanager: { namespace: 'monitoring', account: 'alertmanager' },
  grafana: { namespace: 'monitoring', account: 'grafana' },
} as const;

/**
 * Seconds that an idle connection is kept. Each side has to outlast the one that calls it, or a request goes into a connection
 * that is being closed: CloudFront 60, the balancer 120, the service longer (server/src/server.ts, `KEEP_ALIVE_MS`).
 */
export const KEEP_ALIVE = { cloudFront: 60, balancer: 120 } as const;

/** How the load balancer asks whether a pod may have requests: seconds and numbers. ops/rolling proves that they fit the pods' own. */
export const HEALTH_CHECK = { path: '/readyz', interval: 5, timeout: 4, healthy: 2, unhealthy: 2, deregistration: 30 } as const;

/** Where the pods' output and the control plane's log go, in CloudWatch; kept for the stage's `logDays`. */
export const logGroups = (stage: StageName) => ({
  controlPlane: `/aws/eks/${stageName(stage)}/cluster`,
  pods: `/${stageName(stage)}/pods`,
});
