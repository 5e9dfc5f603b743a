import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { charts as listed } from '../../deploy/charts/charts.mjs';
import settings from '../../deploy/settings.json' with { type: 'json' };
import { logGroups, VPC_CIDR, WORKLOADS } from '../../infra/names.js';
import { overlay, parse as objectsOf, STAGES } from '../manifests/kustomize.js';
import type { KubernetesObject } from '../manifests/objects.js';
import { schemaProblems } from '../manifests/schemas.js';
import { platform } from '../scaling/platform.js';

const { region: REGION } = settings;
const charts = listed();
const CHARTS = new URL('../../deploy/charts/', import.meta.url);
const INSTALL = fileURLToPath(new URL('install.sh', CHARTS));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-charts-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the charts' values, as deep as they come
type Values = any;

/** An AWS command line that knows an account and a cluster. */
const AWS = `#!/bin/bash
case "$*" in
  "sts get-caller-identity --query Account --output text") echo 111122223333 ;;
  "eks describe-cluster --name ode-"*" --query cluster.resourcesVpcConfig.vpcId --output text") echo vpc-0123 ;;
  *) exit 1 ;;
esac
`;

/** Runs install.sh with a helm that writes down what it is asked and given, and fails where `failing` matches. Prometheus' chart has kinds. */
function install(stage: string, failing = '^$') {
  const helm = path.join(folder, 'helm');
  const kubectl = path.join(folder, 'kubectl');
  const aws = path.join(folder, 'aws');
  const asked = path.join(folder, 'asked');
  fs.writeFileSync(asked, '');
  fs.writeFileSync(
    helm,
    `#!/bin/bash\nif [ "$1" = show ]; then [ "$3" != kube-prometheus-stack ] || echo 'kind: CustomResourceDefinition'; exit; fi\n` +
      `echo "$*" >> ${asked}\nwhile [ "$1" != --values ]; do [ "$2" = upgrade ] || [ "$1" != upgrade ] || name=$2; shift; done\n` +
      `cp "$2" "${folder}/$name.yaml"\n! [[ "$name" =~ ${failing} ]]\n`,
    { mode: 0o755 },
  );
  fs.writeFileSync(aws, AWS, { mode: 0o755 });
  fs.writeFileSync(kubectl, `#!/bin/bash\n[[ "$*" != *'--filename -' ]] || echo "kubectl $* $(cat)" >> ${asked}\n`, { mode: 0o755 });
  const { status } = spawnSync('bash', [INSTALL, stage], {
    env: { ...process.env, HELM: helm, AWS: aws, KUBECTL: kubectl },
    encoding: 'utf8',
  });
  const lines = fs.readFileSync(asked, 'utf8').trim().split('\n');
  return { status, asked: lines.map((line) => line.replace(/--values \S+/, '--values FILE')) };
}

const valuesOf = (release: string): Values => parse(fs.readFileSync(path.join(folder, `${release}.yaml`), 'utf8'));

test('charts are named with exact versions, from their projects over https', () => {
  expect(charts.map(({ chart }) => chart)).toEqual([
    'metrics-server',
    'aws-load-balancer-controller',
    'cluster-autoscaler',
    'aws-for-fluent-bit',
    'external-secrets',
    'keda',
    'kube-prometheus-stack',
  ]);
  for (const { version, repository, release } of charts) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(repository).toMatch(/^https:\/\//);
    expect(fs.existsSync(new URL(`values/${release}.yaml`, CHARTS))).toBe(true);
  }
});

