/* What infra/ makes, and what the manifests in k8s/ ask for: the same names on both sides. */
import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { overlay } from '../ops/manifests/kustomize.js';
import { find, workloads, type KubernetesObject } from '../ops/manifests/objects.js';
import { NODE_POOLS } from '../ops/scaling/node-pools.js';
import { all, at, ofStage, type Resource } from './checks/resources.js';
import { synthesized } from './checks/synthesized.js';
import { SETTINGS, STAGES } from './stages.js';

const { stacks } = synthesized();
type Anything = Resource['properties'];
type Specified = KubernetesObject & { spec: Anything };

/** The nodes that a stage has: labels and taints of each group. */
const nodeGroups = (resources: Resource[]) =>
  all(resources, 'EKS::Nodegroup').map(({ properties: p }) => ({
    labels: p.Labels as Record<string, string>,
    capacity: p.Labels['ode.dev/capacity'] as string,
    taints: (p.Taints ?? []) as { Key: string; Value: string; Effect: string }[],
    min: p.ScalingConfig.MinSize as number,
    max: p.ScalingConfig.MaxSize as number,
  }));

/** The fields of a secret's JSON. RDS adds where the database is to the secret that is attached to it. */
function fields(resources: Resource[], name: string): string[] {
  const secret = all(resources, 'SecretsManager::Secret').find(({ properties }) => properties.Name === name);
  if (!secret) return [];
  const { SecretString, GenerateSecretString: made } = secret.properties;
  if (SecretString) return Object.keys(JSON.parse(SecretString));
  const attached = all(resources, 'SecretsManager::SecretTargetAttachment').some(
    ({ properties }) => properties.SecretId === secret.id && properties.TargetType === 'AWS::RDS::DBInstance',
  );
  const given = Object.keys(JSON.parse(made.SecretStringTemplate));
  const added = attached
    ? ['engine', 'host', 'port', 'dbInstanceIdentifier', ...(at(resources, 'data/Database').properties.DBName ? ['dbname'] : [])]
    : [];
  return [...given, made.GenerateStringKey, ...added];
}

