// Bundles the command line, the converter process and its watchdog. What a command needs at its start is in one file. Beside them
// goes what confines a converter, where there is a C compiler for it; `ode doctor` says whether it is there.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('..', import.meta.url));
const { dependencies } = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
// What a command needs at its start, and no other package needs a copy of.
const inside = ['commander', '@ode/engine/brief-process', '@ode/engine/formats', '@ode/server/fallback-fonts'];
/** Packages by their names, but for what goes inside. */
const outside = {
  name: 'outside',
  setup({ onResolve }) {
    const names = Object.keys(dependencies);
    onResolve({ filter: /^[@a-z]/ }, ({ path }) => {
      const isPackage = names.some((name) => path === name || path.startsWith(`${name}/`));
      return isPackage && !inside.includes(path) ? { path, external: true } : undefined;
    });
  },
};
const shared = { absWorkingDir: here, outdir: 'dist', bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };

fs.rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { cli: 'src/cli/cli.ts' },
  splitting: true,
  plugins: [outside],
  // What is inside is CommonJS, and asks for Node's modules by `require`.
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  format: 'esm',
});
// Node starts with one CommonJS file sooner than with modules.
await build({
  ...shared,
  entryPoints: {
    'early-converter': 'src/cli/early-converter.ts',
    'converter-process': 'src/conversion/converter-process.ts',
    watchdog: 'src/conversion/watchdog.ts',
  },
  // Of the engine, V8 has code of its own.
  plugins: [
    { name: 'engine', setup: ({ onResolve }) => void onResolve({ filter: /^@ode\/engine$/ }, ({ path }) => ({ path, external: true })) },
  ],
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
});

if (process.platform === 'linux') {
  const { status } = spawnSync('cc', ['-std=c11', '-O2', '-static', '-o', 'dist/confine', 'src/conversion/confine.c'], { cwd: here });
  if (status !== 0) console.log('worker: no C compiler (cc), so converters have fewer walls on this machine: `ode doctor`');
}
