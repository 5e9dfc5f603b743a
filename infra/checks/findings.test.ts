import { App, Stack, type AppProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { afterEach, expect, test, vi } from 'vitest';
import { odeApp } from '../app.js';
import type * as acknowledgement from './acknowledge.js';
import { acknowledge } from './acknowledge.js';
import { findings } from './findings.js';
import { synthesized } from './synthesized.js';

/** What would be acknowledged, when `acknowledge` only writes it down and lets the findings show. */
const given: { rule: string; at: string; reason: string }[] = [];
let hold = false;
vi.mock('./acknowledge.js', async (original) => {
  const { acknowledge } = await original<typeof acknowledgement>();
  return {
    acknowledge: (construct: IConstruct, reasons: Record<string, string>) => {
      if (!hold) return acknowledge(construct, reasons);
      for (const [rule, reason] of Object.entries(reasons))
        given.push({ rule: rule.replace('CloudFormation-Validate::', ''), at: construct.node.path, reason });
    },
  };
});
afterEach(() => void (hold = false));

test('the linter and cdk-nag have nothing against the three stages that is not explained', () => {
  expect(synthesized().findings).toEqual([]);
}, 120_000);

test('every finding is acknowledged, for a reason; and nothing that was not found', () => {
  hold = true;
  // The stage that has the most: it may be deleted.
  const found = findings((props) => odeApp(props, ['dev']));
  const about = (finding: string) => given.filter(({ rule, at }) => finding === `${rule}: ${at}` || finding.startsWith(`${rule}: ${at}/`));
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((finding) => about(finding).length === 0)).toEqual([]);
  expect(given.filter((one) => !found.some((finding) => about(finding).includes(one)))).toEqual([]);
  expect(given.filter(({ reason }) => reason.length < 20)).toEqual([]);
}, 120_000);

/** A stack with one mistake. */
const wrong = (plant: (stack: Stack) => void) => (props: AppProps) => {
  const app = new App(props);
  plant(new Stack(app, 'wrong', { env: { region: 'eu-central-1' } }));
  return app;
};

test.each<[string, (stack: Stack) => void, string]>([
  [
    'a bucket without access log',
    (stack) => new s3.Bucket(stack, 'Bucket', { enforceSSL: true }),
    'AwsSolutions-S1: wrong/Bucket/Resource',
  ],
  ['a bucket that answers without TLS', (stack) => new s3.Bucket(stack, 'Bucket'), 'AwsSolutions-S10: wrong/Bucket/Resource'],
  [
    'a database in the clear',
    (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
      new rds.DatabaseInstance(stack, 'Database', {
        vpc,
        engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
        storageEncrypted: false,
      });
    },
    'AwsSolutions-RDS2: wrong/Database/Resource',
  ],
  [
    'a security group for everybody',
    (stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
      new ec2.SecurityGroup(stack, 'Group', { vpc }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(5432));
    },
    'AwsSolutions-EC23: wrong/Group/Resource',
  ],
  [
    'a property that CloudFormation does not know',
    (stack) => new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('Versioned', true),
    'F3002: wrong/Bucket',
  ],
  [
    'a value that CloudFormation does not take',
    (stack) => new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('VersioningConfiguration.Status', 'On'),
    'W3030: wrong/Bucket',
  ],
])('%s is found', (_what, plant, finding) => {
  expect(findings(wrong(plant))).toContain(finding);
});

test('an acknowledgement is for its own construct alone', () => {
  const found = findings(
    wrong((stack) => {
      acknowledge(new s3.Bucket(stack, 'Logs', { enforceSSL: true }), { 'AwsSolutions-S1': 'It holds logs' });
      new s3.Bucket(stack, 'Other', { enforceSSL: true });
    }),
  );
  expect(found.filter((finding) => finding.startsWith('AwsSolutions-S1:'))).toEqual(['AwsSolutions-S1: wrong/Other/Resource']);
});
