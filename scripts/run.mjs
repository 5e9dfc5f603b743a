// What the other scripts share: running commands so that a person can follow what happens.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Says what is about to happen. */
export function say(text) {
  console.log(`\n▸ ${text}`);
}

/** Runs a command with its output shown; ends this process with its exit code when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Whether a command ends well; its output is not shown. */
export function works(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'ignore', ...options }).status === 0;
}

/** When the newest file below a path was changed, in milliseconds; what a build or npm makes does not count. */
export function newest(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(
    0,
    ...fs
      .readdirSync(place)
      .filter((name) => !['node_modules', 'dist', 'build', 'generated', '.ode'].includes(name))
      .map((name) => newest(path.join(place, name))),
  );
}
