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
    entryPoints: { node: 'src/node.ts', formats: 'src/export/formats.ts', 'range-thread': 'src/source/range-thread.ts' },
    splitting: true, // the exporter is loaded when something is converted
    chunkNames: 'chunks/[name]-[hash]',
    external: ['node:*', 'node-forge'],
    minifyWhitespace: true, // half of what a process that starts has to look through; names stay
    plugins: [tesseract],
  });
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

/** Some per cent smaller, packed, than esbuild makes it. */
async function shrink(file) {
  const { code } = await minify(fs.readFileSync(file, 'utf8'), { module: true, ecma: 2022, compress: { passes: 2 } });
  fs.writeFileSync(file, code);
}
