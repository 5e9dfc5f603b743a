#!/usr/bin/env node
// Starts the command line; on a fresh clone it is built first, once.
// An import of Node's fs would load its streams, too.
const { getBuiltinModule } = process;
const fs = getBuiltinModule('node:fs');
const module = getBuiltinModule('node:module');

const cli = new URL('../dist/cli.js', import.meta.url);
if (!fs.existsSync(cli)) {
  console.error('ode: building ODE first; this happens once');
  const { spawnSync } = await import('node:child_process');
  const { fileURLToPath } = await import('node:url');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // Standard output belongs to the command that was asked for.
  spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (!fs.existsSync(cli)) {
    console.error(`ode: the build failed. Run \`npm install\` and \`npm run build\` in ${root} to see why.`);
    process.exit(1);
  }
}
// Node 22.1 and later keep compiled code for the next start, in the folder for temporary files.
module.enableCompileCache?.();
if (process.argv[2] === 'convert')
  module
    .createRequire(import.meta.url)('../dist/early-converter.cjs')
    .startEarly();
await import(cli);
