import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';

/** As the service sends it (server/src/routes/viewer.ts), which delivery.test.ts compares. */
const policy = (frameAncestors: string) =>
  [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self' blob: data:",
    "worker-src 'self' blob:",
    "connect-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');

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
    contentSecurityPolicy: { contentSecurityPolicy: policy(frameAncestors), override: true },
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
