// The engine's budget: what every viewer loads before it draws. Ends with 1 when the built engine is over it.
//
//   node scripts/check-engine-size.mjs [engine.wasm]
import fs from 'node:fs';
import zlib from 'node:zlib';

const BUDGET = { plain: 400_000, brotli: 150_000 };

const engine = fs.readFileSync(process.argv[2] ?? new URL('../wasm/dist/engine.wasm', import.meta.url));
const size = { plain: engine.length, brotli: zlib.brotliCompressSync(engine).length };
let over = false;
for (const [how, bytes] of Object.entries(size)) {
  console.log(`engine.wasm, ${how}: ${bytes} of ${BUDGET[how]} bytes`);
  over ||= bytes > BUDGET[how];
}
if (over) console.error('The engine is over its budget. What made it grow? The budget is in scripts/check-engine-size.mjs.');
process.exit(over ? 1 : 0);
