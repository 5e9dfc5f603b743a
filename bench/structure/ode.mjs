// Converts a folder of PDFs to Markdown in one process, as the pages have it: node ode.mjs IN OUT
import { openDocument } from '@ode/engine';
import { briefOptions, setOptions } from '@ode/engine/brief-process';

// An import of Node's fs would load its streams, too, which the converters do without.
const fs = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error('two folders: of the PDFs, and for the Markdown');
// As the converters of `ode convert` do.
setOptions(briefOptions());
for (const file of fs.readdirSync(from).filter((name) => name.endsWith('.pdf'))) {
  const doc = await openDocument(fs.readFileSync(path.join(from, file)));
  const parts = [];
  for await (const part of doc.convert('markdown', { faithful: true })) parts.push(part);
  fs.writeFileSync(path.join(to, file.replace(/pdf$/, 'md')), Buffer.concat(parts));
  await doc.close();
}