describe.each(STAGES)('%s', (stage) => {
  const resources = ofStage(stacks, stage);
  const objects = overlay(stage);

  test('every pod finds nodes that take it', () => {
    const groups = nodeGroups(resources);
    for (const { metadata, spec } of workloads(objects)) {
      const { nodeSelector = {}, tolerations = [] } = spec.template.spec;
      expect(Object.keys(nodeSelector), metadata.name).toEqual(['ode.dev/pool']);
      const fit = groups.filter(
        ({ labels, taints }) =>
          Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
          taints.every(({ Key, Value, Effect }) =>
            tolerations.some((t) => t.key === Key && t.value === Value && t.effect === (Effect === 'NO_SCHEDULE' ? 'NoSchedule' : Effect)),
          ),
      );
      expect(fit.length, metadata.name).toBeGreaterThanOrEqual(SETTINGS[stage].nodeZones);
    }
  });

  test("outputs.env holds the stacks' outputs", () => {
    const lines = fs
      .readFileSync(new URL(`../k8s/overlays/${stage}/outputs.env`, import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const outputs = stacks.get(`ode-${stage}-data`)?.outputs;
    const bucket = at(resources, outputs?.S3Bucket ?? '').properties.BucketName;
    expect(Object.fromEntries(lines.map((line) => line.split('=')))).toEqual({ AWS_REGION: outputs?.AwsRegion, S3_BUCKET: bucket });
  });

  test('documents are kept as long by the service as the stage says, and S3 takes away what that left', () => {
    const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('ode-config')) as Specified & {
      data: Record<string, string>;
    };
    expect(config.data.ODE_RETENTION_DAYS).toBe(String(SETTINGS[stage].documentDays));
    const [rule] = at(resources, 'data/Documents').properties.LifecycleConfiguration.Rules;
    expect(rule.ExpirationInDays).toBeGreaterThan(SETTINGS[stage].documentDays);
  });

  test('the stacks say where things are', () => {
    const outputs = (concern: string) => Object.keys(stacks.get(`ode-${stage}-${concern}`)?.outputs ?? {}).sort();
    expect(outputs('cluster')).toEqual(['ClusterArn', 'ClusterName']);
    expect(outputs('data')).toEqual(['AwsRegion', 'DatabaseEndpoint', 'DatabaseSecret', 'RedisEndpoint', 'RedisSecret', 'S3Bucket']);
    expect(outputs('delivery')).toEqual(['DistributionDomain', 'DistributionId', 'SiteBucket', 'TargetGroup', 'ViewerUrl']);
    expect(outputs('access')).toEqual(['DeployRole']);
    expect(outputs('watch')).toEqual(['AlarmTopic']);
  });

  test('secrets have the names and fields that the manifests read', () => {
    const external = objects.filter(({ kind }) => kind === 'ExternalSecret') as Specified[];
    expect(external).toHaveLength(3);
    for (const { spec } of external) {
      const used = [...JSON.stringify(spec.target.template.data).matchAll(/\{\{ \.(\w+)/g)].map(([, field]) => field);
      const there = (spec.dataFrom as Anything[]).flatMap(({ extract, rewrite = [] }) =>
        fields(resources, extract.key).map((field) =>
          rewrite.reduce((name: string, { regexp }: Anything) => name.replace(new RegExp(`^${regexp.source}$`), regexp.target), field),
        ),
      );
      expect(there).toEqual(expect.arrayContaining([...new Set(used)]));
    }
    const reader = at(resources, 'access/externalSecrets/DefaultPolicy').properties.PolicyDocument.Statement[0];
    const readable = (reader.Resource as string[]).map((id) => {
      const attachment = resources.find((resource) => resource.id === id && resource.type.endsWith('SecretTargetAttachment'));
      return at(resources, (attachment?.properties.SecretId as string) ?? id).properties.Name;
    });
    expect(readable.sort()).toEqual(['database', 'grafana', 'redis', 'service', 'service-user'].map((name) => `ode/${stage}/${name}`));
    expect(find<Specified>(objects, 'SecretStore', 'aws').spec.provider.aws.region).toBe(
      stacks.get(`ode-${stage}-data`)?.outputs.AwsRegion,
    );
  });

  test('pods have AWS roles by the accounts that they run under', () => {
    const accounts = all(resources, 'EKS::PodIdentityAssociation')
      .filter(({ properties }) => properties.Namespace === 'ode')
      .map(({ properties }) => properties.ServiceAccount as string);
    expect(accounts.sort()).toEqual(['ode-api', 'ode-worker']);
    for (const account of accounts) {
      expect(find(objects, 'ServiceAccount', account).metadata.namespace).toBe('ode');
      expect(workloads(objects).some(({ spec }) => spec.template.spec.serviceAccountName === account)).toBe(true);
    }
  });

  test('the load balancer finds the pods, and may call them', () => {
    const binding = find<Specified>(objects, 'TargetGroupBinding', 'ode-api').spec;
    const group = all(resources, 'ElasticLoadBalancingV2::TargetGroup').find(
      ({ properties }) => properties.Name === binding.targetGroupName,
    );
    expect(group?.properties).toMatchObject({ TargetType: binding.targetType, Protocol: 'HTTP', Port: 3000, HealthCheckPath: '/readyz' });
    const service = find<Specified>(objects, 'Service', binding.serviceRef.name).spec;
    const port = service.ports.find(({ name }: { name: string }) => name === binding.serviceRef.port);
    const [api] = find<Specified>(objects, 'Deployment', 'ode-api').spec.template.spec.containers;
    expect(api.ports.find(({ name }: { name: string }) => name === port.targetPort).containerPort).toBe(group?.properties.Port);
    const policy = find<Specified>(objects, 'NetworkPolicy', 'api-callers').spec.ingress[0];
    expect(policy.from[0].ipBlock.cidr).toBe(at(resources, 'network/Vpc').properties.CidrBlock);
    expect(policy.ports).toEqual([{ protocol: 'TCP', port: 3000 }]);
  });

  test('network policies let pods reach the database and Redis where they listen', () => {
    const open = (name: string, at = 0) => find<Specified>(objects, 'NetworkPolicy', name).spec.egress[at];
    const to = [{ ipBlock: { cidr: at(resources, 'network/Vpc').properties.CidrBlock } }];
    expect(open('database')).toEqual({ to, ports: [{ protocol: 'TCP', port: Number(at(resources, 'data/Database').properties.Port) }] });
    expect(open('queue-and-storage')).toEqual({ to, ports: [{ protocol: 'TCP', port: at(resources, 'data/Redis').properties.Port }] });
  });

  test('the network plugin keeps the policies', () => {
    const plugin = all(resources, 'EKS::Addon').find(({ properties }) => properties.AddonName === 'vpc-cni');
    expect(JSON.parse(plugin?.properties.ConfigurationValues)).toMatchObject({ enableNetworkPolicy: 'true' });
    expect(all(resources, 'EKS::Addon').map(({ properties }) => properties.AddonName)).toContain('eks-pod-identity-agent');
  });

  test('private subnets, and only they, are for load balancers inside', () => {
    const tagged = all(resources, 'EC2::Subnet').filter(({ properties }) =>
      (properties.Tags as { Key: string }[]).some(({ Key }) => Key === 'kubernetes.io/role/internal-elb'),
    );
    expect(tagged.map(({ id }) => id)).toEqual([1, 2, 3].map((n) => `network/Vpc/privateSubnet${n}/Subnet`));
  });
});

test.each(['staging', 'prod'])('%s has the nodes that scaling was simulated with, even when a zone is gone', (stage) => {
  for (const pool of NODE_POOLS) {
    const groups = nodeGroups(ofStage(stacks, stage)).filter(
      ({ labels, capacity }) => labels['ode.dev/pool'] === pool.name && capacity === 'on-demand',
    );
    expect(groups.reduce((sum, { min }) => sum + min, 0)).toBe(pool.min);
    for (const lost of groups) expect(groups.reduce((sum, { max }) => sum + max, -lost.max)).toBeGreaterThanOrEqual(pool.max);
  }
});

test('images are in the registry by the names that the overlays give them', () => {
  const repositories = stacks.get('ode-registry')?.resources ?? [];
  expect(repositories.map(({ properties }) => properties.RepositoryName)).toEqual(['ode-api', 'ode-worker']);
  for (const { properties } of repositories) {
    expect(properties.ImageScanningConfiguration).toEqual({ ScanOnPush: true });
    expect(properties.ImageTagMutability).toBe('IMMUTABLE');
    expect(properties.EncryptionConfiguration).toEqual({ EncryptionType: 'KMS' });
    const { rules } = JSON.parse(properties.LifecyclePolicy.LifecyclePolicyText);
    expect(rules.map(({ selection }: Anything) => [selection.tagStatus, selection.countNumber])).toEqual([
      // What ran in production comes first: no later rule may take it away.
      ['tagged', 30],
      ['untagged', 7],
      ['any', 90],
    ]);
  }
  const text = fs.readFileSync(new URL('../k8s/overlays/prod/kustomization.yaml', import.meta.url), 'utf8');
  for (const name of ['ode-api', 'ode-worker']) expect(text).toContain(`  - name: ${name}\n    newTag: unset\n`);
});
