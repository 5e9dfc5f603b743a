import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { viewerPolicy } from '../../server/src/routes/viewer-policy.js';

const custom = (headers: Record<string, string>) => ({
  customHeaders: Object.entries(headers).map(([header, value]) => ({ header, value, override: true })),
});

export const HTTPS_ONLY = { accessControlMaxAge: Duration.days(365), override: true };

/**
 * Headers of the viewer's files. Workers are under the page's COEP only if their own scripts carry it, so all files do.
 * No Cache-Control: each object has its own, and one that was set here would make browsers keep a 404 for a year.
 */
export const viewerHeaders = (frameAncestors = "'self'"): cloudfront.ResponseHeadersPolicyProps => ({
  securityHeadersBehavior: {
    contentSecurityPolicy: { contentSecurityPolicy: viewerPolicy(frameAncestors), override: true },
    contentTypeOptions: { override: true },
    referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
    strictTransportSecurity: HTTPS_ONLY,
  },
  customHeadersBehavior: custom({
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  }),
});

/** The API sends its own, which differ from route to route. */
export const API_HEADERS: cloudfront.ResponseHeadersPolicyProps = {
  securityHeadersBehavior: { strictTransportSecurity: HTTPS_ONLY },
};
