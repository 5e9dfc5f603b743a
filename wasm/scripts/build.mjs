// Builds the package: engine.wasm, the Node and browser entries with their types, and the resources they load.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import asc from 'assemblyscript/asc';
import { abi } from './abi.mjs';
import { bundle } from './bundle.mjs';
import { copyResources } from './copy-resources.mjs';
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

await bundle();
// In a process of its own: V8's options are those of a process, and belong to what it keeps.
const [engineInNode, cache] = ['node-engine.cjs', 'node-engine.cache'].map((name) => path.join(dist, name));
execFileSync(process.execPath, [path.join(root, 'scripts/code-cache.mjs'), engineInNode, cache], { stdio: 'inherit' });
execFileSync(
  process.execPath,
  [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json', '--emitDeclarationOnly', '--outDir', 'dist'],
  { cwd: root, stdio: 'inherit' },
);

copyResources();

const kilobytes = (file) => `${Math.round(fs.statSync(path.join(dist, file)).size / 1024)} kB`;
console.log(
  `engine.wasm ${kilobytes('engine.wasm')}, node-engine.cjs ${kilobytes('node-engine.cjs')}, worker.js ${kilobytes('worker.js')}`,
);
