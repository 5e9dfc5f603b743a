import { runInNewContext } from 'node:vm';
import { App, Stack, type AppProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { describe, expect, test } from 'vitest';
import { viewerPolicy } from '../../server/src/routes/viewer-policy.js';
import { all, at, ofStage, synthesize, type Resource } from '../checks/resources.js';
import { synthesized } from '../checks/synthesized.js';
import { REGION } from '../settings.js';
import { SETTINGS, STAGES, type StageSettings } from '../stages.js';
import { DeliveryStack } from './delivery.js';
import { viewerHeaders } from './viewer-headers.js';

const { stacks } = synthesized();
const YEAR = 31_536_000;

type Behaviour = Resource['properties'];

/** How CloudFront answers a path: the first pattern that matches, else the default. */
function behaviour(resources: Resource[], path: string): Behaviour {
  const { CacheBehaviors, DefaultCacheBehavior } = at(resources, 'delivery/Distribution').properties.DistributionConfig;
  const named = (CacheBehaviors as Behaviour[]).find(({ PathPattern }) =>
    new RegExp(`^${(PathPattern as string).replaceAll('*', '.*')}$`).test(path),
  );
  return named ?? DefaultCacheBehavior;
}

const cachePolicy = (resources: Resource[], path: string) =>
  at(resources, behaviour(resources, path).CachePolicyId).properties.CachePolicyConfig;
const headers = (resources: Resource[], path: string) => {
  const { SecurityHeadersConfig: s, CustomHeadersConfig: c } = at(resources, behaviour(resources, path).ResponseHeadersPolicyId).properties
    .ResponseHeadersPolicyConfig;
  const custom = ((c?.Items ?? []) as { Header: string; Value: string }[]).map(({ Header, Value }) => [Header.toLowerCase(), Value]);
  return {
    ...Object.fromEntries(custom),
    'content-security-policy': s.ContentSecurityPolicy?.ContentSecurityPolicy,
    'x-content-type-options': s.ContentTypeOptions && 'nosniff',
    'referrer-policy': s.ReferrerPolicy?.ReferrerPolicy,
    'strict-transport-security': `max-age=${s.StrictTransportSecurity.AccessControlMaxAgeSec}`,
  };
};

describe.each(STAGES)('%s', (stage) => {
  const resources = ofStage(stacks, stage);
  const { DistributionConfig: config } = at(resources, 'delivery/Distribution').properties;

  test('HTTP/3, and https alone', () => {
    expect(config.HttpVersion).toBe('http2and3');
    expect(config.DefaultRootObject).toBe('index.html');
    const policies = ['/', '/assets/engine.wasm', '/api/health'].map((path) => behaviour(resources, path).ViewerProtocolPolicy);
    expect(policies).toEqual(['redirect-to-https', 'redirect-to-https', 'https-only']);
  });

  // TC-03. A policy with Accept-Encoding in its key keeps a copy for each; one that had it not would send brotli to all or none.
  test('what was uploaded as brotli and to be kept for ever is kept so', () => {
    const wasm = cachePolicy(resources, '/assets/engine-D8r-EfKJ.wasm');
    expect(wasm).toMatchObject({ MinTTL: 0, DefaultTTL: YEAR, MaxTTL: YEAR });
    expect(wasm.ParametersInCacheKeyAndForwardedToOrigin).toEqual({
      EnableAcceptEncodingBrotli: true,
      EnableAcceptEncodingGzip: true,
      CookiesConfig: { CookieBehavior: 'none' },
      HeadersConfig: { HeaderBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
    });
    expect(behaviour(resources, '/assets/engine-D8r-EfKJ.wasm').Compress).toBe(true);
    // Neither type, encoding nor caching is written over: they are the object's own.
    const set = Object.entries(headers(resources, '/assets/engine-D8r-EfKJ.wasm')).filter(([, value]) => value !== undefined);
    for (const name of ['cache-control', 'content-type', 'content-encoding']) expect(set.map(([header]) => header)).not.toContain(name);
  });

  test('pages are reached by addresses without .html, and nothing else is rewritten', () => {
    const [association] = behaviour(resources, '/dashboard').FunctionAssociations;
    expect(association.EventType).toBe('viewer-request');
    const { FunctionCode } = at(resources, association.FunctionARN.replace(/\.FunctionARN$/, '')).properties;
    const rewrite = runInNewContext(`${FunctionCode}; (uri) => handler({ request: { uri } }).uri`) as (uri: string) => string;
    expect(['/dashboard', '/', '/dashboard.html', '/assets/dashboard'].map(rewrite)).toEqual([
      '/dashboard.html',
      '/',
      '/dashboard.html',
      '/assets/dashboard',
    ]);
  });

  test.each(['/', '/index.html', '/service-worker.js', '/manifest.webmanifest'])('%s is asked for again each time', (path) => {
    expect(cachePolicy(resources, path)).toMatchObject({ MinTTL: 0, DefaultTTL: 0 });
  });

  test.each(['/', '/assets/worker-DB4CcwM3.js'])('%s carries what the service sends, and COEP', (path) => {
    expect(headers(resources, path)).toEqual({
      'content-security-policy': viewerPolicy(SETTINGS[stage].frameAncestors ?? "'self'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
      'strict-transport-security': `max-age=${YEAR}`,
    });
  });

  test('fonts for text that carries none come from the API, which has them, and are kept for a day', () => {
    const fonts = behaviour(resources, '/fallback-font/ja');
    expect(fonts.TargetOriginId).toBe(behaviour(resources, '/api/x').TargetOriginId);
    expect(cachePolicy(resources, '/fallback-font/ja').DefaultTTL).toBe(86_400);
    // The page is under COEP: what it loads has to say that it may be loaded.
    expect(headers(resources, '/fallback-font/ja')['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('/api goes to the load balancer, whole and never kept', () => {
    const api = behaviour(resources, '/api/trpc/jobs.list');
    const origin = config.Origins.find(({ Id }: { Id: string }) => Id === api.TargetOriginId);
    const vpcOrigin = at(resources, origin.VpcOriginConfig.VpcOriginId.replace(/\.Id$/, ''));
    expect(vpcOrigin.properties.VpcOriginEndpointConfig).toMatchObject({ Arn: 'delivery/LoadBalancer', OriginProtocolPolicy: 'http-only' });
    // AWS's CachingDisabled and AllViewer.
    expect(api.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
    expect(api.OriginRequestPolicyId).toBe('216adef6-5c7f-47e4-b989-5492eafa07d3');
    expect(api.AllowedMethods).toEqual(expect.arrayContaining(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']));
    // The API's policies are its own; a conversion's result has another than the viewer.
    expect(headers(resources, '/api/jobs/1/result')).toEqual({ 'strict-transport-security': `max-age=${YEAR}` });
  });

  test('the load balancer answers /api and nothing else', () => {
    const [listener, ...others] = all(resources, 'ElasticLoadBalancingV2::Listener');
    expect(others).toEqual([]);
    expect(listener?.properties).toMatchObject({
      Port: 80,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    });
    const rules = all(resources, 'ElasticLoadBalancingV2::ListenerRule').map(({ properties }) => properties.Conditions);
    expect(rules).toEqual([[{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*', '/fallback-font/*'] } }]]);
  });
});

test('who may show the viewer in a frame is for the stage to say', () => {
  const framed = viewerHeaders("'self' https://app.example").securityHeadersBehavior?.contentSecurityPolicy?.contentSecurityPolicy;
  expect(framed).toBe(viewerPolicy("'self' https://app.example"));
});

describe('a domain of its own', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
  const delivery = (domain: Omit<NonNullable<StageSettings['domain']>, 'certificateArn'>) => {
    const app = (props: AppProps) => {
      const made = new App(props);
      const network = new Stack(made, 'ode-prod-network', { env: { region: REGION } });
      const vpc = new ec2.Vpc(network, 'Vpc', { restrictDefaultSecurityGroup: false });
      const nodes = new ec2.SecurityGroup(network, 'Nodes', { vpc });
      new DeliveryStack(made, 'ode-prod-delivery', {
        env: { region: REGION },
        settings: { ...SETTINGS.prod, domain: { ...domain, certificateArn } },
        ...{ vpc, nodes, firewallArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/x/y' },
      });
      return made;
    };
    return synthesize(app).get('ode-prod-delivery') ?? { resources: [], outputs: {} };
  };

  test('takes TLS 1.2 and newer, and leaves its records to who has the zone', () => {
    const { resources, outputs } = delivery({ name: 'ode.example' });
    expect(all(resources, 'CloudFront::Distribution')[0]?.properties.DistributionConfig).toMatchObject({
      Aliases: ['ode.example'],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    });
    expect(outputs.ViewerUrl).toBe('https://ode.example');
    expect(outputs.DistributionDomain).toBe('ode-prod-delivery/Distribution.DomainName');
    expect(all(resources, 'Route53::RecordSet')).toEqual([]);
  });

  test('leads to CloudFront by IPv4 and IPv6 where Route 53 has its zone', () => {
    const { resources } = delivery({ name: 'pdf.ode.example', zone: { id: 'Z0123456789', name: 'ode.example' } });
    const records = all(resources, 'Route53::RecordSet').map(({ properties }) => properties);
    const AliasTarget = { DNSName: 'ode-prod-delivery/Distribution.DomainName', HostedZoneId: expect.anything() };
    expect(records).toEqual(['A', 'AAAA'].map((Type) => ({ Name: 'pdf.ode.example.', Type, HostedZoneId: 'Z0123456789', AliasTarget })));
  });
});
