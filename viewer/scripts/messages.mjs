// Compiles catalogues of ICU messages (`messages/de.ts` and its like) while a bundle is made, so that no browser loads a parser
// of them: a plugin for Vite and Vitest, and one for esbuild.
import fs from 'node:fs';
import * as esbuild from 'esbuild';
import compile from 'icu-minify/compile';

const CATALOGUE = /[\\/](viewer|web)[\\/]src[\\/]messages[\\/][a-z]{2}(-[a-z-]+)?\.ts$/;

/** What a catalogue's module exports, by its source: messages by their keys. */
export async function cataloguesOf(source) {
  const { code } = await esbuild.transform(source, { loader: 'ts', format: 'esm' });
  return { ...(await import(`data:text/javascript,${encodeURIComponent(code)}`)) };
}

/** The same module, with messages as `icu-minify/format` takes them. */
async function compiled(source) {
  const catalogues = await cataloguesOf(source);
  return Object.entries(catalogues)
    .map(([name, catalogue]) => {
      const messages = Object.entries(catalogue).map(([key, message]) => [key, compile(message)]);
      return `export const ${name} = ${JSON.stringify(Object.fromEntries(messages))};`;
    })
    .join('\n');
}

/** @returns {import('vite').Plugin} */
export function messages() {
  return {
    name: 'ode-messages',
    enforce: 'pre',
    transform: async (source, file) => (CATALOGUE.test(file) ? { code: await compiled(source), map: null } : undefined),
  };
}

/** @type {import('esbuild').Plugin} */
export const messagesForEsbuild = {
  name: 'ode-messages',
  setup: ({ onLoad }) =>
    onLoad({ filter: CATALOGUE }, async ({ path }) => ({ contents: await compiled(fs.readFileSync(path, 'utf8')), loader: 'js' })),
};
