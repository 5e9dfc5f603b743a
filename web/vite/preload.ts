import type { Plugin } from 'vite';

/**
 * Tells the page what its first script will ask for: the engine is fetched together with the script. Where the viewer's
 * own code is stands in a `meta`, as it is to come after the document.
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
          {
            tag: 'link',
            attrs: { rel: 'preload', as: 'fetch', type: 'application/wasm', crossorigin: true, href: name(/^assets\/engine-.*\.wasm$/) },
            injectTo: 'head-prepend',
          },
          { tag: 'meta', attrs: { name: 'ode-viewer', content: name(/^assets\/main-.*\.js$/) }, injectTo: 'head' },
        ];
      },
    },
  };
}
