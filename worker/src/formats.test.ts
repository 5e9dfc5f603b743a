import { FORMATS, outputOf, type Format } from '@ode/engine';
import { FORMAT_FILES } from '@ode/server/contract';
import { expect, test } from 'vitest';

test('the service has the engine’s formats', () => {
  // But for the one that tells developers why a block is what it is.
  const served = (Object.keys(FORMATS) as Format[]).filter((name) => name !== 'debug');
  const files = served.map((name) => [name, outputOf(name, false)]);
  expect(FORMAT_FILES).toEqual(Object.fromEntries(files));
});
