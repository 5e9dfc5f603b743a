// The JavaScript of the package: src/ in a few files.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { minify } from 'terser';

const root = fileURLToPath(new URL('..', import.meta.url));

const shared = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

/** For what runs in browsers. */
const forBrowsers = {
  name: 'for-browsers',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/load-(unlock|structure|tagged|convert|certificates|tesseract)\.js$/ }, () => ({
      path: path.join(root, 'src/worker-parts.ts'),
    }));
    onResolve({ filter: /\/(deflate|base64)\.js$/ }, ({ path: module }) => ({
      path: path.join(root, `src/export/${path.basename(module, '.js')}-in-browser.ts`),
    }));
    // Libraries that look for Node's modules do without them.
    onResolve({ filter: /^(fs|path|crypto|buffer)$/ }, () => ({ path: 'none', namespace: 'none' }));
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'export default {}' }));
  },
};

/** Tesseract's module is handed its bytes: what asks for files of Node's, which it would not need, is taken out. */
const tesseract = {
  name: 'tesseract',
  setup({ onLoad }) {
    onLoad({ filter: /tesseract-core-[\w-]+\.js$/ }, ({ path: file }) => {
      const code = fs.readFileSync(file, 'utf8');
      const isNode = '"object"==typeof process&&process.versions?.node&&"renderer"!=process.type';
      if (!code.includes(isNode)) throw new Error('tesseract.js-core tells Node in another way');
      return { contents: code.replace(isNode, 'false').replace(/require\("(fs|crypto)"\)/g, 'null'), loader: 'js' };
    });
  },
};

export async function bundle() {
  await esbuild.build({
    ...shared,
    entryPoints: {
      node: 'src/node-entry.ts',
      formats: 'src/export/formats.ts',
      'brief-process': 'src/brief-process.ts',
      'range-thread': 'src/source/range-thread.ts',
    },
    external: ['node:*'],
    minifyWhitespace: true,
  });
  // One file: to find and read many takes longer than what is in them. What few documents need is run when it is asked for.
  await esbuild.build({
    ...shared,
    entryPoints: { node: 'src/node-loader.ts', 'node-engine': 'src/node.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['node:*', 'node-forge'],
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    minifyWhitespace: true, // half of what V8 has to look through where it has no code of it; names stay
    plugins: [tesseract],
  });
  escapeLetters(path.join(root, 'dist/node-engine.cjs'));
  await esbuild.build({
    ...shared,
    entryPoints: { browser: 'src/browser.ts' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minify: true,
    legalComments: 'eof',
    plugins: [forBrowsers, tesseract],
  });
  // Bundlers copy the worker and its parts as they are: each is one small file, and no two share another one.
  const entryPoints = {
    worker: 'src/worker.ts',
    'parts/unlock': 'src/crypt/unlock.ts',
    'parts/structure': 'src/structure/structured.ts',
    'parts/tagged': 'src/structure/tagged.ts',
    'parts/convert': 'src/export/convert.ts',
    'parts/certificates': 'src/crypt/certificates.ts',
    'parts/tesseract': 'src/ocr/ocr.ts',
  };
  await esbuild.build({ ...shared, entryPoints, minify: true, legalComments: 'eof', plugins: [forBrowsers, tesseract] });
  for (const name in entryPoints) await shrink(path.join(root, 'dist', `${name}.js`));
}

/** Letters beyond ASCII, which esbuild leaves in regular expressions, as escapes: V8 reads a text of one byte a character twice as fast. */
function escapeLetters(file) {
  const code = fs.readFileSync(file, 'utf8');
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  fs.writeFileSync(file, code.replace(/[^\0-\x7f]/g, escape));
}

/** Some per cent smaller, packed, than esbuild makes it. */
async function shrink(file) {
  const { code } = await minify(fs.readFileSync(file, 'utf8'), { module: true, ecma: 2022, compress: { passes: 2 } });
  fs.writeFileSync(file, code);
}
