// A folder of the engine imports only from itself and from the folders above it in assembly/README.md's table.
import fs from 'node:fs';
import path from 'node:path';
import { engineSources } from './engine-sources.mjs';

const readme = fs.readFileSync(new URL('../wasm/assembly/README.md', import.meta.url), 'utf8');
const order = [...readme.matchAll(/^\| `([a-z]+)\/` \|/gm)].map((m) => m[1]);
let wrong = 0;

for (const { file, folder, lines } of engineSources()) {
  for (const [i, line] of lines.entries()) {
    const target = /from '(\.[^']*)'/.exec(line)?.[1];
    if (!target || folder === '') continue;
    const to = path.posix.join(path.posix.dirname(file), target).split('/')[0];
    if (order.indexOf(to) < 0 || order.indexOf(to) > order.indexOf(folder)) {
      console.error(`wasm/assembly/${file}:${i + 1}: ${folder}/ may not import from ${to}/`);
      wrong++;
    }
  }
}
process.exit(wrong ? 1 : 0);
