// A folder of the engine imports only from itself and from the folders above it in assembly/README.md's table; and in the
// folders that are named here no file leads back to itself.
import fs from 'node:fs';
import path from 'node:path';
import { engineSources } from './engine-sources.mjs';

const readme = fs.readFileSync(new URL('../wasm/assembly/README.md', import.meta.url), 'utf8');
const order = [...readme.matchAll(/^\| `([a-z]+)\/` \|/gm)].map((m) => m[1]);
const WITHOUT_CIRCLES = ['content', 'display', 'syntax'];
let wrong = 0;
/** The files that each file imports. */
const imports = new Map();

for (const { file, folder, lines } of engineSources()) {
  for (const [i, line] of lines.entries()) {
    const target = /from '(\.[^']*)'/.exec(line)?.[1];
    if (target) imports.set(file, [...(imports.get(file) ?? []), path.posix.join(path.posix.dirname(file), `${target}.ts`)]);
    if (!target || folder === '') continue;
    const to = path.posix.join(path.posix.dirname(file), target).split('/')[0];
    if (order.indexOf(to) < 0 || order.indexOf(to) > order.indexOf(folder)) {
      console.error(`wasm/assembly/${file}:${i + 1}: ${folder}/ may not import from ${to}/`);
      wrong++;
    }
  }
}

/** Follows imports from a file, by the files on the way; reports the circle that leads back into them. */
function follow(file, way, done) {
  if (way.includes(file)) {
    console.error(`wasm/assembly: a circle of imports: ${[...way.slice(way.indexOf(file)), file].join(' → ')}`);
    wrong++;
    return;
  }
  if (done.has(file) || !WITHOUT_CIRCLES.includes(file.split('/')[0])) return;
  for (const next of imports.get(file) ?? []) follow(next, [...way, file], done);
  done.add(file);
}

const done = new Set();
for (const file of imports.keys()) follow(file, [], done);
process.exit(wrong ? 1 : 0);
