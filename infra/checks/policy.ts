/*
 * What no schema knows and cdk-nag does not ask: that the stacks are the ones which the issue, the runbook and the
 * manifests speak of. Each rule returns its complaints, a line each; policy.test.ts plants a mistake for every one.
 */
import { ACCOUNTS, CLOUDFRONT, EDGE_REGION, REGION } from '../settings.js';
import type { StageSettings } from '../stages.js';
import { all, at, type Resource } from './resources.js';

type Rule = (resources: Resource[], settings: StageSettings) => string[];

const complaints = (...checks: [boolean, string][]) => checks.filter(([good]) => !good).map(([, what]) => what);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const list = (value: unknown): string[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]) as string[];

/** Subnets by kind: `public`, `private`, `isolated`. */
function subnets(resources: Resource[]): Map<string, { id: string; zone: string; kind: string }> {
  return new Map(
    all(resources, 'EC2::Subnet').map(({ id, properties }) => {
      const kind = /Vpc\/([a-z]+)Subnet/.exec(id)?.[1] ?? '';
      return [id, { id, zone: properties.AvailabilityZone as string, kind }];
    }),
  );
}

/** Whether these subnets are of one kind, and in so many zones. */
const inZones = (resources: Resource[], ids: string[], kind: string, zones: number) => {
  const known = subnets(resources);
  const used = ids.map((id) => known.get(id));
  return used.every((subnet) => subnet?.kind === kind) && new Set(used.map((subnet) => subnet?.zone)).size === zones;
};
const inThreeZones = (resources: Resource[], ids: string[], kind: string) => inZones(resources, ids, kind, 3);

/** Everything that can fail with its zone stands in three. */
const threeZones: Rule = (resources, { nodeZones }) => {
  const kinds = ['public', 'private', 'isolated'].map((kind): [boolean, string] => {
    const ids = [...subnets(resources).values()].filter((subnet) => subnet.kind === kind).map(({ id }) => id);
    return [inThreeZones(resources, ids, kind), `${kind} subnets are not in three zones`];
  });
  const pools = ['system', 'worker'].map((pool): [boolean, string] => {
    const groups = all(resources, 'EKS::Nodegroup').filter(
      ({ properties: { Labels: labels } }) => labels?.['ode.dev/pool'] === pool && labels['ode.dev/capacity'] === 'on-demand',
    );
    const spread =
      groups.every(({ properties }) => properties.Subnets.length === 1 && properties.ScalingConfig.MinSize >= 1) &&
      inZones(
        resources,
        groups.flatMap(({ properties }) => properties.Subnets as string[]),
        'private',
        nodeZones,
      );
    return [spread, `${pool} nodes are not in ${nodeZones} zones`];
  });
  const placed: [string, string, string[]][] = [
    ...all(resources, 'RDS::DBSubnetGroup').map((r): [string, string, string[]] => ['isolated', r.id, r.properties.SubnetIds]),
    ...all(resources, 'ElastiCache::SubnetGroup').map((r): [string, string, string[]] => ['isolated', r.id, r.properties.SubnetIds]),
    ...all(resources, 'ElasticLoadBalancingV2::LoadBalancer').map((r): [string, string, string[]] => [
      'private',
      r.id,
      r.properties.Subnets,
    ]),
    ...all(resources, 'EKS::Cluster').map((r): [string, string, string[]] => ['private', r.id, r.properties.ResourcesVpcConfig.SubnetIds]),
  ];
  return complaints(
    ...kinds,
    ...pools,
    ...placed.map(([kind, id, ids]): [boolean, string] => [inThreeZones(resources, ids, kind), `${id} is not in three ${kind} subnets`]),
  );
};

/** No route leads from the internet to private subnets, and none out of isolated ones; nobody gets a public address. */
const closedSubnets: Rule = (resources) => {
  const kindOf = (table: string) => {
    const association = all(resources, 'EC2::SubnetRouteTableAssociation').find(({ properties }) => properties.RouteTableId === table);
    return subnets(resources).get(association?.properties.SubnetId)?.kind;
  };
  const routes = all(resources, 'EC2::Route').map(({ id, properties }): [boolean, string] => {
    const kind = kindOf(properties.RouteTableId);
    const good = kind === 'public' || (kind === 'private' && properties.NatGatewayId !== undefined && properties.GatewayId === undefined);
    return [good, `${id} leads from ${kind} subnets to ${properties.GatewayId ?? properties.NatGatewayId}`];
  });
  const addresses = all(resources, 'EC2::Subnet').map(({ id, properties }): [boolean, string] => [
    properties.MapPublicIpOnLaunch !== true,
    `${id} gives public addresses`,
  ]);
  const balancers = all(resources, 'ElasticLoadBalancingV2::LoadBalancer').map(({ id, properties }): [boolean, string] => [
    properties.Scheme === 'internal',
    `${id} faces the internet`,
  ]);
  return complaints(...routes, ...addresses, ...balancers);
};

