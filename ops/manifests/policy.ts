/*
 * What no schema knows: pods that may do no harm, names that must mean something, sizes that must fit one another.
 * Each rule returns its complaints, a line each.
 */
import {
  container,
  find,
  quantity,
  workloads,
  type Container,
  type KubernetesObject,
  type ScaledObject,
  type TriggerAuthentication,
  type Workload,
} from './objects.js';

type Rule = (objects: KubernetesObject[]) => string[];

const eachContainer = (workload: Workload): Container[] => {
  const { containers, initContainers = [] } = workload.spec.template.spec;
  return [...containers, ...initContainers];
};

/** The `restricted` Pod Security Standard, and a file system that cannot be written. */
const restrictedPods: Rule = (objects) =>
  workloads(objects).flatMap((workload) => {
    const { spec } = workload.spec.template;
    const pod: [boolean, string][] = [
      [spec.securityContext?.runAsNonRoot === true && spec.securityContext.runAsUser !== 0, 'may run as root'],
      [spec.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'has no seccomp profile'],
      [!spec.hostNetwork && !spec.hostPID && !spec.hostIPC, 'shares namespaces with its node'],
      [!spec.volumes?.some((volume) => volume.hostPath), 'mounts a folder of its node'],
      [spec.automountServiceAccountToken === false, 'gets a token for the Kubernetes API'],
    ];
    const each = eachContainer(workload).flatMap(({ securityContext: c, resources: r }): [boolean, string][] => [
      [c?.allowPrivilegeEscalation === false && !c.privileged, 'may gain privileges'],
      [c?.capabilities?.drop?.includes('ALL') === true && !c.capabilities.add?.length, 'keeps capabilities'],
      [c?.readOnlyRootFilesystem === true, 'may write to its root file system'],
      [Boolean(r?.requests?.cpu && r.requests.memory && r.limits?.memory), 'does not say what it needs'],
    ]);
    return [...pod, ...each].filter(([good]) => !good).map(([, what]) => `${workload.metadata.name} ${what}`);
  });

const matches = (wanted: Record<string, string>, labels: Record<string, string>) =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** Every name leads to something. */
export const namesResolve: Rule = (objects) => {
  const have = new Set([...objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)]);
  const secretKeys = new Map(
    objects.flatMap((object): [string, string[]][] => {
      if (object.kind === 'Secret') return [[object.metadata.name, Object.keys((object as KubernetesObject & { data: object }).data)]];
      if (object.kind !== 'ExternalSecret') return [];
      const { target } = (object as KubernetesObject & { spec: { target: { name: string; template: { data: object } } } }).spec;
      return [[target.name, Object.keys(target.template.data)]];
    }),
  );
  const problems: string[] = [];
  const need = (from: string, what: string) => {
    if (!have.has(what)) problems.push(`${from} needs ${what}, which is not there`);
  };
  const needKey = (from: string, { name, key }: { name: string; key: string }) => {
    if (!secretKeys.get(name)?.includes(key)) problems.push(`${from} needs ${key} of Secret ${name}, which is not there`);
  };
  for (const { metadata, spec } of workloads(objects)) {
    const pod = spec.template.spec;
    if (pod.serviceAccountName) need(metadata.name, `ServiceAccount ${pod.serviceAccountName}`);
    if (pod.priorityClassName) need(metadata.name, `PriorityClass ${pod.priorityClassName}`);
    for (const volume of pod.volumes ?? []) if (volume.configMap) need(metadata.name, `ConfigMap ${volume.configMap.name}`);
    for (const { env = [], envFrom = [], volumeMounts = [] } of pod.containers) {
      for (const { configMapRef, secretRef } of envFrom) {
        if (configMapRef) need(metadata.name, `ConfigMap ${configMapRef.name}`);
        if (secretRef && !secretKeys.has(secretRef.name))
          problems.push(`${metadata.name} needs Secret ${secretRef.name}, which is not there`);
      }
      for (const { valueFrom } of env) if (valueFrom?.secretKeyRef) needKey(metadata.name, valueFrom.secretKeyRef);
      for (const { name } of volumeMounts)
        if (!pod.volumes?.some((volume) => volume.name === name)) problems.push(`${metadata.name} mounts ${name}, which is no volume`);
    }
  }
  for (const { metadata, spec } of objects.filter(({ kind }) => kind === 'ScaledObject') as ScaledObject[]) {
    need(`ScaledObject ${metadata.name}`, `Deployment ${spec.scaleTargetRef.name}`);
    for (const { authenticationRef: by } of spec.triggers)
      if (by) need(`ScaledObject ${metadata.name}`, `TriggerAuthentication ${by.name}`);
  }
  // KEDA's own kind: kustomize, which gives generated Secrets a hash, knows no reference in it.
  for (const { metadata, spec } of objects.filter(({ kind }) => kind === 'TriggerAuthentication') as TriggerAuthentication[])
    for (const reference of spec.secretTargetRef ?? []) needKey(`TriggerAuthentication ${metadata.name}`, reference);
  return problems;
};

