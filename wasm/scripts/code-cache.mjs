// Keeps what V8 makes of the engine's code in Node (src/node-loader.ts):
//   node code-cache.mjs FILE CACHE
// Of the functions that a document as most are needs: to load those of all takes twice as long, and what is rare is soon made.
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { samplePdf } from './sample.mjs';

const FORMATS = ['markdown', 'html', 'html-reflow', 'json', 'text', 'png'];

const [file, cache] = process.argv.slice(2).map((name) => path.resolve(name));
const script = new Script(Module.wrap(fs.readFileSync(file, 'latin1')), { filename: file });
const engine = { exports: {} };
setFlagsFromString('--no-flush-bytecode');
script.runInThisContext()(engine.exports, Module.createRequire(file), engine, file, path.dirname(file));
for (const format of FORMATS) {
  const document = await engine.exports.openDocument(samplePdf());
  for await (const part of document.convert(format)) void part;
  await document.close();
}
setFlagsFromString('--flush-bytecode'); // V8 takes code that was made under its own options
fs.writeFileSync(cache, script.createCachedData());
