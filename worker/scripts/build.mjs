// Bundles the command line, the converter process and its watchdog; packages stay outside.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('..', import.meta.url));
fs.rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: {
    cli: 'src/cli/cli.ts',
    'converter-process': 'src/conversion/converter-process.ts',
    watchdog: 'src/conversion/watchdog.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
});