interface Selecting extends KubernetesObject {
  spec: {
    selector?: { matchLabels?: Record<string, string> } & Record<string, unknown>;
    podSelector?: { matchLabels?: Record<string, string> };
  };
}

/** Every selector selects something. */
const selectorsSelect: Rule = (objects) => {
  const pods = workloads(objects).map((workload) => workload.spec.template.metadata.labels);
  const services = objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.labels ?? {});
  return (objects as Selecting[]).flatMap(({ kind, metadata, spec }) => {
    const wanted =
      kind === 'Service'
        ? (spec.selector as Record<string, string> | undefined)
        : kind === 'NetworkPolicy'
          ? spec.podSelector?.matchLabels
          : ['Deployment', 'PodDisruptionBudget', 'ServiceMonitor'].includes(kind)
            ? spec.selector?.matchLabels
            : undefined;
    if (!wanted) return [];
    const among = kind === 'ServiceMonitor' ? services : pods;
    return among.some((labels) => matches(wanted, labels)) ? [] : [`${kind} ${metadata.name} selects nothing`];
  });
};

/** A deployment that is scaled says no number of replicas: each `apply` would set it back. */
const scalerOwnsReplicas: Rule = (objects) =>
  (objects.filter(({ kind }) => kind === 'ScaledObject') as ScaledObject[]).flatMap(({ spec }) => {
    const target = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === spec.scaleTargetRef.name);
    return target && (target as Workload).spec.replicas !== undefined
      ? [`${target.metadata.name} sets replicas, and so does its scaler`]
      : [];
  });

/** A worker's memory holds as many conversions as it takes up, each at its limit, and the worker itself. */
const workersFit: Rule = (objects) => {
  const { env = [], resources } = container(find<Workload>(objects, 'Deployment', 'ode-worker'));
  const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('ode-config'));
  const { ODE_JOB_MEMORY_MB = '2048' } = (config as KubernetesObject & { data: Record<string, string> }).data;
  const conversions = Number(env.find(({ name }) => name === 'ODE_WORKERS')?.value ?? 1);
  const needed = conversions * Number(ODE_JOB_MEMORY_MB) * 2 ** 20 + 256 * 2 ** 20;
  return quantity(resources?.limits?.memory) >= needed ? [] : [`ode-worker may need ${needed / 2 ** 20} Mi of memory`];
};

/** A warm pod, where there are any, keeps room for one worker, exactly. */
const warmPodsAreWorkers: Rule = (objects) => {
  if (!objects.some(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'ode-warm')) return [];
  const [worker, warm] = ['ode-worker', 'ode-warm'].map((name) => find<Workload>(objects, 'Deployment', name).spec.template.spec);
  const place = (pod: typeof worker) => JSON.stringify([pod?.containers[0]?.resources?.requests, pod?.nodeSelector, pod?.tolerations]);
  return place(worker) === place(warm) ? [] : ['ode-warm keeps another room than ode-worker takes'];
};

/** What docs/operations/cis.md promises: no rights in the Kubernetes API, nothing outside the namespace, all traffic denied that is not named. */
const benchmark: Rule = (objects) => {
  const rights = objects
    .filter(({ apiVersion }) => apiVersion.startsWith('rbac.'))
    .map(({ kind, metadata }) => `${kind} ${metadata.name} gives rights`);
  const elsewhere = objects
    .filter(({ kind, metadata }) => !['Namespace', 'PriorityClass'].includes(kind) && metadata.namespace !== 'ode')
    .map(({ kind, metadata }) => `${kind} ${metadata.name} is not in ode`);
  const denied = (objects as (KubernetesObject & { spec: Record<string, unknown> })[]).some(
    ({ kind, spec }) =>
      kind === 'NetworkPolicy' && JSON.stringify(spec) === JSON.stringify({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  );
  const namespace = objects.find(({ kind }) => kind === 'Namespace')?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  return [
    ...rights,
    ...elsewhere,
    ...(denied ? [] : ['nothing is denied by default']),
    ...(namespace === 'restricted' ? [] : ['the namespace admits any pod']),
  ];
};

const RULES = [benchmark, restrictedPods, namesResolve, selectorsSelect, scalerOwnsReplicas, workersFit, warmPodsAreWorkers];

/** Everything that the rules have against the objects, a line each. */
export function policyProblems(objects: KubernetesObject[]): string[] {
  return RULES.flatMap((rule) => rule(objects));
}
