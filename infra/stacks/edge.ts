import { Stack, type StackProps } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** Requests from one address in five minutes. A page of the viewer is some fifty; a program that converts asks far less. */
const REQUESTS = 3000;

/** Rules that look at bodies as text. Ours are PDFs: one that tells of an attack is none. */
const BODIES = {
  common: ['SizeRestrictions', 'EC2MetaDataSSRF', 'CrossSiteScripting', 'GenericLFI', 'GenericRFI'],
  knownBadInputs: ['JavaDeserializationRCE', 'Log4JRCE', 'ReactJSRCE'],
};
const ofBodies = (rules: string[]) => rules.map((rule) => `${rule}_BODY`);

const managed = (name: string, priority: number, countOnly: string[] = []): wafv2.CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: measured(name),
});

const measured = (metricName: string) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true });

/**
 * What CloudFront refuses before it costs anything: addresses that ask too much or are known for harm, and AWS's common
 * rules. Uploads are PDFs of up to 200 MB: the rules that look at bodies only count. CloudFront takes its firewall
 * from us-east-1, wherever the rest stands.
 */
export class EdgeStack extends Stack {
  readonly firewallArn: string;

  constructor(scope: Construct, id: string, props: StackProps & { name: string }) {
    super(scope, id, props);
    this.firewallArn = new wafv2.CfnWebACL(this, 'Firewall', {
      name: `${props.name}-edge`,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: REQUESTS, evaluationWindowSec: 300 } },
          visibilityConfig: measured('rate'),
        },
        managed('AWSManagedRulesAmazonIpReputationList', 1),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2, ofBodies(BODIES.knownBadInputs)),
        managed('AWSManagedRulesCommonRuleSet', 3, ofBodies(BODIES.common)),
      ],
      visibilityConfig: measured(`${props.name}-edge`),
    }).attrArn;
  }
}
