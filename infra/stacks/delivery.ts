import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks/acknowledge.js';
import { API_PORT, HEALTH_CHECK, KEEP_ALIVE, siteBucket, stageName, targetGroup } from '../names.js';
import { CLOUDFRONT, ZONES } from '../settings.js';
import type { StageSettings } from '../stages.js';
import { logBucket } from './log-bucket.js';
import { API_HEADERS, viewerHeaders } from './viewer-headers.js';

/** Runs at CloudFront's edge, before its cache. */
const PAGES = `function handler(event) {
  if (event.request.uri === '/dashboard') event.request.uri = '/dashboard.html';
  return event.request;
}`;

interface DeliveryProps extends StackProps {
  settings: StageSettings;
  vpc: ec2.IVpc;
  nodes: ec2.ISecurityGroup;
  firewallArn: string;
}

/**
 * What people reach: CloudFront, with the viewer from a bucket and `/api` from a load balancer in the private subnets. The
 * load balancer is made here and not by its controller, so that CloudFront can be pointed at it in the same deployment;
 * the controller brings the pods to its target group (k8s/components/aws/target-group-binding.yaml).
 */
export class DeliveryStack extends Stack {
  readonly site: s3.Bucket;
  readonly distribution: cloudfront.Distribution;
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  readonly api: elb.ApplicationTargetGroup;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id, props);
    const { settings, vpc, nodes } = props;
    const log = logBucket(this, 'Log', settings, 'cloudfront');
    this.site = this.siteBucket(settings, log);
    this.loadBalancer = this.balancer(settings, vpc, nodes);
    this.loadBalancer.logAccessLogs(log, 'load-balancer');
    this.api = this.targets(settings, vpc);
    this.distribution = this.cloudFront(settings, log, props.firewallArn);
    if (settings.domain?.zone) this.records(settings.domain.name, settings.domain.zone);

    new CfnOutput(this, 'SiteBucket', { value: this.site.bucketName });
    new CfnOutput(this, 'DistributionId', { value: this.distribution.distributionId });
    new CfnOutput(this, 'DistributionDomain', { value: this.distribution.distributionDomainName });
    new CfnOutput(this, 'ViewerUrl', { value: `https://${settings.domain?.name ?? this.distribution.distributionDomainName}` });
    new CfnOutput(this, 'TargetGroup', { value: targetGroup(settings.name) });
  }

  private siteBucket(settings: StageSettings, log: s3.IBucket): s3.Bucket {
    return new s3.Bucket(this, 'Site', {
      bucketName: siteBucket(settings.name),
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: log,
      serverAccessLogsPrefix: 'site/',
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      // Built anew by every deployment.
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  private balancer(settings: StageSettings, vpc: ec2.IVpc, nodes: ec2.ISecurityGroup): elb.ApplicationLoadBalancer {
    const callers = new ec2.SecurityGroup(this, 'LoadBalancerCallers', {
      vpc,
      description: 'The load balancer, called by CloudFront',
      allowAllOutbound: false,
    });
    callers.addIngressRule(ec2.Peer.prefixList(CLOUDFRONT), ec2.Port.tcp(80), 'CloudFront');
    callers.addEgressRule(nodes, ec2.Port.tcp(API_PORT), "The API's pods");
    // The pods' port, which nobody but the load balancer has a rule for. Written here: the cluster's stack comes before.
    new ec2.CfnSecurityGroupIngress(this, 'ApiCallers', {
      groupId: nodes.securityGroupId,
      sourceSecurityGroupId: callers.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: API_PORT,
      toPort: API_PORT,
      description: 'The load balancer',
    });
    return new elb.ApplicationLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: stageName(settings.name),
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      internetFacing: false,
      securityGroup: callers,
      // An upload of 200 MB over a slow line, and progress streams.
      idleTimeout: Duration.seconds(KEEP_ALIVE.balancer),
      dropInvalidHeaderFields: true,
      deletionProtection: settings.keepData,
    });
  }

  private targets(settings: StageSettings, vpc: ec2.IVpc): elb.ApplicationTargetGroup {
    const group = new elb.ApplicationTargetGroup(this, 'Api', {
      targetGroupName: targetGroup(settings.name),
      vpc,
      targetType: elb.TargetType.IP,
      protocol: elb.ApplicationProtocol.HTTP,
      port: API_PORT,
      deregistrationDelay: Duration.seconds(HEALTH_CHECK.deregistration),
      healthCheck: {
        path: HEALTH_CHECK.path,
        interval: Duration.seconds(HEALTH_CHECK.interval),
        timeout: Duration.seconds(HEALTH_CHECK.timeout),
        healthyThresholdCount: HEALTH_CHECK.healthy,
        unhealthyThresholdCount: HEALTH_CHECK.unhealthy,
      },
    });
    const listener = this.loadBalancer.addListener('Http', {
      port: 80,
      open: false,
      // /metrics and the health routes are out of reach.
      defaultAction: elb.ListenerAction.fixedResponse(404),
    });
    listener.addAction('Api', {
      priority: 1,
      conditions: [elb.ListenerCondition.pathPatterns(['/api/*', '/fallback-font/*'])],
      action: elb.ListenerAction.forward([group]),
    });
    return group;
  }

  private cloudFront(settings: StageSettings, logBucket: s3.IBucket, firewallArn: string): cloudfront.Distribution {
    const name = stageName(settings.name);
    // A name that is not there is 404 and not 403 only for who may list. Nobody can: `/` is index.html.
    const files = origins.S3BucketOrigin.withOriginAccessControl(this.site, {
      originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
    });
    const api = origins.VpcOrigin.withApplicationLoadBalancer(this.loadBalancer, {
      vpcOriginName: `${name}-api`,
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY,
      readTimeout: Duration.seconds(60),
      keepaliveTimeout: Duration.seconds(KEEP_ALIVE.cloudFront),
    });
    const viewer = {
      origin: files,
      compress: true,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(this, 'ViewerHeaders', {
        responseHeadersPolicyName: `${name}-viewer`,
        ...viewerHeaders(settings.frameAncestors),
      }),
    };
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: name,
      webAclId: firewallArn,
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      ...(settings.domain && {
        domainNames: [settings.domain.name],
        certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', settings.domain.certificateArn),
        minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      logBucket,
      logFilePrefix: 'cloudfront/',
      // index.html, the service worker, the manifest: asked for again each time, as their Cache-Control says.
      defaultBehavior: {
        ...viewer,
        cachePolicy: this.cachePolicy(`${name}-pages`, Duration.seconds(0)),
        functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: this.pages(name) }],
      },
      additionalBehaviors: {
        // Their names hold a hash of what is in them.
        '/assets/*': { ...viewer, cachePolicy: this.cachePolicy(`${name}-assets`, Duration.days(365)) },
        // Fonts for text that carries none, which the API's image brings.
        '/fallback-font/*': {
          ...viewer,
          origin: api,
          cachePolicy: this.cachePolicy(`${name}-fonts`, Duration.days(1)),
        },
        '/api/*': {
          origin: api,
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
          responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(this, 'ApiHeaders', {
            responseHeadersPolicyName: `${name}-api`,
            ...API_HEADERS,
          }),
        },
      },
    });
    acknowledge(distribution, {
      'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk': 'There is a default root object',
      'AwsSolutions-CFR1': 'Documents may be read anywhere',
    });
    if (!settings.domain)
      acknowledge(distribution, {
        'AwsSolutions-CFR4': "CloudFront's own certificate fixes the protocols; with `domain` in stages.ts it is TLS 1.2 and newer",
      });
    return distribution;
  }

  /** The name's addresses, of both kinds, since the distribution answers by IPv6, too. */
  private records(recordName: string, { id, name }: { id: string; name: string }): void {
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name });
    const target = route53.RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    // With the dot it is whole, whatever the zone is called.
    const record = { zone, target, recordName: `${recordName}.` };
    new route53.ARecord(this, 'Address', record);
    new route53.AaaaRecord(this, 'AddressIpv6', record);
  }

  /** Pages have addresses without `.html`, as the service gives them (server/src/routes/viewer.ts). */
  private pages(name: string): cloudfront.Function {
    return new cloudfront.Function(this, 'Pages', {
      functionName: `${name}-pages`,
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(PAGES),
    });
  }

  /**
   * One copy for who takes brotli, one for who takes gzip, one for the rest: what was uploaded with `Content-Encoding: br`
   * goes out as it is. `fallback` is for an object without Cache-Control; what an object says of itself counts, for a year
   * at most.
   */
  private cachePolicy(cachePolicyName: string, fallback: Duration): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, cachePolicyName, {
      cachePolicyName,
      minTtl: Duration.seconds(0),
      defaultTtl: fallback,
      maxTtl: Duration.days(365),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
  }

  override get availabilityZones(): string[] {
    return ZONES;
  }
}
