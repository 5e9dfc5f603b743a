/* The scripts of docs/operations/reach.md, each for a short while: what they count holds, whatever else the machine does. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each([
  ['kill', '--rounds', '3'],
  ['hostile', '--files', '15', '--stalled', '20'],
  ['chaos', '--jobs', '60', '--workers', '2', '--every', '3', '--minutes', '5'],
  ['rolling', '--requests', '300', '--clients', '5', '--least', '1'],
])(
  '%s',
  async (name, ...args) => {
    const { stdout } = await promisify(execFile)(process.execPath, [`scripts/${name}.mjs`, ...args, '--counts-only'], { cwd: root });
    expect(stdout).toMatch(/^✓ .*\(mark: 0\)$/m);
  },
  600_000,
);
