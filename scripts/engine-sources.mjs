import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const assembly = fileURLToPath(new URL('../wasm/assembly/', import.meta.url));

/** The engine's AssemblyScript files, without tests and without what is generated: path, folder ('' at the top) and lines. */
export function engineSources() {
  return fs
    .readdirSync(assembly, { recursive: true })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'syntax/names.ts')
    .map((file) => ({
      file,
      folder: file.includes('/') ? file.split('/')[0] : '',
      lines: fs.readFileSync(path.join(assembly, file), 'utf8').split('\n'),
    }));
}
