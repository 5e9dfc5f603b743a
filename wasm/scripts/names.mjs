// Writes assembly/syntax/names.ts from names.txt: an enum of the names that the engine's code speaks of, and the
// same names as bytes, in the same order, for the document's name table. Atom 0 is "no name".
import fs from 'node:fs';

const folder = new URL('../assembly/syntax/', import.meta.url);

/** Brings names.ts up to date; does nothing when it is. */
export function writeNames() {
  const names = fs.readFileSync(new URL('names.txt', folder), 'utf8').split('\n').filter(Boolean);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`syntax/names.txt: '${twice}' stands there twice`);
  // `None` is what the enum calls no name, so the name /None gets an underscore.
  const identifier = (name) => (name === 'None' ? 'None_' : name.replace(/[^A-Za-z0-9]/g, '_').replace(/^(?=\d)/, '_'));
  const text = `// Made by scripts/names.mjs from names.txt.
export const enum Name {
  None = 0,
${names.map((name, i) => `  ${identifier(name)} = ${i + 1},`).join('\n')}
}

/** How many names there are in NAME_BYTES. */
// @ts-ignore: decorator
@inline export const NAME_COUNT: u32 = ${names.length};

/** Every name in the order of the enum, each behind its length in one byte. */
// @ts-ignore: decorator
@lazy export const NAME_BYTES: usize = memory.data<u8>([${names.map((name) => [name.length, ...Buffer.from(name, 'latin1')].join(',')).join(',')}]);
`;
  const file = new URL('names.ts', folder);
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop())) writeNames();
