import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { alarmTopic, DATABASE, stageName, WORKLOADS } from '../names.js';
import { CONTACT } from '../settings.js';
import type { StageSettings } from '../stages.js';

interface WatchProps extends StackProps {
  settings: StageSettings;
  database: rds.DatabaseInstance;
  redis: elasticache.CfnReplicationGroup;
  loadBalancer: elb.ApplicationLoadBalancer;
  api: elb.ApplicationTargetGroup;
}

const GIB = 2 ** 30;

/**
 * Alarms about what AWS runs for us, and the budget. What runs in the cluster is Prometheus' to watch (k8s/components/monitoring/alerts.yaml);
 * both tell the same topic.
 */
export class WatchStack extends Stack {
  private readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id, props);
    const { settings } = props;
    this.topic = this.alarms(settings);
    this.database(props.database);
    this.cache(props.redis);
    this.loadBalancer(props.loadBalancer, props.api);
    this.budget(settings);
    new CfnOutput(this, 'AlarmTopic', { value: this.topic.topicArn });
  }

  private alarms(settings: StageSettings): sns.Topic {
    const key = new kms.Key(this, 'Key', { description: 'Alarms on their way', enableKeyRotation: true });
    const tellers = ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'].map((service) => new iam.ServicePrincipal(service));
    // Alertmanager's role; its own policy lets it publish (stacks/access.ts).
    const alertmanager = this.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: `${stageName(settings.name)}-${WORKLOADS.alertmanager.account}`,
    });
    for (const teller of [...tellers, new iam.ArnPrincipal(alertmanager)]) key.grant(teller, 'kms:GenerateDataKey*', 'kms:Decrypt');
    const topic = new sns.Topic(this, 'Alarms', { topicName: alarmTopic(settings.name), masterKey: key, enforceSSL: true });
    // Those of this account: the services act for everybody's.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['sns:Publish'],
        principals: tellers,
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    topic.addSubscription(new subscriptions.EmailSubscription(CONTACT));
    return topic;
  }

  private database(database: rds.DatabaseInstance): void {
    const period = Duration.minutes(5);
    this.alarm('DatabaseBusy', 'The database has no processor time left', database.metricCPUUtilization({ period }), { above: 80, for: 3 });
    this.alarm('DatabaseFull', 'The database has less than 10 GiB of storage', database.metricFreeStorageSpace({ period }), {
      below: 10 * GIB,
      for: 1,
    });
    this.alarm('DatabaseMemory', 'The database has less than 256 MiB of memory', database.metricFreeableMemory({ period }), {
      below: GIB / 4,
      for: 3,
    });
    this.alarm('DatabaseConnections', 'The database has few connections left', database.metricDatabaseConnections({ period }), {
      above: Math.round(0.9 * DATABASE.connections),
      for: 2,
    });
    new rds.CfnEventSubscription(this, 'DatabaseEvents', {
      snsTopicArn: this.topic.topicArn,
      sourceType: 'db-instance',
      sourceIds: [database.instanceIdentifier],
      eventCategories: ['failover', 'failure', 'low storage', 'recovery'],
    });
  }

  private cache(redis: elasticache.CfnReplicationGroup): void {
    // ElastiCache numbers a group's nodes, and keeps the numbers over a failover.
    for (const node of ['001', '002'].slice(0, redis.numCacheClusters)) {
      const metric = (metricName: string) =>
        new cloudwatch.Metric({
          namespace: 'AWS/ElastiCache',
          metricName,
          dimensionsMap: { CacheClusterId: `${redis.ref}-${node}` },
          statistic: 'Maximum',
          period: Duration.minutes(5),
        });
      this.alarm(
        `RedisFull${node}`,
        'Redis is filling up; when it is full, nothing can be submitted',
        metric('DatabaseMemoryUsagePercentage'),
        {
          above: 75,
          for: 2,
        },
      );
      this.alarm(`RedisBusy${node}`, 'Redis has no processor time left', metric('EngineCPUUtilization'), { above: 80, for: 3 });
    }
  }

  private loadBalancer(balancer: elb.ApplicationLoadBalancer, api: elb.ApplicationTargetGroup): void {
    const of = (metric: cloudwatch.Metric, statistic: string) =>
      metric.with({
        statistic,
        period: Duration.minutes(1),
        dimensionsMap: { LoadBalancer: balancer.loadBalancerFullName, TargetGroup: api.targetGroupFullName },
      });
    const named = (metricName: string) => new cloudwatch.Metric({ namespace: 'AWS/ApplicationELB', metricName });
    this.alarm('ApiGone', 'No pod of the API is ready', of(named('HealthyHostCount'), 'Maximum'), { below: 1, for: 2, silent: 'alarm' });
    this.alarm('ApiErrors', "The API's pods answer with errors", of(named('HTTPCode_Target_5XX_Count'), 'Sum'), { above: 20, for: 3 });
    this.alarm(
      'ApiRefused',
      'The load balancer finds nobody to answer',
      balancer.metrics.httpCodeElb(elb.HttpCodeElb.ELB_5XX_COUNT, { period: Duration.minutes(1) }),
      {
        above: 20,
        for: 3,
      },
    );
  }

  private alarm(id: string, alarmDescription: string, metric: cloudwatch.IMetric, limit: Limit): void {
    const below = 'below' in limit;
    const alarm = new cloudwatch.Alarm(this, id, {
      alarmDescription,
      metric,
      threshold: below ? limit.below : limit.above,
      comparisonOperator: below ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: limit.for,
      treatMissingData: limit.silent === 'alarm' ? cloudwatch.TreatMissingData.BREACHING : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(this.topic));
    alarm.addOkAction(new actions.SnsAction(this.topic));
  }

  /** Of what carries the stage's tag; the tag has to be activated for cost allocation once (runbook). */
  private budget(settings: StageSettings): void {
    const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'EMAIL', address: CONTACT }],
    });
    new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetName: stageName(settings.name),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: settings.budget, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:ode:stage$${settings.name}`] },
      },
      notificationsWithSubscribers: [tell('ACTUAL', 80), tell('ACTUAL', 100), tell('FORECASTED', 100)],
    });
  }
}

/** How far a number may go, for how many periods; and whether having no number is as bad. */
type Limit = ({ above: number } | { below: number }) & { for: number; silent?: 'alarm' };
