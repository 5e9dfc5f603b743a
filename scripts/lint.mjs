// `npm run lint`: every check of the sources, each named; all of them run, so that one look shows all there is to mend.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root, say } from './run.mjs';
import { installPackages } from './install.mjs';

installPackages();
const bin = (name) => path.join(root, 'node_modules', name);
const CHECKS = [
  ['Style (ESLint)', bin('eslint/bin/eslint.js'), ['.']],
  ['Format (Prettier)', bin('prettier/bin/prettier.cjs'), ['--check', '--log-level=warn', '.']],
  [
    'Direction of imports',
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    [
      '--config',
      'dependency-cruiser.config.mjs',
      '--output-type',
      'err',
      'wasm/src',
      'viewer/src',
      'web/src',
      'server/src',
      'worker/src',
      'client/src',
      'ops',
      'infra',
      'bench',
    ],
  ],
  ['Order of the engine’s folders', path.join(root, 'scripts/check-engine-imports.mjs'), []],
  ['No collected objects in the engine', path.join(root, 'scripts/check-engine-memory.mjs'), []],
];

const failed = CHECKS.filter(([name, script, args]) => {
  say(name);
  return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' }).status !== 0;
});
if (failed.length) console.error(`\nTo mend: ${failed.map(([name]) => name).join(', ')}`);
process.exit(failed.length ? 1 : 0);
