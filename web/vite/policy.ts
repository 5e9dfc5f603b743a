import type { Plugin } from 'vite';

/**
 * What the page may load: our own files and WebAssembly, no inline script or style. The service sends the same as a header
 * (server/src/routes/viewer.ts), with `frame-ancestors`, which a page cannot say of itself.
 */
const POLICY = [
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
].join('; ');

/** Writes the policy into the built page, for hosts that send no headers. Not while developing: Vite's own client is inline. */
export function policy(): Plugin {
  return {
    name: 'ode-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post', // in front of all that it rules
      handler: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
    },
  };
}
