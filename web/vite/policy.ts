import type { Plugin } from 'vite';
import { viewerPolicy } from '../../server/src/routes/viewer-policy.js';

/** Writes the policy into the built page, for hosts that send no headers. Not while developing: Vite's own client is inline. */
export function policy(): Plugin {
  return {
    name: 'ode-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post', // in front of all that it rules
      handler: () => [
        { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: viewerPolicy() }, injectTo: 'head-prepend' },
      ],
    },
  };
}
