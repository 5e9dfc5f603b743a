import fs from 'node:fs';
import path from 'node:path';
import { isAlive, startOf } from './process-identity.js';

const NAME = /^ode-scratch-(\d+)-(\d*)$/;

/**
 * Makes a folder for the temporary files of this process, and deletes those that killed processes left beside it: the
 * folder's name says whose it is, by number and start.
 */
export function openScratch(parent: string): string {
  for (const name of fs.readdirSync(parent)) {
    const [, pid, start] = NAME.exec(name) ?? [];
    if (pid === undefined || (isAlive(Number(pid)) && startOf(Number(pid)) === start && Number(pid) !== process.pid)) continue;
    if (Number(pid) === process.pid && startOf(process.pid) === start) continue;
    fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  const own = path.join(parent, `ode-scratch-${process.pid}-${startOf(process.pid)}`);
  // Passing through shows nobody what is in it.
  fs.mkdirSync(own, { recursive: true, mode: 0o711 });
  return own;
}
