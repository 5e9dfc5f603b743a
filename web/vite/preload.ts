import type { Plugin } from 'vite';

/**
 * Tells the page what it will need first: `src/early.ts`, which runs before all else and is told where the worker is, and the
 * engine, which is fetched together with the page's script.
 */
export function preload(): Plugin {
  return {
    name: 'ode-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const name = (pattern: RegExp) => {
          const found = Object.keys(bundle ?? {}).find((file) => pattern.test(file));
          if (!found) throw new Error(`The build has no ${pattern}.`);
          return `/${found}`;
        };
        return [
          { tag: 'meta', attrs: { name: 'ode-worker', content: name(/^assets\/worker-.*\.js$/) }, injectTo: 'head-prepend' },
          { tag: 'script', attrs: { async: true, src: name(/^assets\/early-.*\.js$/) }, injectTo: 'head-prepend' },
          {
            tag: 'link',
            attrs: { rel: 'preload', as: 'fetch', type: 'application/wasm', crossorigin: true, href: name(/^assets\/engine-.*\.wasm$/) },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}
