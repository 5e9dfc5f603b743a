// Bundles the command line, the converter process and its watchdog. What a command needs at its start is in one file. Beside them
// goes what confines a converter, where there is a C compiler for it; `ode doctor` says whether it is there.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('..', import.meta.url));
const { dependencies } = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const inside = ['commander'];

fs.rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: {
    cli: 'src/cli/cli.ts',
    'early-converter': 'src/cli/early-converter.ts',
    'converter-process': 'src/conversion/converter-process.ts',
    watchdog: 'src/conversion/watchdog.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  external: Object.keys(dependencies)
    .filter((name) => !inside.includes(name))
    .flatMap((name) => [name, `${name}/*`]),
  // What is inside is CommonJS, and asks for Node's modules by `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
});

if (process.platform === 'linux') {
  const { status } = spawnSync('cc', ['-std=c11', '-O2', '-static', '-o', 'dist/confine', 'src/conversion/confine.c'], { cwd: here });
  if (status !== 0) console.log('worker: no C compiler (cc), so converters have fewer walls on this machine: `ode doctor`');
}
