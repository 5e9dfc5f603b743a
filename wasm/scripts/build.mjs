// Builds the package: engine.wasm, the Node and browser entries with their types, and the resources they load.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import asc from 'assemblyscript/asc';
import * as esbuild from 'esbuild';
import { abi } from './abi.mjs';
import { meter } from './meter.mjs';
import { writeFontTables } from './font-tables.mjs';
import { writeNames } from './names.mjs';
import { writeOperators } from './operators.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const require = createRequire(import.meta.url);

writeNames();
writeOperators();
writeFontTables();

// Elsewhere at first: an engine that does not compile leaves the package that is there.
const engine = 'build/engine.wasm';
const { error, stderr } = await asc.main(['--config', 'asconfig.json', '--target', 'release', '--baseDir', root, '--outFile', engine], {
  transforms: [abi],
});
if (error) {
  process.stderr.write(stderr.toString());
  process.exit(1);
}
fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist, { recursive: true });
fs.copyFileSync(path.join(root, engine), path.join(dist, 'engine.wasm'));

/** Tesseract's module is handed its bytes: what asks for files of Node's, which it would not need, is taken out. */
const tesseract = {
  name: 'tesseract',
  setup(build) {
    build.onLoad({ filter: /tesseract-core-[\w-]+\.js$/ }, ({ path: file }) => {
      const code = fs.readFileSync(file, 'utf8');
      const isNode = '"object"==typeof process&&process.versions?.node&&"renderer"!=process.type';
      if (!code.includes(isNode)) throw new Error('tesseract.js-core tells Node in another way');
      return { contents: code.replace(isNode, 'false').replace(/require\("(fs|crypto)"\)/g, 'null'), loader: 'js' };
    });
  },
};

await esbuild.build({
  absWorkingDir: root,
  entryPoints: { node: 'src/node.ts', browser: 'src/browser.ts', worker: 'src/worker.ts', 'range-thread': 'src/source/range-thread.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true, // the exporter is loaded when something is converted
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  plugins: [tesseract],
  external: ['node:*', 'node-forge'],
  sourcemap: true,
  logLevel: 'warning',
});
execFileSync(
  process.execPath,
  [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json', '--emitDeclarationOnly', '--outDir', 'dist'],
  { cwd: root, stdio: 'inherit' },
);

// What the engine asks for by name at run time, with the licences that go with it.
const pdfjs = path.dirname(require.resolve('pdfjs-dist/package.json'));
for (const folder of ['standard_fonts', 'cmaps'])
  fs.cpSync(path.join(pdfjs, folder), path.join(dist, 'resources', folder), { recursive: true });
const modules = { 'jbig2.wasm': 'JBIG2', 'openjpeg.wasm': 'OPENJPEG', 'qcms_bg.wasm': 'QCMS' };
for (const [module, name] of Object.entries(modules)) {
  for (const file of [`LICENSE_${name}`, `LICENSE_PDFJS_${name}`])
    fs.cpSync(path.join(pdfjs, 'wasm', file), path.join(dist, 'resources/wasm', file));
  fs.writeFileSync(path.join(dist, 'resources/wasm', module), meter(fs.readFileSync(path.join(pdfjs, 'wasm', module))));
}

// Reading of pictures: loaded when it is asked for.
const core = path.dirname(require.resolve('tesseract.js-core/package.json'));
fs.copyFileSync(path.join(core, 'tesseract-core-simd-lstm.wasm'), path.join(dist, 'resources/wasm/tesseract-core-simd-lstm.wasm'));
fs.copyFileSync(path.join(core, 'LICENSE'), path.join(dist, 'resources/wasm/LICENSE_TESSERACT'));
const english = path.dirname(require.resolve('@tesseract.js-data/eng/package.json'));
fs.mkdirSync(path.join(dist, 'resources/ocr'));
fs.copyFileSync(path.join(english, '4.0.0_best_int/eng.traineddata.gz'), path.join(dist, 'resources/ocr/eng.traineddata'));

const kilobytes = (file) => `${Math.round(fs.statSync(path.join(dist, file)).size / 1024)} kB`;
console.log(`engine.wasm ${kilobytes('engine.wasm')}, node.js ${kilobytes('node.js')}, worker.js ${kilobytes('worker.js')}`);
