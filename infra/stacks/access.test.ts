import { describe, expect, test } from 'vitest';
import { all, at, ofStage, type Resource } from '../checks/resources.js';
import { synthesized } from '../checks/synthesized.js';
import { ACCOUNTS, REGION, REPOSITORY, subjects } from '../settings.js';
import { STAGES } from '../stages.js';

const { stacks } = synthesized();

/** What a role may do: `action on resource`, in order. */
function rights(resources: Resource[], role: string): string[] {
  const statements = at(resources, `access/${role}/DefaultPolicy`).properties.PolicyDocument.Statement as Resource['properties'][];
  return statements
    .flatMap(({ Action, Resource: on }) => [Action].flat().flatMap((action) => [on].flat().map((resource) => `${action} on ${resource}`)))
    .sort();
}

describe.each(STAGES)('%s', (stage) => {
  const resources = ofStage(stacks, stage);
  const bucket = `arn:aws:s3:::ode-${stage}-documents-${ACCOUNTS[stage]}`;
  const key = ['kms:Decrypt on data/Key.Arn', 'kms:GenerateDataKey on data/Key.Arn'];

  test('the API takes documents in and gives results out', () => {
    expect(rights(resources, 'api')).toEqual([
      ...key,
      `s3:AbortMultipartUpload on ${bucket}/documents/*`,
      `s3:DeleteObject on ${bucket}/documents/*`,
      `s3:DeleteObject on ${bucket}/results/*`,
      `s3:GetObject on ${bucket}/documents/*`,
      `s3:GetObject on ${bucket}/results/*`,
      `s3:ListBucket on ${bucket}`,
      `s3:PutObject on ${bucket}/documents/*`,
    ]);
  });

  test('a worker reads documents and writes results', () => {
    expect(rights(resources, 'worker')).toEqual([
      ...key,
      `s3:AbortMultipartUpload on ${bucket}/results/*`,
      `s3:DeleteObject on ${bucket}/documents/*`,
      `s3:DeleteObject on ${bucket}/results/*`,
      `s3:GetObject on ${bucket}/documents/*`,
      `s3:ListBucket on ${bucket}`,
      `s3:PutObject on ${bucket}/results/*`,
    ]);
  });

  test('the operator of secrets reads them and nothing else', () => {
    const actions = new Set(rights(resources, 'externalSecrets').map((right) => right.split(' ')[0]));
    expect([...actions]).toEqual(['kms:Decrypt', 'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']);
  });

  test('Grafana asks the logs of the stage, and no others', () => {
    const group = (name: string) => `arn:aws:logs:${REGION}:${ACCOUNTS[stage]}:log-group:${name}:*`;
    const asked = rights(resources, 'grafana').filter((right) => !right.endsWith(' on *'));
    expect(asked).toEqual(
      ['GetLogGroupFields', 'StartQuery'].flatMap((action) =>
        [`/aws/eks/ode-${stage}/cluster`, `/ode-${stage}/pods`].map((name) => `logs:${action} on ${group(name)}`),
      ),
    );
  });

  test('the cluster autoscaler changes the groups of its cluster alone', () => {
    const statements = at(resources, 'access/clusterAutoscaler/DefaultPolicy').properties.PolicyDocument.Statement;
    const changing = statements.filter(({ Action }: { Action: string[] }) => [Action].flat().some((a) => /:(Set|Terminate)/.test(a)));
    expect(changing).toEqual([
      {
        Effect: 'Allow',
        Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        Resource: '*',
        Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/ode-${stage}`]: 'owned' } },
      },
    ]);
  });

  test('each role of the cluster is for one account', () => {
    const roles = all(resources, 'EKS::PodIdentityAssociation').map(({ properties: p }) => [
      p.RoleArn,
      `${p.Namespace}/${p.ServiceAccount}`,
    ]);
    expect(new Set(roles.map(([role]) => role)).size).toBe(roles.length);
    expect(roles.map(([, account]) => account)).toEqual([
      'ode/ode-api',
      'ode/ode-worker',
      'external-secrets/external-secrets',
      'kube-system/aws-load-balancer-controller',
      'kube-system/cluster-autoscaler',
      'logging/aws-for-fluent-bit',
      'monitoring/alertmanager',
      'monitoring/grafana',
    ]);
  });

  test("the disks' driver comes with its role", () => {
    const driver = all(resources, 'EKS::Addon').find(({ properties }) => properties.AddonName === 'aws-ebs-csi-driver');
    expect(driver?.properties.PodIdentityAssociations).toEqual([
      { ServiceAccount: 'ebs-csi-controller-sa', RoleArn: 'access/volumes.Arn' },
    ]);
  });

  test("workflows deploy from the stage's environment alone", () => {
    const [trust] = at(resources, 'access/Deploy').properties.AssumeRolePolicyDocument.Statement;
    expect(trust).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::${ACCOUNTS[stage]}:oidc-provider/token.actions.githubusercontent.com` },
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          // Both forms, which the last test here spells out.
          'token.actions.githubusercontent.com:sub': subjects(REPOSITORY, stage),
        },
      },
    });
  });

  test('images are pushed before production, which takes what was tried', () => {
    const pushes = rights(resources, 'Deploy').filter((right) => right.startsWith('ecr:UploadLayerPart'));
    expect(pushes).toHaveLength(stage === 'prod' ? 0 : 2);
    // A repository takes what its own policy allows as well.
    for (const { properties } of stacks.get('ode-registry')?.resources ?? []) {
      const statements = properties.RepositoryPolicyText.Statement as Resource['properties'][];
      const mine = statements.filter(({ Condition }) => Condition?.ArnEquals['aws:PrincipalArn'].endsWith(`:role/ode-${stage}-deploy`));
      expect(mine).toHaveLength(1);
      expect(mine[0].Action.includes('ecr:UploadLayerPart')).toBe(stage !== 'prod');
      expect(statements.flatMap(({ Action }) => Action).filter((action: string) => /Delete|\*/.test(action))).toEqual([]);
    }
  });

  test('the pipeline may do in the cluster what charts need', () => {
    const [entry, ...others] = all(resources, 'EKS::AccessEntry');
    expect(others).toEqual([]);
    expect(entry?.properties.PrincipalArn).toBe('access/Deploy.Arn');
    expect(entry?.properties.AccessPolicies).toEqual([
      { AccessScope: { Type: 'cluster' }, PolicyArn: 'arn:<AWS::Partition>:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' },
    ]);
  });
});

// Written by hand from GitHub's documentation of OpenID Connect ("immutable subject claims").
test('subjects have the numbers, and the form of old', () => {
  expect(subjects({ owner: 'octo-org', name: 'octo-repo', ownerId: '123456', id: '456789' }, 'prod')).toEqual([
    'repo:octo-org@123456/octo-repo@456789:environment:prod',
    'repo:octo-org/octo-repo:environment:prod',
  ]);
});
