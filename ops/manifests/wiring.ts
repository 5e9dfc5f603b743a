/*
 * What only a running cluster would tell otherwise: that pods may call what they need, with the rights, certificates and
 * folders that they need for it. For the overlays on AWS. Each rule returns its complaints, a line each.
 */
import { API_PORT, HEALTH_CHECK, VPC_CIDR } from '../../infra/names.js';
import { container, find, workloads, type KubernetesObject, type ScaledObject, type Workload } from './objects.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- specs, as deep as they come
type Anything = any;
type Specified = KubernetesObject & { spec: Anything; data?: Record<string, string> };
type Rule = (objects: KubernetesObject[]) => string[];

const complaints = (...checks: [boolean, string][]) => checks.filter(([good]) => !good).map(([, what]) => what);
const workload = (objects: KubernetesObject[], name: string) => find<Workload>(objects, 'Deployment', name);
const settings = (objects: KubernetesObject[]): Record<string, string> =>
  (objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('ode-config')) as Specified).data ?? {};

function selects(selector: Anything, labels: Record<string, string>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }: Anything) => operator === 'In' && values.includes(labels[key]))
  );
}

/** Whether a pod of the workload may call an address at a port. */
function mayCall(objects: KubernetesObject[], name: string, to: (peer: Anything) => boolean, port: number): boolean {
  const labels = workloads(objects).find(({ metadata }) => metadata.name === name)?.spec.template.metadata.labels ?? {};
  return (objects as Specified[])
    .filter(({ kind, spec }) => kind === 'NetworkPolicy' && selects(spec.podSelector, labels))
    .flatMap(({ spec }) => (spec.egress ?? []) as Anything[])
    .some((rule) => rule.ports?.some((one: Anything) => one.port === port && one.protocol === 'TCP') && rule.to.some(to));
}

const block = (cidr: string) => (peer: Anything) => peer.ipBlock?.cidr === cidr;

/** The agent that hands out AWS roles, S3 and AWS's other doors, the database, Redis, DNS. */
const calls: Rule = (objects) =>
  complaints(
    ...['ode-api', 'ode-worker'].flatMap((name): [boolean, string][] => [
      [mayCall(objects, name, block('169.254.170.23/32'), 80), `${name} cannot have its AWS role`],
      [mayCall(objects, name, block('0.0.0.0/0'), 443), `${name} cannot reach S3`],
      [mayCall(objects, name, block(VPC_CIDR), 6379), `${name} cannot reach Redis`],
    ]),
    ...['ode-api', 'ode-worker', 'ode-migrate'].flatMap((name): [boolean, string][] => [
      [mayCall(objects, name, block(VPC_CIDR), 5432), `${name} cannot reach the database`],
      [
        mayCall(objects, name, (peer) => peer.podSelector?.matchLabels?.['k8s-app'] === 'kube-dns', 53),
        `${name} cannot ask for the address of a name`,
      ],
    ]),
  );

const template = (objects: KubernetesObject[], name: string): Record<string, string> =>
  find<Specified>(objects, 'ExternalSecret', name).spec.target.template.data;

/** RDS and ElastiCache refuse who comes without TLS (infra/checks/policy.ts: `force_ssl`, `required`). */
const encrypted: Rule = (objects) => {
  const trigger = find<ScaledObject>(objects, 'ScaledObject', 'ode-worker').spec.triggers[0];
  const database = template(objects, 'ode-database');
  return complaints(
    ...['url', 'owner-url'].map((key): [boolean, string] => [
      Boolean(database[key]?.endsWith('?sslmode=verify-full')),
      `the database's ${key} does not ask for TLS and a good certificate`,
    ]),
    [Boolean(template(objects, 'ode-redis').url?.startsWith('rediss://')), 'pods call Redis without TLS'],
    [trigger?.metadata.enableTLS === 'true', 'KEDA calls Redis without TLS'],
    // Where images/bundle.mjs puts it.
    [settings(objects).NODE_EXTRA_CA_CERTS === '/app/certificates/rds.pem', "pods do not know RDS's authorities"],
  );
};

/** KEDA asks the Prometheus that the charts start. */
const scaled: Rule = (objects) => {
  const trigger = find<ScaledObject>(objects, 'ScaledObject', 'ode-api').spec.triggers[0];
  return complaints([
    trigger?.metadata.serverAddress === 'http://prometheus-operated.monitoring.svc:9090',
    'KEDA asks for requests where no Prometheus is',
  ]);
};

