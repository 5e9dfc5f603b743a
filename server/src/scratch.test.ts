import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/backends.js';
import { startOf } from './process-identity.js';
import { openScratch } from './scratch.js';

test('what killed processes left is deleted; what is a living one’s, or nobody’s that is known, stays', () => {
  const parent = temporaryFolder();
  // One that has ended; its number is free for a while.
  const { pid: ended } = spawnSync('true');
  const make = (name: string) => {
    fs.mkdirSync(path.join(parent, name));
    fs.writeFileSync(path.join(parent, name, 'document.pdf'), 'x');
    return name;
  };
  const alive = make(`ode-scratch-${process.ppid}-${startOf(process.ppid)}`);
  // The number has gone to another process since.
  make(`ode-scratch-${process.ppid}-1`);
  make(`ode-scratch-${process.pid}-1`);
  make(`ode-scratch-${ended}-12345`);
  const others = make('somebody-elses');
  const own = openScratch(parent);
  expect(fs.readdirSync(parent).sort()).toEqual([alive, path.basename(own), others].sort());
  expect(fs.readdirSync(own)).toEqual([]);
  // Asked again, it is the same, with what is in it.
  fs.writeFileSync(path.join(own, 'part'), 'x');
  expect(openScratch(parent)).toBe(own);
  expect(fs.readdirSync(own)).toEqual(['part']);
  fs.rmSync(parent, { recursive: true });
});
