import { FORMATS } from '@ode/engine';
import { FORMAT_FILES } from '@ode/server/contract';
import { expect, test } from 'vitest';

test('the service has the engine’s formats', () => {
  const files = Object.entries(FORMATS).map(([name, { extension, mediaType }]) => [name, { extension, mediaType }]);
  expect(FORMAT_FILES).toEqual(Object.fromEntries(files));
});
