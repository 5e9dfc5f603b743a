/* How the built package is loaded in Node, in processes of its own: `npm run build` has made it. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AT_START } from './brief-process.js';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

function node(code: string, ...options: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options, '--input-type=module', '--eval', code], {
    cwd: dist,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Whether V8 takes the code that was kept, and what a document of the engine's is called when it is none. */
const LOAD = `
  import Module from 'node:module';
  import vm from 'node:vm';
  const { Script } = vm;
  const taken = [];
  vm.Script = class extends Script { constructor(...args) { super(...args); taken.push(!this.cachedDataRejected); } };
  Module.syncBuiltinESMExports();
  const require = Module.createRequire(${JSON.stringify(path.join(dist, 'x.js'))});
  const { openDocument, OdeError } = await import('@ode/engine');
  const refused = await openDocument(new Uint8Array([1])).catch((error) => error);
  console.log([...taken, refused instanceof OdeError && refused.code, require('@ode/engine').OdeError === OdeError].join());`;

test('a process without options of V8, but for those it is started with, takes the code that V8 has kept; modules and CommonJS have one engine', () => {
  expect(node(LOAD)).toBe('true,not-a-pdf,true');
  expect(node(LOAD, ...AT_START)).toBe('true,not-a-pdf,true');
});

test('one that has other options makes its own', () => {
  expect(node(LOAD, '--max-old-space-size=300')).toBe('false,not-a-pdf,true');
});

test('the engine has one byte a letter, as it is read', () => {
  const code = fs.readFileSync(path.join(dist, 'node-engine.cjs'));
  expect(code.every((byte) => byte < 0x80)).toBe(true);
});
