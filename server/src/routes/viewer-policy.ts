/**
 * The Content-Security-Policy of everything but converted documents, in one place: the service sends it, the built page says it
 * itself for hosts that send no headers (web/vite/policy.ts), and so does CloudFront (infra/stacks/viewer-headers.ts). It
 * imports nothing.
 */

/** The one script that stands in a page: web/src/early.js. The build fails when this is not its hash. */
export const EARLY_SCRIPT = "'sha256-lCAIGGKCkrg9z3OvznqlfdcAKeuhbhxO3Th5Sb77e9c='";

/**
 * Our own files, WebAssembly, no inline style, and no inline script but that one.
 *
 * @param frameAncestors who may show the viewer in a frame; a page cannot say that of itself
 */
export function viewerPolicy(frameAncestors?: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${EARLY_SCRIPT}`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    // The PDF's fonts reach the page as data, never from a server.
    "font-src 'self' blob: data:",
    "worker-src 'self' blob:",
    // Documents are opened from wherever their servers permit it (CORS).
    "connect-src 'self' blob: https: http:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    ...(frameAncestors === undefined ? [] : [`frame-ancestors ${frameAncestors}`]),
  ].join('; ');
}
