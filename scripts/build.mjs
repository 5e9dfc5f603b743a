// Builds what is older than its sources: engine, server, worker, viewer, in the order in which they need one another.
import fs from 'node:fs';
import path from 'node:path';
import { installPackages } from './install.mjs';
import { newest, root, run, say } from './run.mjs';

const PARTS = [
  { name: 'wasm', makes: 'dist/worker.js', needs: [] },
  { name: 'server', makes: 'dist', needs: [] },
  { name: 'worker', makes: 'dist/cli.js', needs: ['wasm', 'server'] },
  { name: 'client', makes: 'dist', needs: [] },
  // The viewer is built into the app, from its sources.
  { name: 'web', makes: 'dist/index.html', needs: ['wasm', 'server'], also: ['viewer'] },
];

/** Builds every part that is missing or out of date; all of them with `force`. */
export function build({ force = false } = {}) {
  installPackages();
  const rebuilt = new Set();
  for (const { name, makes, needs, also = [] } of PARTS) {
    // An image is built of what it holds, and has no more.
    if (!fs.existsSync(path.join(root, name))) continue;
    const made = newest(path.join(root, name, makes));
    if (
      !force &&
      made > Math.max(...[name, ...also].map((folder) => newest(path.join(root, folder)))) &&
      !needs.some((n) => rebuilt.has(n))
    )
      continue;
    say(`Building ${name}/`);
    run('npm', ['run', 'build', '--workspace', name, '--silent'], { shell: process.platform === 'win32' });
    rebuilt.add(name);
  }
}

if (process.argv[1] === path.join(root, 'scripts/build.mjs')) build({ force: true });