describe.each(STAGES)('%s', (stage) => {
  const { status, asked } = install(stage);
  const values = Object.fromEntries(charts.map(({ release }) => [release, valuesOf(release)])) as Record<string, Values>;

  test('each chart is installed at its version, and set back if it does not come up', () => {
    expect(status).toBe(0);
    expect(asked.filter((line) => !line.startsWith('kubectl'))).toEqual(
      charts.map(
        ({ release, chart, repository, version, namespace }) =>
          `upgrade ${release} ${chart} --install --repo ${repository} --version ${version} --namespace ${namespace} --create-namespace --values FILE --atomic --timeout 10m`,
      ),
    );
  });

  test('kinds that a chart brings are brought up to date before it, which Helm does not do', () => {
    const chart = asked.findIndex((line) => line.startsWith('upgrade prometheus '));
    expect(asked[chart - 1]).toBe('kubectl apply --server-side --force-conflicts --filename - kind: CustomResourceDefinition');
    expect(asked.filter((line) => line.startsWith('kubectl'))).toHaveLength(1);
  });

  test('values are of this stage', () => {
    const text = JSON.stringify(values);
    expect(text).not.toMatch(/STAGE|REGION|ACCOUNT|VPC_ID/);
    for (const other of STAGES) if (other !== stage) expect(text).not.toMatch(new RegExp(`ode[/-]${other}\\b`));
    expect(values['cluster-autoscaler'].autoDiscovery.clusterName).toBe(`ode-${stage}`);
    expect(values['aws-load-balancer-controller']).toMatchObject({
      clusterName: `ode-${stage}`,
      region: REGION,
      vpcId: 'vpc-0123',
    });
  });

  test('controllers run under the accounts that have AWS roles', () => {
    const namespaces = Object.fromEntries(charts.map(({ release, namespace }) => [release, namespace]));
    const account = (release: string, name: string) => ({ namespace: namespaces[release], account: name });
    expect(account('aws-load-balancer-controller', values['aws-load-balancer-controller'].serviceAccount.name)).toEqual(
      WORKLOADS.loadBalancerController,
    );
    expect(account('cluster-autoscaler', values['cluster-autoscaler'].rbac.serviceAccount.name)).toEqual(WORKLOADS.clusterAutoscaler);
    expect(account('external-secrets', values['external-secrets'].serviceAccount.name)).toEqual(WORKLOADS.externalSecrets);
    expect(account('aws-for-fluent-bit', values['aws-for-fluent-bit'].serviceAccount.name)).toEqual(WORKLOADS.logs);
    expect(account('prometheus', values.prometheus.alertmanager.serviceAccount.name)).toEqual(WORKLOADS.alertmanager);
    expect(account('prometheus', values.prometheus.grafana.serviceAccount.name)).toEqual(WORKLOADS.grafana);
  });

  test('Prometheus takes up the manifests, Grafana the dashboard, and alerts go to the topic', () => {
    const { prometheus, grafana, alertmanager } = values.prometheus;
    expect(prometheus.prometheusSpec).toMatchObject({
      serviceMonitorSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
    });
    const { label, labelValue } = grafana.sidecar.dashboards;
    const dashboard = overlay(stage).find(({ metadata }) => metadata.name === 'ode-dashboard');
    expect(dashboard?.metadata.labels?.[label]).toBe(labelValue);
    expect(alertmanager.config.receivers[1].sns_configs[0].topic_arn).toBe(`arn:aws:sns:${REGION}:111122223333:ode-${stage}-alarms`);
    expect(charts.at(-1)?.namespace).toBe('monitoring');
  });

  test("pods' words go to the group that the stack made, and nothing makes one beside it", () => {
    const { cloudWatchLogs } = values['aws-for-fluent-bit'];
    expect(cloudWatchLogs).toMatchObject({
      logGroupName: logGroups(stage).pods,
      autoCreateGroup: false,
      logGroupTemplate: '',
      region: REGION,
    });
  });

  test('a dashboard of its own shows the logs, of the groups that the stack made', () => {
    const { grafana, extraManifests } = values.prometheus;
    const { label, labelValue } = grafana.sidecar.dashboards;
    const map = (extraManifests as Values[]).find(({ metadata }) => metadata.name === 'ode-logs');
    expect(map.metadata.labels).toEqual({ [label]: labelValue });
    const [source] = grafana.additionalDataSources;
    const { panels } = JSON.parse(map.data['ode-logs.json']) as Values;
    for (const { title, datasource, targets } of panels) {
      expect(datasource, title).toEqual({ type: source.type, uid: source.uid });
      for (const { queryMode, region, logGroups: groups } of targets) {
        expect([queryMode, region]).toEqual(['Logs', source.jsonData.defaultRegion]);
        for (const { name, arn } of groups) {
          expect(Object.values(logGroups(stage)), title).toContain(name);
          // Grafana's role may ask for these alone (infra/stacks/access.ts).
          expect(arn).toBe(`arn:aws:logs:${REGION}:111122223333:log-group:${name}:*`);
        }
      }
    }
    // As a template of Helm's, through which it goes.
    expect(map.data['ode-logs.json']).not.toContain('{{');
  });

  test('what comes beside the charts is as its schema says', async () => {
    const objects = values.prometheus.extraManifests as KubernetesObject[];
    expect(objects.map(({ kind }) => kind)).toEqual(['StorageClass', 'SecretStore', 'ExternalSecret', 'ConfigMap']);
    expect(await schemaProblems(objects)).toEqual([]);
    expect(JSON.stringify(objects)).toContain(`"ode/${stage}/grafana"`);
    expect(values.prometheus.prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec.storageClassName).toBe(
      objects[0]?.metadata.name,
    );
  });
});

test('whoever runs the cluster comes before those that it runs', () => {
  const api = overlay('prod').find(({ kind, metadata }) => kind === 'PriorityClass' && metadata.name === 'ode-api') as Values;
  for (const { name, priority } of platform()) expect(priority, name).toBeGreaterThan(api.value);
});

test("the cluster autoscaler is of the cluster's minor version", () => {
  const [, minor] =
    /KubernetesVersion\.V1_(\d+)/.exec(fs.readFileSync(new URL('../../infra/stacks/cluster.ts', import.meta.url), 'utf8')) ?? [];
  const { image } = parse(fs.readFileSync(new URL('values/cluster-autoscaler.yaml', CHARTS), 'utf8'));
  expect(image.tag).toMatch(new RegExp(`^v1\\.${minor}\\.\\d+$`));
});

