import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test/backends.js';
import { lockFolder } from './folder-lock.js';
import { startOf } from './process-identity.js';

const folder = temporaryFolder();
const lock = path.join(folder, 'lock');
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('the lock of a data folder', () => {
  test('is there while it is held, and then gone', () => {
    const lift = lockFolder(folder);
    expect(fs.readFileSync(lock, 'utf8')).toBe(`${process.pid} ${startOf(process.pid)}\n`);
    lift();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('of a living process is respected', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await new Promise((resolve) => other.once('spawn', resolve));
    fs.writeFileSync(lock, `${other.pid} ${startOf(other.pid ?? 0)}\n`);
    expect(() => lockFolder(folder)).toThrow(`Another ODE (process ${other.pid}) has the data folder ${folder}`);
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    // And of the same process, dead, not.
    lockFolder(folder)();
  });

  test('whose number another process has by now is void', () => {
    // Process 1 lives, but was not started at that time.
    fs.writeFileSync(lock, '1 999999999999\n');
    lockFolder(folder)();
  });

  test('a folder that cannot be made is refused', () => {
    expect(() => lockFolder('/dev/null/ode')).toThrow('Set ODE_DATA to another');
  });
});
