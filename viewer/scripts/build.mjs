// Builds the package: modules with their types, one stylesheet, and the web component with all that it needs beside it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { messagesForEsbuild } from './messages.mjs';
import { preact } from './preact.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const require = createRequire(import.meta.url);
const stylesheet = path.join(dist, 'style.css');

fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist, { recursive: true });

const shared = { absWorkingDir: root, bundle: true, format: 'esm', target: 'es2022', jsx: 'automatic', logLevel: 'warning' };

/** Modules name the styles that they need; these come as one file, which the embedder links or imports. */
const withoutStyles = {
  name: 'without-styles',
  setup: ({ onLoad }) => onLoad({ filter: /\.css$/, namespace: 'file' }, () => ({ contents: '', loader: 'js' })),
};

/** The text of the stylesheet, for the web component, which brings its looks itself. */
const styleText = {
  name: 'style-text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^virtual:style$/ }, () => ({ path: stylesheet, namespace: 'text' }));
    onLoad({ filter: /.*/, namespace: 'text' }, () => ({ contents: fs.readFileSync(stylesheet, 'utf8'), loader: 'text' }));
  },
};

// viewer.css has the variables, and the rules of pages come before those of what lies over them.
const first = ['src/viewer.css', 'src/features/pages/pages.css'];
const others = fs
  .readdirSync(path.join(root, 'src'), { recursive: true })
  .map((file) => path.posix.join('src', file.split(path.sep).join('/')))
  .filter((file) => file.endsWith('.css') && !first.includes(file))
  .sort();
await esbuild.build({
  ...shared,
  stdin: { contents: [...first, ...others].map((file) => `@import './${file}';`).join('\n'), loader: 'css', resolveDir: root },
  minify: true,
  outfile: stylesheet,
});

await esbuild.build({
  ...shared,
  entryPoints: {
    index: 'src/index.ts',
    frame: 'src/frame/client.ts',
    'frame-host': 'src/frame/host.ts',
    pdfjs: 'src/features/fallback/pdfjs.ts',
  },
  outdir: dist,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  packages: 'external',
  banner: { js: "'use client';" }, // for frameworks that render on a server: all of it runs in browsers
  plugins: [withoutStyles, messagesForEsbuild],
});

// Preact, the engine's host and all else in one folder, with the engine's own files where its modules look for them.
const element = path.join(dist, 'element');
await esbuild.build({
  ...shared,
  entryPoints: { 'ode-viewer': 'src/element/element.tsx' },
  outdir: element,
  splitting: true,
  chunkNames: '[name]-[hash]',
  minify: true,
  legalComments: 'external',
  alias: preact,
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [withoutStyles, styleText, messagesForEsbuild],
});
const engine = path.dirname(fileURLToPath(import.meta.resolve('@ode/engine/engine.wasm')));
for (const part of ['engine.wasm', 'worker.js', 'parts', 'resources/standard_fonts', 'resources/wasm', 'resources/cmaps.pack'])
  fs.cpSync(path.join(engine, part), path.join(element, part), { recursive: true });

const tsc = require.resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
