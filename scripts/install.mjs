// Installs the npm packages when they are missing, or older than the lock file.
import fs from 'node:fs';
import path from 'node:path';
import { root, run, say } from './run.mjs';

/** Makes sure that `node_modules/` is what package-lock.json says. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`ODE needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org/`);
    process.exit(1);
  }
  const mark = path.join(root, 'node_modules/.package-lock.json');
  const installed = fs.statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (installed >= fs.statSync(path.join(root, 'package-lock.json')).mtimeMs) return;
  say('Installing packages');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' });
}
