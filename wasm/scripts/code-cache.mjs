// Keeps what V8 makes of the engine's code in Node (src/node-loader.ts):
//   node code-cache.mjs FILE CACHE
import fs from 'node:fs';
import Module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const [file, cache] = process.argv.slice(2);
// All functions, not just those that are called at once.
setFlagsFromString('--no-lazy');
const script = new Script(Module.wrap(fs.readFileSync(file, 'latin1')), { filename: file });
setFlagsFromString('--lazy');
fs.writeFileSync(cache, script.createCachedData());
