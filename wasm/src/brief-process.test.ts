import { expect, test } from 'vitest';
import { knownOptions } from './brief-process.js';

// Lines of `node --v8-options` of 24.18 and of 20.20. Given one that it lacks, Node says `bad option` and ends with 9.
test('Node is given no option that its V8 does not know', () => {
  const of24 =
    '  --force-emit-interrupt-budget-checks (force emit)\n        type: bool  default: --no-force\n  --single-threaded-gc (disable)\n';
  const of20 = `${of24}  --interrupt-budget (interrupt budget which should be used for the profiler counter)\n`;
  const wanted = ['--interrupt-budget=1000000', '--single-threaded-gc'];
  expect(knownOptions(wanted, of24)).toEqual(['--single-threaded-gc']);
  expect(knownOptions(wanted, of20)).toEqual(wanted);
});