/** Pods are to the database who may change rows; the migration is its owner. */
const users: Rule = (objects) => {
  const key = (name: string, variable: string) =>
    workloads(objects)
      .find(({ metadata }) => metadata.name === name)
      ?.spec.template.spec.containers[0]?.env?.find((one) => one.name === variable)?.valueFrom?.secretKeyRef?.key;
  const database = template(objects, 'ode-database');
  return complaints(
    ...['ode-api', 'ode-worker'].map((name): [boolean, string] => [key(name, 'DATABASE_URL') === 'url', `${name} owns the database`]),
    [key('ode-migrate', 'DATABASE_URL') === 'owner-url', 'the migration does not own the database'],
    [key('ode-migrate', 'ODE_SERVICE_DATABASE_URL') === 'url', "nobody makes the pods' user"],
    [Boolean(database.url?.includes('.service_username')) && !database['owner-url']?.includes('.service_'), 'the users are mixed up'],
  );
};

/** What a process writes it writes to /tmp: its root cannot be written. */
const scratch: Rule = (objects) =>
  ['ode-api', 'ode-worker'].flatMap((name) => {
    const { volumes = [] } = workload(objects, name).spec.template.spec;
    const mount = container(workload(objects, name)).volumeMounts?.find(({ mountPath }) => mountPath === '/tmp');
    return complaints([volumes.some((volume) => volume.name === mount?.name && volume.emptyDir), `${name} cannot write to /tmp`]);
  });

/** Ready is who reaches database, queue and storage; alive is who answers. */
const probes: Rule = (objects) =>
  ['ode-api', 'ode-worker'].flatMap((name) => {
    const { readinessProbe, livenessProbe, startupProbe } = container(workload(objects, name));
    return complaints(
      [readinessProbe?.httpGet?.path === HEALTH_CHECK.path, `${name} is taken for ready when it is only alive`],
      [livenessProbe?.httpGet?.path === '/healthz', `${name} is restarted when something else is away`],
      [startupProbe?.httpGet?.path === '/healthz', `${name} has no time to start`],
    );
  });

/** Requests need the API in every zone; jobs wait for any. No class of ours is above those that run the cluster. */
const placed: Rule = (objects) => {
  const zones = (name: string) =>
    workload(objects, name).spec.template.spec.topologySpreadConstraints?.find(({ topologyKey }) => topologyKey.endsWith('/zone'))
      ?.whenUnsatisfiable;
  const classes = objects.filter(({ kind }) => kind === 'PriorityClass') as (KubernetesObject & { value: number })[];
  return complaints(
    [zones('ode-api') === 'DoNotSchedule', 'the API may be in one zone'],
    [zones('ode-worker') === 'ScheduleAnyway', 'workers wait for a zone that has no nodes'],
    ...['ode-api', 'ode-worker'].map((name): [boolean, string] => [
      workload(objects, name).spec.template.spec.nodeSelector?.['ode.dev/pool'] === 'worker',
      `${name} stands among what runs the cluster`,
    ]),
    ...classes.map(({ metadata, value }): [boolean, string] => [value < 1_000_000_000, `${metadata.name} is above what runs the cluster`]),
  );
};

/** The internet reaches the API by the balancer: callers are known by keys, and by the address that it tells. */
const edge: Rule = (objects) => {
  const { ODE_AUTH, ODE_TRUSTED_PROXIES } = settings(objects);
  const port = find<Specified>(objects, 'Service', 'ode-api').spec.ports.find(({ name }: Anything) => name === 'http');
  const named = container(workload(objects, 'ode-api')).ports?.find(({ name }) => name === port?.targetPort);
  return complaints(
    [ODE_AUTH === 'keys', 'whoever reaches the API may do everything'],
    [ODE_TRUSTED_PROXIES === VPC_CIDR, "all callers have the balancer's address"],
    [named?.containerPort === API_PORT, 'the API listens where the balancer does not call'],
  );
};

/** Prometheus finds a port by its name. */
const watched: Rule = (objects) =>
  (objects as Specified[])
    .filter(({ kind }) => kind === 'ServiceMonitor')
    .flatMap(({ metadata, spec }) => {
      const service = (objects as Specified[]).find((one) => one.kind === 'Service' && selects(spec.selector, one.metadata.labels ?? {}));
      const ports = (service?.spec.ports ?? []).map(({ name }: Anything) => name);
      return spec.endpoints
        .filter(({ port }: Anything) => !ports.includes(port))
        .map(({ port }: Anything) => `ServiceMonitor ${metadata.name} asks for ${port}, which the service has not`);
    });

/** Memory is asked for whole: what one document may take its neighbours on the node never miss. */
const ownMemory: Rule = (objects) => {
  const { requests, limits } = container(workload(objects, 'ode-worker')).resources ?? {};
  return complaints([requests?.memory !== undefined && requests.memory === limits?.memory, 'workers share the memory that they may take']);
};

const RULES = [calls, encrypted, scaled, users, scratch, probes, placed, edge, watched, ownMemory];

/** Everything that the rules have against an overlay's objects, a line each. */
export function wiringProblems(objects: KubernetesObject[]): string[] {
  return RULES.flatMap((rule) => rule(objects));
}
