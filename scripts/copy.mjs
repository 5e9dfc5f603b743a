// A copy of the sources, in which checks may change things. What is installed is not copied but led to.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { root } from './run.mjs';

/** Copies what git knows, and what it would take. @returns {string} a folder that the caller removes */
export function copyOfSources() {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-copy-'));
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  for (const file of stdout.split('\0').filter((name) => name && fs.existsSync(path.join(root, name)))) {
    fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(copy, file));
  }
  // For tests that ask git which files there are.
  spawnSync('git', ['init', '--quiet'], { cwd: copy });
  // A cache of its own: each synth is kept by its sources.
  fs.mkdirSync(path.join(copy, 'node_modules'));
  for (const name of fs.readdirSync(path.join(root, 'node_modules'))) {
    if (name !== '.cache') fs.symlinkSync(path.join(root, 'node_modules', name), path.join(copy, 'node_modules', name));
  }
  const { workspaces } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const folder of workspaces) {
    const installed = path.join(root, folder, 'node_modules');
    if (fs.existsSync(installed)) fs.symlinkSync(installed, path.join(copy, folder, 'node_modules'));
  }
  for (const built of ['server/dist', 'server/src/db/generated'])
    if (fs.existsSync(path.join(root, built))) fs.cpSync(path.join(root, built), path.join(copy, built), { recursive: true });
  return copy;
}

/** Runs test files of a copy. @param {string} copy @param {string[]} suites @param {NodeJS.ProcessEnv} env */
export const testIn = (copy, suites, env) =>
  spawnSync(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', copy, ...suites], {
    cwd: copy,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
