// The engine allocates no collected objects: no `new`, no String, Array, Map or typed array, no literal of them, and
// every class is @unmanaged. All its memory comes from memory/ (wasm/assembly/README.md says why). Nothing else is
// mutable that outlives a call: no global variables, and no static memory but constant tables.
import { engineSources } from './engine-sources.mjs';

const FORBIDDEN = [
  [/\bnew\s+[A-Z]/, '`new` makes a collected object'],
  [
    /\b(String|Array|StaticArray|Map|Set|Uint8Array|Int32Array|Float32Array|Float64Array|ArrayBuffer|DataView)\b\s*[<(.]/,
    'a collected type',
  ],
  [/[=(,]\s*\[[^\]]/, 'an array literal is a collected object'],
  // A literal is static data, so a parameter of that name may be one.
  [/(?<!\bliteral): string\b/, '`string` is collected'],
];
let wrong = 0;

for (const { file, lines } of engineSources()) {
  let comment = false;
  for (const [i, raw] of lines.entries()) {
    const start = raw.trimStart();
    if (start.startsWith('/*')) comment = true;
    const skip = comment || start.startsWith('//');
    if (raw.includes('*/')) comment = false;
    if (skip) continue;
    const line = raw.replace(/\/\/.*$/, '').replace(/'(?:[^'\\]|\\.)*'/g, "''");
    const complain = (why) => {
      console.error(`wasm/assembly/${file}:${i + 1}: ${why}`);
      wrong++;
    };
    if (/^\s*(export\s+)?(abstract\s+)?class\s/.test(line) && !/@unmanaged/.test(lines[i - 1] ?? ''))
      complain('a class without @unmanaged');
    if (!file.startsWith('memory/') && !/(^|\/)hooks\.ts$/.test(file)) {
      if (/memory\.data\(/.test(line)) complain('static memory that is not a constant table: push it on the stack (memory/stack.ts)');
      if (/^(export\s+)?let\s/.test(line)) complain('a global variable');
    }
    if (/memory\.data/.test(line) || /^\s*[-0-9x, a-fA-F.]*\],?/.test(line)) continue;
    for (const [pattern, why] of FORBIDDEN) if (pattern.test(line)) complain(why);
  }
}
process.exit(wrong ? 1 : 0);
