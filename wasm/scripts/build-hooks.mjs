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

/**
 * The path of the folder's compiled hooks; compiles them when a source is newer. The target `failing` of the folder `.` is
 * the whole engine, which asks its import `test.fails` at each request for memory whether it is to fail (memory/heap.ts).
 */
export async function buildHooks(folder, target = 'release') {
  writeNames();
  writeOperators();
  writeFontTables();
  const out = path.join(root, 'build/hooks', `${folder === '.' ? 'engine' : folder}.${target}.wasm`);
  if (fs.existsSync(out) && fs.statSync(out).mtimeMs > newest(path.join(root, 'assembly'))) return out;
  fs.mkdirSync(path.dirname(out), { recursive: true });
  const level = target === 'debug' ? ['--debug'] : ['-O3', '--shrinkLevel', '1', '--noAssert'];
  // An alias is how a name is defined for `isDefined`; what it stands for does not matter.
  if (target === 'failing') level.push('--use', 'FAILING_ALLOCATIONS=i32', '--exportTable');
  const { error, stderr } = await asc.main([
    folder === '.' ? 'assembly/index.ts' : `assembly/${folder}/hooks.ts`,
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
