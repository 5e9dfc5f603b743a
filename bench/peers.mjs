// Other programs to measure against. They are installed when they are first needed, outside the tree.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Pinned, so that figures of one day are those of the next. `node`: pdf.js runs on 22.13 and later. */
export const PEERS = {
  'pdfjs-dist': '6.5.438',
  '@hyzyla/pdfium': '2.1.13',
  mupdf: '1.28.1',
  node: '24.9.0',
  '@embedpdf/snippet': '2.15.1',
  'ng2-pdfjs-viewer': '26.4.2', // for the viewer of pdf.js that it brings
};

/** The folder with `node_modules` of the peers; `ODE_BENCH_CACHE` names another than the one in the user's cache. */
export function installPeers() {
  const folder = process.env.ODE_BENCH_CACHE ?? path.join(os.homedir(), '.cache', 'ode-bench');
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: PEERS });
  const file = path.join(folder, 'package.json');
  if (fs.existsSync(path.join(folder, 'node_modules')) && fs.existsSync(file) && fs.readFileSync(file, 'utf8') === manifest) return folder;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, manifest);
  console.error(`installing the peers in ${folder}`);
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    fs.rmSync(file);
    throw new Error(`The peers could not be installed in ${folder}.`);
  }
  return folder;
}

/**
 * The Node that runs all contenders alike: the one at hand where every peer runs on it, else the one among the peers.
 *
 * @param {string} folder
 */
export function nodeFor(folder) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13) ? process.execPath : path.join(folder, 'node_modules/node/bin/node');
}
