/**
 * Loads the engine in Node: one file (node.ts, as CommonJS), and beside it the code that V8 made of it when it was built
 * (scripts/code-cache.mjs). To parse and to compile is a third of the time of a first page. V8 looks whether the code is its own:
 * another version, or one that was started with options, compiles as ever.
 */
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import type * as Engine from './node.js';

const FILE = path.join(__dirname, 'node-engine.cjs');
const CACHE = path.join(__dirname, 'node-engine.cache');

function load(): typeof Engine {
  const require = Module.createRequire(FILE);
  if (fs.existsSync(CACHE)) {
    // The file has one byte a character (bundle.mjs).
    const script = new Script(Module.wrap(fs.readFileSync(FILE, 'latin1')), { filename: FILE, cachedData: fs.readFileSync(CACHE) });
    if (!script.cachedDataRejected) {
      const module = { exports: {} as typeof Engine };
      script.runInThisContext()(module.exports, require, module, FILE, __dirname);
      return module.exports;
    }
  }
  return require(FILE) as typeof Engine;
}

export const { openDocument, OdeError, FORMATS, isFormat, isPaged, outputOf, undrawn } = load();
