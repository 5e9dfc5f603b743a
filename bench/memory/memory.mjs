// Reads and draws every page of a long document, and prints how much memory the engine holds; README.md of bench/.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDocument } from '@ode/engine';
import { documentOf } from './document.mjs';

const USAGE = `npm run bench:memory -- [options]
  --pages N        pages of the document, which share nothing (40000)
  --scale S        at which they are drawn; 1 is 72 dpi (1)
  --file FILE      where the document is kept (a temporary file)`;

const { values: options } = parseArgs({
  options: {
    pages: { type: 'string', default: '40000' },
    scale: { type: 'string', default: '1' },
    file: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const count = Number(options.pages);
const file = options.file ?? path.join(os.tmpdir(), `ode-memory-${count}.pdf`);
if (!fs.existsSync(file)) {
  const out = fs.openSync(file, 'w');
  for (const piece of documentOf(count)) fs.writeSync(out, piece);
  fs.closeSync(out);
}

// The engine's memory is not part of its API: instances are noted as they are made.
/** @type {WeakRef<WebAssembly.Instance>[]} */
const instances = [];
const Instance = WebAssembly.Instance;
WebAssembly.Instance = /** @type {any} */ (
  class extends Instance {
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports=} imports */
    constructor(module, imports) {
      super(module, imports);
      instances.push(new WeakRef(this));
    }
  }
);
const megabytes = () =>
  instances
    .map((held) => /** @type {WebAssembly.Memory | undefined} */ (held.deref()?.exports.memory)?.buffer.byteLength ?? 0)
    .reduce((sum, bytes) => sum + bytes, 0) / 0x100000;

let most = 0;
const print = (/** @type {string} */ what) => {
  most = Math.max(most, megabytes());
  console.log(`${what.padEnd(16)} ${megabytes().toFixed(0).padStart(5)} MB of WebAssembly memory`);
};
console.log(`${count} pages, ${(fs.statSync(file).size / 0x100000).toFixed(0)} MB`);
const doc = await openDocument(new Uint8Array(fs.readFileSync(file)));
print('opened');
let letters = 0;
for (let page = 0; page < count; page++) {
  letters += (await doc.pageText(page)).length;
  if (page % 1000 === 999) print(`${page + 1} read`);
}
for (let page = 0; page < count; page++) {
  await doc.renderPage(page, { scale: Number(options.scale) });
  if (page % 1000 === 999) print(`${page + 1} drawn`);
}
await doc.close();
// Twice: what the first frees may hold what the second does.
for (let i = 0; i < 2; i++) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  globalThis.gc?.();
}
print('closed');
console.log(`${letters} letters; at most ${most.toFixed(0)} MB`);
