import { describe, expect, test } from 'vitest';
import { ACCOUNTS, ZONES } from '../settings.js';
import { SETTINGS, STAGES } from '../stages.js';
import { policyProblems } from './policy.js';
import { all, at, ofStage, type Resource } from './resources.js';
import { synthesized } from './synthesized.js';

const { stacks } = synthesized();

describe.each(STAGES)('%s', (stage) => {
  test('is as it should be', () => {
    expect(policyProblems(ofStage(stacks, stage), SETTINGS[stage])).toEqual([]);
  });

  test('names nothing of another stage', () => {
    const text = JSON.stringify(ofStage(stacks, stage));
    for (const other of STAGES) if (other !== stage) expect(text).not.toMatch(new RegExp(`ode[/-]${other}\\b`));
  });
});

/** Accounts that a stage's resources name, beside its own and that of AWS's load balancers, which write their log. */
const foreign = (stage: (typeof STAGES)[number]) =>
  new Set(
    [...JSON.stringify(ofStage(stacks, stage).filter(({ id }) => id !== 'delivery/Log/Policy')).matchAll(/\b\d{12}\b/g)]
      .map(([digits]) => digits)
      .filter((digits) => digits !== ACCOUNTS[stage]),
  );

test.each(STAGES)('%s reaches no account but its own, and the images', (stage) => {
  expect([...foreign(stage)]).toEqual([ACCOUNTS.registry]);
  const allowed = all(ofStage(stacks, stage), 'IAM::Policy').flatMap(({ properties }) =>
    (properties.PolicyDocument.Statement as Resource['properties'][]).filter((one) =>
      JSON.stringify(one.Resource).includes(ACCOUNTS.registry),
    ),
  );
  expect(allowed.flatMap(({ Resource: on }) => on).every((arn: string) => arn.includes(':ecr:'))).toBe(true);
});

/** A copy of production to break. */
const prod = () => structuredClone(ofStage(stacks, 'prod'));
const policyOf = (resources: Resource[], bucket: string) =>
  all(resources, 'S3::BucketPolicy').find(({ properties }) => properties.Bucket === bucket)?.properties.PolicyDocument;
const distribution = (resources: Resource[]) => at(resources, 'delivery/Distribution').properties.DistributionConfig;

/** The worker group of the second zone, whose name ends with the zone's letter. */
const WORKERS = `cluster/Cluster/Nodegroupworker-${ZONES[1]?.at(-1)}`;

