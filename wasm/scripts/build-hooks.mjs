// Compiles a folder's test hooks (assembly/FOLDER/hooks.ts) to build/hooks/FOLDER.{release,debug}.wasm.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { writeFontTables } from './font-tables.mjs';
import { writeNames } from './names.mjs';
import { writeOperators } from './operators.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function newest(dir) {
  return Math.max(
    ...fs.readdirSync(dir, { withFileTypes: true }).map((e) => {
      const file = path.join(dir, e.name);
      return e.isDirectory() ? newest(file) : /\.test\.ts$/.test(e.name) ? 0 : fs.statSync(file).mtimeMs;
    }),
  );
}

/** The path of the folder's compiled hooks; compiles them when a source is newer. */
export async function buildHooks(folder, target = 'release') {
  writeNames();
  writeOperators();
  writeFontTables();
  const out = path.join(root, 'build/hooks', `${folder}.${target}.wasm`);
  if (fs.existsSync(out) && fs.statSync(out).mtimeMs > newest(path.join(root, 'assembly'))) return out;
  fs.mkdirSync(path.dirname(out), { recursive: true });
  const level = target === 'release' ? ['-O3', '--shrinkLevel', '1', '--noAssert'] : ['--debug'];
  const { error, stderr } = await asc.main([
    `assembly/${folder}/hooks.ts`,
    '--config',
    'none',
    '--baseDir',
    root,
    '--outFile',
    path.relative(root, out),
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--maximumMemory',
    '16384',
    '--use',
    'abort=',
    ...level,
  ]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return out;
}
