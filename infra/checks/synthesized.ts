/*
 * The whole app, synthesized once for all test files that ask: the first does it, with every check, and leaves the outcome
 * under a name made of all that it depends on; the others wait for it.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { odeApp } from '../app.js';
import { checked } from './findings.js';
import type { Stack } from './resources.js';

interface Synthesized {
  /** By name, such as `ode-prod-data`. */
  stacks: Map<string, Stack>;
  /** What the linter and cdk-nag have against it: `rule: path`. */
  findings: string[];
}

const INFRA = fileURLToPath(new URL('..', import.meta.url));
const ROOT = path.join(INFRA, '..');
const CACHE = path.join(ROOT, 'node_modules/.cache/ode-infra');
/** A synth takes some twenty seconds; a lock that is older was left by a process that was ended. */
const STALE_MS = 180_000;

function fingerprint(): string {
  const sources = fs
    .readdirSync(INFRA, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|json)$/.test(name) && !/\.test\.ts$|^(node_modules|cdk\.out)\//.test(name))
    .sort()
    .map((name) => path.join(INFRA, name));
  const hash = createHash('sha256');
  for (const file of [...sources, path.join(ROOT, 'deploy/settings.json'), path.join(ROOT, 'package-lock.json')])
    hash.update(file).update(fs.readFileSync(file));
  return hash.digest('hex').slice(0, 20);
}

export function synthesized(): Synthesized {
  fs.mkdirSync(CACHE, { recursive: true });
  const file = path.join(CACHE, `${fingerprint()}.json`);
  const lock = `${file}.lock`;
  for (;;) {
    if (fs.existsSync(file)) {
      const { stacks, findings } = JSON.parse(fs.readFileSync(file, 'utf8')) as { stacks: [string, Stack][]; findings: string[] };
      return { stacks: new Map(stacks), findings };
    }
    try {
      fs.mkdirSync(lock);
    } catch {
      const age = Date.now() - (fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > STALE_MS) fs.rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      continue;
    }
    try {
      for (const old of fs.readdirSync(CACHE)) if (old.endsWith('.json')) fs.rmSync(path.join(CACHE, old));
      const { stacks, findings } = checked(odeApp);
      fs.writeFileSync(`${file}.new`, JSON.stringify({ stacks: [...stacks], findings }));
      fs.renameSync(`${file}.new`, file);
    } finally {
      fs.rmSync(lock, { recursive: true, force: true });
    }
  }
}
