import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Plugin } from 'vite';
import { EARLY_SCRIPT } from '../../server/src/routes/viewer-policy.js';

const source = fs.readFileSync(new URL('../src/early.js', import.meta.url), 'utf8');

/**
 * Has the page send at once for what it will need first: the engine, and by `src/early.js`, which is told where the worker is,
 * that and the document.
 */
export function early(): Plugin {
  const script = source.replace(/^(\/\*.*?\*\/\n)+/s, '');
  const hash = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  return {
    name: 'ode-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (hash !== EARLY_SCRIPT) throw new Error(`src/early.js has changed: its hash in viewer-policy.ts is now ${hash}.`);
        const name = (pattern: RegExp) => {
          const found = Object.keys(bundle ?? {}).find((file) => pattern.test(file));
          if (!found) throw new Error(`The build has no ${pattern}.`);
          return `./${found}`;
        };
        const tags = [
          `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${name(/^assets\/engine-.*\.wasm$/)}" />`,
          `<meta name="ode-worker" content="${name(/^assets\/worker-.*\.js$/)}" />`,
          `<script>${script}</script>`,
        ];
        // Before the module has shown something there is nothing to paint.
        const module = '<script type="module" ';
        return html.replace('<!-- early -->', () => tags.join('\n    ')).replace(module, `${module}blocking="render" `);
      },
    },
  };
}
