import { FORMATS as OFFERED, resultOf } from '@ode/server/contract';
import { expect, test } from 'vitest';
import { FORMATS, isFormat, outputOf } from './engine.js';

test('the service offers what the engine writes, by the same names and types', () => {
  expect([...OFFERED].sort()).toEqual(Object.keys(FORMATS).sort());
  for (const format of OFFERED) expect(isFormat(format) && outputOf(format, false)).toEqual(resultOf(format));
});