/** `who → whom : port`. Nothing may be called but by these. */
const CALLS = [
  `${CLOUDFRONT} → delivery/LoadBalancerCallers : 80`,
  'delivery/LoadBalancerCallers → nodes : 3000',
  'nodes → data/DatabaseCallers : 5432',
  'nodes → data/RedisCallers : 6379',
  '10.0.32.0/19 → network/EndpointCallers : 443',
  '10.0.64.0/19 → network/EndpointCallers : 443',
  '10.0.96.0/19 → network/EndpointCallers : 443',
];

const NODES = 'cluster/Cluster.ClusterSecurityGroupId';
const groupName = (id: string) => (id === NODES ? 'nodes' : id.replace(/\.GroupId$/, ''));

export function calls(resources: Resource[]): string[] {
  const rule = (p: Resource['properties'], group: string) => {
    const from = p.CidrIp ?? p.CidrIpv6 ?? p.SourcePrefixListId ?? groupName(p.SourceSecurityGroupId ?? '');
    const port = p.IpProtocol === 'tcp' && p.FromPort === p.ToPort ? p.FromPort : `${p.IpProtocol} ${p.FromPort}-${p.ToPort}`;
    return `${from} → ${groupName(group)} : ${port}`;
  };
  return [
    ...all(resources, 'EC2::SecurityGroup').flatMap(({ id, properties }) =>
      ((properties.SecurityGroupIngress ?? []) as Resource['properties'][]).map((p) => rule(p, id)),
    ),
    ...all(resources, 'EC2::SecurityGroupIngress').map(({ properties: p }) => rule(p, p.GroupId)),
  ];
}

const namedCalls: Rule = (resources) => {
  const found = calls(resources);
  return complaints(
    ...found.map((call): [boolean, string] => [CALLS.includes(call), `may call: ${call}`]),
    ...CALLS.map((call): [boolean, string] => [found.includes(call), `may not call: ${call}`]),
  );
};

/** PostgreSQL: not reachable, not lost with its zone, not readable on a disk. */
const database: Rule = (resources, { standby }) => {
  const { properties: p, deletionPolicy } = at(resources, 'data/Database');
  const parameters = at(resources, p.DBParameterGroupName).properties.Parameters;
  return complaints(
    [p.PubliclyAccessible === false, 'the database is public'],
    [p.MultiAZ === standby, 'the database has no standby'],
    [p.StorageEncrypted === true && p.KmsKeyId === 'data/Key.Arn', 'the database is not encrypted with our key'],
    [p.Engine === 'postgres' && p.DBInstanceClass === 'db.t4g.medium', 'the database is another than planned'],
    [p.BackupRetentionPeriod >= 1, 'the database has no backups'],
    [
      p.MasterUserPassword.startsWith('{{resolve:secretsmanager:data/Database/Secret:SecretString:password'),
      'the password is not in Secrets Manager',
    ],
    [parameters['rds.force_ssl'] === '1', 'the database takes connections without TLS'],
    [same(p.VPCSecurityGroups, ['data/DatabaseCallers.GroupId']), 'the database has another security group'],
    [!p.DeletionProtection || deletionPolicy !== 'Delete', 'the database is deleted with its stack'],
  );
};

