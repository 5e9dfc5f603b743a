/** What `@ode/engine` is in Node to modules. By `require`, since an import of a CommonJS file has all of it looked through once more. */
import type * as Engine from './node.js';

export type * from './types.js';
export type { ErrorCode } from './errors.js';

const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
export const { openDocument, OdeError, FORMATS, isFormat, isPaged, outputOf, undrawn } = require('./node.cjs') as typeof Engine;
export type OdeError = Engine.OdeError;
