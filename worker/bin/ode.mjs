#!/usr/bin/env node
// Starts the command line; on a fresh clone it is built first, once.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const cli = new URL('../dist/cli.js', import.meta.url);
if (!fs.existsSync(cli)) {
  console.error('ode: building ODE first; this happens once');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // Standard output belongs to the command that was asked for.
  spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (!fs.existsSync(cli)) {
    console.error(`ode: the build failed. Run \`npm install\` and \`npm run build\` in ${root} to see why.`);
    process.exit(1);
  }
}
await import(cli);