/** Redis: fails over, forgets nothing, and speaks to nobody without TLS and token. */
const cache: Rule = (resources, { standby }) => {
  const { properties: p } = at(resources, 'data/Redis');
  const policy = at(resources, p.CacheParameterGroupName).properties.Properties['maxmemory-policy'];
  return complaints(
    [!standby || (p.MultiAZEnabled === true && p.AutomaticFailoverEnabled === true && p.NumCacheClusters >= 2), 'Redis does not fail over'],
    [p.TransitEncryptionEnabled === true && p.TransitEncryptionMode === 'required', 'Redis takes connections without TLS'],
    [/^\{\{resolve:secretsmanager:/.test(p.AuthToken ?? ''), 'Redis asks for no token'],
    [p.AtRestEncryptionEnabled === true && p.KmsKeyId === 'data/Key.Arn', 'Redis is not encrypted with our key'],
    [policy === 'noeviction', 'Redis may forget jobs'],
    [p.CacheNodeType === 'cache.t4g.small', 'Redis is another than planned'],
    [same(p.SecurityGroupIds, ['data/RedisCallers.GroupId']), 'Redis has another security group'],
  );
};

const statements = (resources: Resource[], bucket: string) =>
  all(resources, 'S3::BucketPolicy')
    .filter(({ properties }) => properties.Bucket === bucket)
    .flatMap(({ properties }) => properties.PolicyDocument.Statement as Resource['properties'][]);

/** Every bucket: private, encrypted, over TLS alone, uploads that broke off cleared away; its name nobody else's. */
const buckets: Rule = (resources, { name }) =>
  all(resources, 'S3::Bucket').flatMap(({ id, properties: p }) => {
    const tls = statements(resources, id).some(
      ({ Effect, Action, Condition, Principal }) =>
        Effect === 'Deny' && Action === 's3:*' && Principal.AWS === '*' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
    );
    const block = p.PublicAccessBlockConfiguration ?? {};
    const closed = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
      (key) => block[key] === true,
    );
    const rules = (p.LifecycleConfiguration?.Rules ?? []) as Resource['properties'][];
    return complaints(
      // Names are taken in the whole world.
      [p.BucketName === undefined || p.BucketName.endsWith(`-${ACCOUNTS[name]}`), `${id} may have another's name`],
      [closed, `${id} may be public`],
      [p.BucketEncryption !== undefined, `${id} is not encrypted`],
      [tls, `${id} answers without TLS`],
      [rules.some((rule) => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation <= 7), `${id} keeps uploads that broke off`],
    );
  });

/** Documents: to Glacier after 30 days, all of them; earlier versions kept a while. */
const documents: Rule = (resources) => {
  const { properties: p } = at(resources, 'data/Documents');
  const rules = p.LifecycleConfiguration.Rules as Resource['properties'][];
  const [glacier, ...others] = rules.flatMap((rule) => ((rule.Prefix ?? rule.Filter) ? [{}] : (rule.Transitions ?? [])));
  const key = p.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault;
  return complaints(
    [
      same(glacier, { StorageClass: 'GLACIER_IR', TransitionInDays: 30 }) && !others.length,
      'documents do not go to the Glacier that answers at once after 30 days',
    ],
    // S3 refuses a rule by which something expires before it is moved.
    [rules[0]?.ExpirationInDays > 30, 'documents never expire, or before they are moved'],
    [p.VersioningConfiguration?.Status === 'Enabled', 'documents are not versioned'],
    [rules.some((rule) => rule.NoncurrentVersionExpiration?.NoncurrentDays === 1), 'what was deleted stays as an earlier version'],
    [same(key, { KMSMasterKeyID: 'data/Key.Arn', SSEAlgorithm: 'aws:kms' }), 'documents are not encrypted with our key'],
    [statements(resources, 'data/Documents').every(({ Effect }) => Effect === 'Deny'), 'the bucket of documents lets others in'],
  );
};

/** The site: CloudFront alone reads it, by origin access control. */
const site: Rule = (resources) => {
  const allowed = statements(resources, 'delivery/Site').filter(({ Effect }) => Effect === 'Allow');
  const [cloudFront] = allowed;
  const readers =
    allowed.length === 1 &&
    same(cloudFront.Principal, { Service: 'cloudfront.amazonaws.com' }) &&
    same(cloudFront.Action, ['s3:GetObject', 's3:ListBucket']) &&
    Object.values(cloudFront.Condition?.StringEquals ?? {})[0] ===
      'arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/delivery/Distribution';
  const origins = at(resources, 'delivery/Distribution').properties.DistributionConfig.Origins as Resource['properties'][];
  return complaints(
    [readers, 'others than this CloudFront may read the site'],
    [
      origins.every((origin) =>
        origin.VpcOriginConfig ? true : origin.OriginAccessControlId !== undefined && origin.S3OriginConfig?.OriginAccessIdentity === '',
      ),
      'an origin is reached without origin access control',
    ],
    [
      all(resources, 'CloudFront::OriginAccessControl').every(
        ({ properties: { OriginAccessControlConfig: c } }) => c.SigningBehavior === 'always' && c.SigningProtocol === 'sigv4',
      ),
      'requests to the site are not signed',
    ],
  );
};

/** Who keeps the data keeps the keys to it. */
const keptSecrets: Rule = (resources, { keepData }) =>
  complaints(
    ...all(resources, 'SecretsManager::Secret').map(({ id, deletionPolicy }): [boolean, string] => [
      !keepData || deletionPolicy === 'Retain',
      `${id} is deleted with its stack`,
    ]),
  );

/** All that is kept anywhere is encrypted, and our keys change every year. */
const encryption: Rule = (resources) =>
  complaints(
    ...all(resources, 'KMS::Key').map(({ id, properties }): [boolean, string] => [
      properties.EnableKeyRotation === true,
      `${id} never changes`,
    ]),
    ...all(resources, 'SecretsManager::Secret').map(({ id, properties }): [boolean, string] => [
      properties.KmsKeyId === 'data/Key.Arn',
      `${id} has no key of ours`,
    ]),
    ...all(resources, 'SNS::Topic').map(({ id, properties }): [boolean, string] => [
      properties.KmsMasterKeyId !== undefined,
      `${id} is not encrypted`,
    ]),
    ...all(resources, 'EKS::Cluster').map(({ id, properties }): [boolean, string] => [
      list(properties.EncryptionConfig?.[0]?.Resources).includes('secrets'),
      `${id} keeps secrets in the clear`,
    ]),
    ...all(resources, 'EC2::LaunchTemplate').map(({ id, properties }): [boolean, string] => [
      properties.LaunchTemplateData.BlockDeviceMappings.every((device: Resource['properties']) => device.Ebs.Encrypted === true),
      `${id} has disks that are not encrypted`,
    ]),
  );

/** Nodes: the types that the scaling is reckoned with, kept from lending their role to pods. */
const nodes: Rule = (resources) => {
  const size = (type: string, pool: string, capacity: string) =>
    pool === 'system' ? type === 't3.medium' : capacity === 'spot' ? /^c\d+[a-z]*\.xlarge$/.test(type) : type === 'c6i.xlarge';
  const noSchedule = (Key: string, Value: string) => ({ Effect: 'NO_SCHEDULE', Key, Value });
  return complaints(
    ...all(resources, 'EKS::Nodegroup').flatMap(({ id, properties: p, dependsOn }): [boolean, string][] => [
      [
        list(p.InstanceTypes).every((type) => size(type, p.Labels['ode.dev/pool'], p.Labels['ode.dev/capacity'])) &&
          (p.CapacityType === 'SPOT') === (p.Labels['ode.dev/capacity'] === 'spot'),
        `${id} has other nodes than planned`,
      ],
      [p.ScalingConfig.DesiredSize === undefined, `${id} sets its number of nodes back with each change`],
      [
        ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent'].every((addon) => dependsOn.includes(`cluster/${addon}`)),
        `${id} is made before what its nodes need`,
      ],
      [
        same(
          p.Taints,
          p.Labels['ode.dev/pool'] === 'system'
            ? undefined
            : [
                noSchedule('ode.dev/pool', 'worker'),
                ...(p.Labels['ode.dev/capacity'] === 'spot' ? [noSchedule('ode.dev/capacity', 'spot')] : []),
              ],
        ),
        `${id} has another taint`,
      ],
    ]),
    ...all(resources, 'EC2::LaunchTemplate').map(({ id, properties: { LaunchTemplateData: data } }): [boolean, string] => [
      same(data.MetadataOptions, { HttpPutResponseHopLimit: 1, HttpTokens: 'required' }),
      `${id} lends the node's role to pods`,
    ]),
    ...all(resources, 'EKS::Cluster').map(({ properties: p }): [boolean, string] => [
      p.AccessConfig.AuthenticationMode === 'API' && p.AccessConfig.BootstrapClusterCreatorAdminPermissions === false,
      'who made the cluster rules it',
    ]),
    ...all(resources, 'EKS::Cluster').map(({ properties: p }): [boolean, string] => [
      p.UpgradePolicy?.SupportType === 'STANDARD',
      'a version of Kubernetes that is out of standard support is paid six times',
    ]),
    [
      all(resources, 'EKS::Nodegroup').every(({ id }) => at(resources, 'cluster/coredns').dependsOn.includes(id)),
      'DNS may be waited for before there are nodes',
    ],
  );
};

/** Roles: nothing with every action, every resource only to read or under a condition, and few may take them. */
const roles: Rule = (resources, { name }) => {
  const reads =
    /^(ec2|autoscaling|elasticloadbalancing):(Describe|Get)|^logs:(DescribeLogGroups|GetQueryResults)$|^ecr:GetAuthorizationToken$/;
  const rights = all(resources, 'IAM::Policy').flatMap(({ id, properties }) =>
    (properties.PolicyDocument.Statement as Resource['properties'][]).flatMap(
      ({ Action, Resource: on, Condition }): [boolean, string][] => [
        [list(Action).every((action) => !action.includes('*')), `${id} allows ${list(Action).join(', ')}`],
        [
          !list(on).includes('*') || Condition !== undefined || list(Action).every((action) => reads.test(action)),
          `${id} allows ${list(Action).join(', ')} on everything`,
        ],
      ],
    ),
  );
  // Where the firewall is in another region than the rest, the CDK's own functions carry its name over.
  const carries = /\/Custom::CrossRegionExport(Writer|Reader)CustomResourceProvider\/Role$/;
  const trusted = ['ec2.amazonaws.com', 'eks.amazonaws.com', 'pods.eks.amazonaws.com', 'vpc-flow-logs.amazonaws.com'];
  const taken = all(resources, 'IAM::Role').flatMap(({ id, properties }) =>
    (properties.AssumeRolePolicyDocument.Statement as Resource['properties'][]).map(({ Principal, Condition }): [boolean, string] => {
      const subject = list(Condition?.StringEquals?.['token.actions.githubusercontent.com:sub']);
      const form = new RegExp(`^repo:[^*:]+/[^*:]+:environment:${name}(-diff)?$`);
      const github = subject.length > 0 && subject.every((one) => form.test(one));
      const good =
        trusted.includes(Principal.Service) ||
        (Principal.Federated !== undefined && github) ||
        (REGION !== EDGE_REGION && carries.test(id) && Principal.Service === 'lambda.amazonaws.com');
      return [good, `${id} may be taken by others`];
    }),
  );
  return complaints(...rights, ...taken);
};

/** What is written down stays as long as the stage says, and no longer: AWS's services would make the groups, and keep them for ever. */
const logs: Rule = (resources, { logDays }) => {
  const groups = all(resources, 'Logs::LogGroup');
  const cluster = at(resources, 'cluster/Cluster');
  const wanted = [`/aws/eks/${cluster.properties.Name}/cluster`, `/${cluster.properties.Name}/pods`];
  return complaints(
    ...groups.map(({ id, properties: p }): [boolean, string] => [p.RetentionInDays === logDays, `${id} is not kept for ${logDays} days`]),
    ...wanted.map((name): [boolean, string] => [groups.some(({ properties: p }) => p.LogGroupName === name), `nobody made ${name}`]),
    [cluster.dependsOn.includes('cluster/ControlPlaneLog'), "the control plane's log is made by EKS, and kept for ever"],
  );
};

/** AWS's rules that look at bodies (AWS WAF developer guide, "Baseline rule groups"). */
const BODY_RULES: Record<string, string[]> = {
  AWSManagedRulesCommonRuleSet: [
    'CrossSiteScripting_BODY',
    'EC2MetaDataSSRF_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'SizeRestrictions_BODY',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
};

/** CloudFront refuses floods, and what AWS's rules know; documents it does not judge. */
const edge: Rule = (resources) => {
  const { properties: p } = at(resources, 'edge/Firewall');
  const rules = p.Rules as Resource['properties'][];
  const groups = rules.flatMap(({ Statement: s }) => s.ManagedRuleGroupStatement?.Name ?? []);
  const attached = String(at(resources, 'delivery/Distribution').properties.DistributionConfig.WebACLId);
  return complaints(
    [
      // From another region it comes by a parameter that is named for it.
      (REGION === EDGE_REGION ? attached === 'edge/Firewall.Arn' : /^delivery\/ExportsReader\b.*Firewall/.test(attached)) &&
        p.Scope === 'CLOUDFRONT',
      'CloudFront has no firewall',
    ],
    [
      rules.some(({ Statement: s, Action: a }) => s.RateBasedStatement?.AggregateKeyType === 'IP' && a?.Block),
      'one address may ask as much as it likes',
    ],
    [groups.includes('AWSManagedRulesCommonRuleSet'), "AWS's common rules are not kept"],
    ...rules.flatMap(({ Statement: { ManagedRuleGroupStatement: group } }): [boolean, string][] => {
      const counted = ((group?.RuleActionOverrides ?? []) as Resource['properties'][])
        .filter(({ ActionToUse }) => ActionToUse.Count)
        .map(({ Name }) => Name as string);
      return (BODY_RULES[group?.Name] ?? []).map((rule) => [counted.includes(rule), `${rule} refuses documents`]);
    }),
  );
};

const RULES = [
  ...[threeZones, closedSubnets, namedCalls, database, cache, buckets, documents, site],
  ...[keptSecrets, encryption, nodes, logs, edge, roles],
];

/** Everything that the rules have against a stage's resources, a line each. */
export function policyProblems(resources: Resource[], settings: StageSettings): string[] {
  return RULES.flatMap((rule) => rule(resources, settings));
}