test('namespaces are there before their charts, and say what their pods may', () => {
  const namespaces = objectsOf(fs.readFileSync(new URL('namespaces.yaml', CHARTS), 'utf8'));
  const profiles = new Map(namespaces.map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]));
  for (const { namespace } of charts)
    if (namespace !== 'kube-system') expect(['restricted', 'privileged'], namespace).toContain(profiles.get(namespace));
});

describe('network policies of the charts’ namespaces', () => {
  type Policy = KubernetesObject & { spec: Values };
  const policies = objectsOf(fs.readFileSync(new URL('network-policies.yaml', CHARTS), 'utf8')) as Policy[];
  const inside = (namespace: string) => policies.filter(({ metadata }) => metadata.namespace === namespace);

  test('are as their schema says', async () => {
    expect(await schemaProblems(policies)).toEqual([]);
  });

  test('each namespace refuses what no policy names', () => {
    for (const namespace of new Set(charts.map((chart) => chart.namespace)))
      if (namespace !== 'kube-system')
        expect(
          inside(namespace).some(({ spec }) => JSON.stringify(spec) === '{"podSelector":{},"policyTypes":["Ingress"]}'),
          namespace,
        ).toBe(true);
  });

  test('KEDA may ask the Prometheus that the API is scaled by', () => {
    const query = overlay('prod').find(({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === 'ode-api') as Policy;
    const { hostname, port } = new URL(query.spec.triggers[0].metadata.serverAddress);
    const [, namespace = ''] = hostname.split('.');
    const keda = charts.find(({ release }) => release === 'keda')?.namespace;
    const callers = inside(namespace).flatMap(({ spec }) => spec.ingress ?? []);
    expect(
      callers.some(
        ({ from, ports }: Values) =>
          from?.[0]?.namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] === keda && ports?.[0]?.port === Number(port),
      ),
    ).toBe(true);
  });

  // Ports of the pods, as the charts have them: 10250 of External Secrets' webhook and of the Prometheus operator, 9443 and 6443 of KEDA.
  test('the control plane reaches every webhook, from the network that it is in', () => {
    const open = (namespace: string) =>
      inside(namespace).flatMap(({ spec }) =>
        (spec.ingress ?? [])
          .filter(({ from }: Values) => from?.[0]?.ipBlock?.cidr === VPC_CIDR)
          .flatMap(({ ports }: Values) => ports.map(({ port }: Values) => port)),
      );
    expect([open('keda'), open('external-secrets'), open('monitoring'), open('logging')]).toEqual([[6443, 9443], [10250], [10250], []]);
  });
});

/** A chart's values, as they stand. */
const written = (release: string): Values => parse(fs.readFileSync(new URL(`values/${release}.yaml`, CHARTS), 'utf8'));

test('the pods that a controller of balancers is asked about are those of the API: workers start without it', () => {
  const { objectSelector } = written('aws-load-balancer-controller');
  const labels = (name: string) =>
    (overlay('prod').find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name) as Values).spec.template.metadata.labels;
  const asked = (name: string) =>
    Object.entries(objectSelector.matchLabels as Record<string, string>).every(([key, value]) => labels(name)[key] === value);
  expect([asked('ode-api'), asked('ode-worker')]).toEqual([true, false]);
});

test('what tells of a lost zone, and what the API is scaled by, stands in two', () => {
  const { prometheus, alertmanager } = written('prometheus');
  for (const { replicas, podAntiAffinity, podAntiAffinityTopologyKey } of [prometheus.prometheusSpec, alertmanager.alertmanagerSpec])
    expect({ replicas, podAntiAffinity, podAntiAffinityTopologyKey }).toEqual({
      replicas: 2,
      podAntiAffinity: 'soft',
      podAntiAffinityTopologyKey: 'topology.kubernetes.io/zone',
    });
});

test('nodes go when a peak is over, though every pod has a scratch folder', () => {
  expect(written('cluster-autoscaler').extraArgs).toMatchObject({ 'skip-nodes-with-local-storage': false });
});

test("warm pods' priority is one that the cluster autoscaler makes room for", () => {
  const args = parse(fs.readFileSync(new URL('values/cluster-autoscaler.yaml', CHARTS), 'utf8')).extraArgs;
  const warm = overlay('prod').find(({ kind, metadata }) => kind === 'PriorityClass' && metadata.name === 'ode-warm') as Values;
  expect(warm.value).toBeGreaterThanOrEqual(args['expendable-pods-priority-cutoff']);
});

test('a chart that does not come up ends the installation', () => {
  const { status, asked } = install('staging', 'cluster-autoscaler');
  expect(status).toBe(1);
  expect(asked).toHaveLength(1 + charts.findIndex(({ release }) => release === 'cluster-autoscaler'));
});

test('a stage that is none installs nothing', () => {
  expect(install('production')).toEqual({ status: 2, asked: [''] });
});