describe('planted mistakes are caught', () => {
  const set = (id: string, properties: object) => (resources: Resource[]) => Object.assign(at(resources, id).properties, properties);

  test.each<[string, (resources: Resource[]) => unknown, string]>([
    ['a public database', set('data/Database', { PubliclyAccessible: true }), 'the database is public'],
    ['a database in one zone', set('data/Database', { MultiAZ: false }), 'the database has no standby'],
    ['a database in the clear', set('data/Database', { StorageEncrypted: false }), 'the database is not encrypted with our key'],
    ['a smaller database', set('data/Database', { DBInstanceClass: 'db.t4g.micro' }), 'the database is another than planned'],
    ['no backups', set('data/Database', { BackupRetentionPeriod: 0 }), 'the database has no backups'],
    ['a password in the template', set('data/Database', { MasterUserPassword: 'secret' }), 'the password is not in Secrets Manager'],
    ['PostgreSQL without TLS', set('data/DatabaseParameters', { Parameters: {} }), 'the database takes connections without TLS'],
    [
      'a database that goes with its stack',
      (r) => (at(r, 'data/Database').deletionPolicy = 'Delete'),
      'the database is deleted with its stack',
    ],
    [
      'keys that go before what they seal',
      (r) => (at(r, 'data/Service').deletionPolicy = 'Delete'),
      'data/Service is deleted with its stack',
    ],
    [
      'a database in private subnets',
      (r) => (at(r, 'data/Database/SubnetGroup').properties.SubnetIds[0] = 'network/Vpc/privateSubnet1/Subnet'),
      'data/Database/SubnetGroup is not in three isolated subnets',
    ],
    ['a Redis that does not fail over', set('data/Redis', { AutomaticFailoverEnabled: false }), 'Redis does not fail over'],
    ['a single Redis', set('data/Redis', { NumCacheClusters: 1 }), 'Redis does not fail over'],
    ['Redis without TLS', set('data/Redis', { TransitEncryptionMode: 'preferred' }), 'Redis takes connections without TLS'],
    ['Redis without a token', set('data/Redis', { AuthToken: undefined }), 'Redis asks for no token'],
    ['Redis that evicts', set('data/RedisParameters', { Properties: { 'maxmemory-policy': 'allkeys-lru' } }), 'Redis may forget jobs'],
    ['a cache node that is none', set('data/Redis', { CacheNodeType: 'cache.t4g.tiny' }), 'Redis is another than planned'],
    [
      'Redis in two zones',
      (r) => at(r, 'data/RedisSubnets').properties.SubnetIds.pop(),
      'data/RedisSubnets is not in three isolated subnets',
    ],
    [
      'a database that the internet may call',
      (r) =>
        Object.assign(all(r, 'EC2::SecurityGroupIngress').find(({ properties }) => properties.FromPort === 5432)?.properties, {
          SourceSecurityGroupId: undefined,
          CidrIp: '0.0.0.0/0',
        }),
      'may call: 0.0.0.0/0 → data/DatabaseCallers : 5432',
    ],
    [
      'nodes that the whole VPC may call',
      (r) => Object.assign(at(r, 'delivery/ApiCallers').properties, { SourceSecurityGroupId: undefined, CidrIp: '10.0.0.0/16' }),
      'may call: 10.0.0.0/16 → nodes : 3000',
    ],
    [
      'every port of the nodes',
      (r) => Object.assign(at(r, 'delivery/ApiCallers').properties, { FromPort: 0, ToPort: 65535 }),
      'may call: delivery/LoadBalancerCallers → nodes : tcp 0-65535',
    ],
    [
      'a load balancer that anybody may call',
      (r) =>
        (at(r, 'delivery/LoadBalancerCallers').properties.SecurityGroupIngress = [
          { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 80, ToPort: 80 },
        ]),
      'may call: 0.0.0.0/0 → delivery/LoadBalancerCallers : 80',
    ],
    [
      'a load balancer on the internet',
      set('delivery/LoadBalancer', { Scheme: 'internet-facing' }),
      'delivery/LoadBalancer faces the internet',
    ],
    [
      'a way from the internet to the nodes',
      (r) =>
        Object.assign(at(r, 'network/Vpc/privateSubnet2/DefaultRoute').properties, {
          NatGatewayId: undefined,
          GatewayId: 'network/Vpc/IGW',
        }),
      'network/Vpc/privateSubnet2/DefaultRoute leads from private subnets to network/Vpc/IGW',
    ],
    [
      'a way out of the isolated subnets',
      (r) => (at(r, 'network/Vpc/privateSubnet1/DefaultRoute').properties.RouteTableId = 'network/Vpc/isolatedSubnet1/RouteTable'),
      'network/Vpc/privateSubnet1/DefaultRoute leads from isolated subnets to network/Vpc/publicSubnet1/NATGateway',
    ],
    [
      'public addresses',
      set('network/Vpc/publicSubnet1/Subnet', { MapPublicIpOnLaunch: true }),
      'network/Vpc/publicSubnet1/Subnet gives public addresses',
    ],
    ['two zones', set('network/Vpc/privateSubnet3/Subnet', { AvailabilityZone: ZONES[0] }), 'worker nodes are not in 3 zones'],
    ['a zone without worker', (r) => (at(r, WORKERS).properties.ScalingConfig.MinSize = 0), 'worker nodes are not in 3 zones'],
    ['smaller workers', set(WORKERS, { InstanceTypes: ['c6i.large'] }), `${WORKERS} has other nodes than planned`],
    ['workers without a taint', set(WORKERS, { Taints: undefined }), `${WORKERS} has another taint`],
    [
      "the node's role for every pod",
      (r) => (at(r, 'cluster/worker-template').properties.LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit = 2),
      "cluster/worker-template lends the node's role to pods",
    ],
    [
      'disks in the clear',
      (r) => (at(r, 'cluster/worker-template').properties.LaunchTemplateData.BlockDeviceMappings[0].Ebs.Encrypted = false),
      'cluster/worker-template has disks that are not encrypted',
    ],
    ['Kubernetes secrets in the clear', set('cluster/Cluster', { EncryptionConfig: [] }), 'cluster/Cluster keeps secrets in the clear'],
    [
      'documents that stay',
      (r) => (at(r, 'data/Documents').properties.LifecycleConfiguration.Rules[0].Transitions[0].TransitionInDays = 90),
      'documents do not go to the Glacier that answers at once after 30 days',
    ],
    [
      'only some documents to Glacier',
      (r) => (at(r, 'data/Documents').properties.LifecycleConfiguration.Rules[0].Prefix = 'documents/'),
      'documents do not go to the Glacier that answers at once after 30 days',
    ],
    [
      'documents that never expire',
      (r) => delete at(r, 'data/Documents').properties.LifecycleConfiguration.Rules[0].ExpirationInDays,
      'documents never expire, or before they are moved',
    ],
    [
      'a rule that S3 refuses',
      (r) => (at(r, 'data/Documents').properties.LifecycleConfiguration.Rules[0].ExpirationInDays = 30),
      'documents never expire, or before they are moved',
    ],
    [
      'uploads that broke off',
      (r) => delete at(r, 'data/Documents').properties.LifecycleConfiguration.Rules[0].AbortIncompleteMultipartUpload,
      'data/Documents keeps uploads that broke off',
    ],
    [
      'deleted documents that stay',
      (r) => (at(r, 'data/Documents').properties.LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration.NoncurrentDays = 90),
      'what was deleted stays as an earlier version',
    ],
    [
      'documents in a Glacier that takes hours',
      (r) => (at(r, 'data/Documents').properties.LifecycleConfiguration.Rules[0].Transitions[0].StorageClass = 'GLACIER'),
      'documents do not go to the Glacier that answers at once after 30 days',
    ],
    [
      'a number of nodes that is set back',
      (r) => (at(r, WORKERS).properties.ScalingConfig.DesiredSize = 1),
      `${WORKERS} sets its number of nodes back with each change`,
    ],
    ['nodes before their network', (r) => (at(r, WORKERS).dependsOn = []), `${WORKERS} is made before what its nodes need`],
    ['DNS before the nodes', (r) => (at(r, 'cluster/coredns').dependsOn = []), 'DNS may be waited for before there are nodes'],
    [
      'a version that is paid six times',
      set('cluster/Cluster', { UpgradePolicy: undefined }),
      'a version of Kubernetes that is out of standard support is paid six times',
    ],
    ['a log for ever', set('cluster/ControlPlaneLog', { RetentionInDays: undefined }), 'cluster/ControlPlaneLog is not kept for 365 days'],
    ['pods whose words are lost', set('cluster/PodLog', { LogGroupName: '/pods' }), 'nobody made /ode-prod/pods'],
    ['no firewall', (r) => delete distribution(r).WebACLId, 'CloudFront has no firewall'],
    ['no limit', (r) => at(r, 'edge/Firewall').properties.Rules.shift(), 'one address may ask as much as it likes'],
    [
      'documents that tell of attacks',
      (r) => at(r, 'edge/Firewall').properties.Rules[2].Statement.ManagedRuleGroupStatement.RuleActionOverrides.pop(),
      'ReactJSRCE_BODY refuses documents',
    ],
    ['documents without versions', set('data/Documents', { VersioningConfiguration: undefined }), 'documents are not versioned'],
    [
      'a public bucket',
      (r) => (at(r, 'data/Documents').properties.PublicAccessBlockConfiguration.RestrictPublicBuckets = false),
      'data/Documents may be public',
    ],
    ['a name that is taken', set('delivery/Site', { BucketName: 'ode-prod-site' }), "delivery/Site may have another's name"],
    ['a bucket that answers without TLS', (r) => policyOf(r, 'data/Documents').Statement.shift(), 'data/Documents answers without TLS'],
    [
      'documents that another account reads',
      (r) => policyOf(r, 'data/Documents').Statement.push({ Effect: 'Allow', Action: 's3:GetObject', Principal: { AWS: '*' } }),
      'the bucket of documents lets others in',
    ],
    [
      "any CloudFront's site",
      (r) => delete policyOf(r, 'delivery/Site').Statement.at(-1).Condition,
      'others than this CloudFront may read the site',
    ],
    [
      'a site without OAC',
      (r) => delete distribution(r).Origins[0].OriginAccessControlId,
      'an origin is reached without origin access control',
    ],
    ['a key that never changes', set('data/Key', { EnableKeyRotation: false }), 'data/Key never changes'],
    ['a secret under a key of all', set('data/RedisAccess', { KmsKeyId: undefined }), 'data/RedisAccess has no key of ours'],
    ['alarms in the clear', set('watch/Alarms', { KmsMasterKeyId: undefined }), 'watch/Alarms is not encrypted'],
    [
      'a role that may do all',
      (r) =>
        at(r, 'access/worker/DefaultPolicy').properties.PolicyDocument.Statement.push({
          Effect: 'Allow',
          Action: 's3:*',
          Resource: 'arn:aws:s3:::x',
        }),
      'access/worker/DefaultPolicy allows s3:*',
    ],
    [
      'a role for every bucket',
      (r) => (at(r, 'access/api/DefaultPolicy').properties.PolicyDocument.Statement[0].Resource = '*'),
      'access/api/DefaultPolicy allows s3:ListBucket on everything',
    ],
    [
      'a deployment from any branch',
      (r) => {
        const [trust] = at(r, 'access/Deploy').properties.AssumeRolePolicyDocument.Statement;
        trust.Condition.StringEquals['token.actions.githubusercontent.com:sub'] = ['repo:oxidized-document-engine/ode:*'];
      },
      'access/Deploy may be taken by others',
    ],
    [
      'a role that anybody may take',
      (r) => (at(r, 'access/api').properties.AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' }),
      'access/api may be taken by others',
    ],
  ])('%s', (_what, plant, complaint) => {
    const resources = prod();
    plant(resources);
    expect(policyProblems(resources, SETTINGS.prod)).toContain(complaint);
  });
});
