import { describe, expect, test } from 'vitest';
import { all, at, ofStage } from '../checks/resources.js';
import { synthesized } from '../checks/synthesized.js';
import { ACCOUNTS } from '../settings.js';
import { SETTINGS, STAGES } from '../stages.js';

const { stacks } = synthesized();

describe.each(STAGES)('%s', (stage) => {
  const resources = ofStage(stacks, stage);

  test('every alarm is told, and its end too', () => {
    const alarms = all(resources, 'CloudWatch::Alarm');
    const about = alarms.map(({ properties: p }) => `${p.Namespace} ${p.MetricName}`);
    expect([...new Set(about)].sort()).toEqual([
      'AWS/ApplicationELB HTTPCode_ELB_5XX_Count',
      'AWS/ApplicationELB HTTPCode_Target_5XX_Count',
      'AWS/ApplicationELB HealthyHostCount',
      'AWS/ElastiCache DatabaseMemoryUsagePercentage',
      'AWS/ElastiCache EngineCPUUtilization',
      'AWS/RDS CPUUtilization',
      'AWS/RDS DatabaseConnections',
      'AWS/RDS FreeStorageSpace',
      'AWS/RDS FreeableMemory',
    ]);
    for (const { properties } of alarms) {
      expect(properties.AlarmActions).toEqual(['watch/Alarms']);
      expect(properties.OKActions).toEqual(['watch/Alarms']);
    }
  });

  test('no pod that is ready is an alarm even when nobody counts', () => {
    const { properties } = at(resources, 'watch/ApiGone');
    expect(properties).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching', Period: 60 });
  });

  test('both nodes of Redis are watched, by the names that ElastiCache gives them', () => {
    const nodes = all(resources, 'CloudWatch::Alarm')
      .filter(({ properties }) => properties.MetricName === 'DatabaseMemoryUsagePercentage')
      .map(({ properties }) => properties.Dimensions[0].Value);
    expect(nodes).toEqual(['data/Redis-001', 'data/Redis-002'].slice(0, SETTINGS[stage].standby ? 2 : 1));
  });

  test('a failover of the database is told', () => {
    const { properties } = at(resources, 'watch/DatabaseEvents');
    expect(properties.SourceIds).toEqual(['data/Database']);
    expect(properties.EventCategories).toContain('failover');
    expect(properties.SnsTopicArn).toBe('watch/Alarms');
  });

  test('CloudWatch, RDS and Alertmanager can use the key of the alarms', () => {
    const { Statement } = at(resources, 'watch/Key').properties.KeyPolicy;
    expect(Statement[1].Principal).toEqual({
      AWS: `arn:aws:iam::${ACCOUNTS[stage]}:role/ode-${stage}-alertmanager`,
      Service: ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'],
    });
    expect(at(resources, 'access/alertmanager').properties.RoleName).toBe(`ode-${stage}-alertmanager`);
  });

  test("nobody's services tell the topic but this account's", () => {
    const statements = all(resources, 'SNS::TopicPolicy').flatMap(({ properties }) => properties.PolicyDocument.Statement);
    expect(statements.filter(({ Effect }) => Effect === 'Allow')).toMatchObject([
      {
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNTS[stage] } },
        Effect: 'Allow',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'] },
        Resource: 'watch/Alarms',
      },
    ]);
  });

  test('the budget counts what carries the stage, and tells before it is spent', () => {
    const { Budget, NotificationsWithSubscribers: told } = at(resources, 'watch/Budget').properties;
    expect(Budget.CostFilters).toEqual({ TagKeyValue: [`user:ode:stage$${stage}`] });
    expect(told.map(({ Notification: n }: { Notification: Record<string, unknown> }) => `${n.NotificationType} ${n.Threshold}`)).toEqual([
      'ACTUAL 80',
      'ACTUAL 100',
      'FORECASTED 100',
    ]);
    // Every resource that can be tagged by a list has the tag: the database stands for them.
    expect(at(resources, 'data/Database').properties.Tags).toContainEqual({ Key: 'ode:stage', Value: stage });
  });
});
