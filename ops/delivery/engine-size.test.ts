import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../server/test/backends.js';

const CHECK = fileURLToPath(new URL('../../scripts/check-engine-size.mjs', import.meta.url));
const check = (...args: string[]) => spawnSync(process.execPath, [CHECK, ...args], { encoding: 'utf8' });

test('the engine keeps its budget', () => {
  const { status, stdout } = check();
  expect(stdout).toMatch(/^engine\.wasm, plain: \d+ of 400000 bytes\nengine\.wasm, brotli: \d+ of 150000 bytes\n$/);
  expect(status).toBe(0);
});

test.each([
  ['as it is', Buffer.alloc(400_001)],
  ['as it is sent', randomBytes(150_001)],
])('one that is too large %s is noticed', (_, engine) => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'engine.wasm');
  fs.writeFileSync(file, engine);
  expect(check(file)).toMatchObject({ status: 1, stderr: expect.stringContaining('over its budget') });
  fs.rmSync(folder, { recursive: true });
});
