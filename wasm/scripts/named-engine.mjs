import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the engine as it is released, but with the names of its functions.
 *
 * @param {string} file where it is written to
 */
export async function namedEngine(file) {
  const options = ['--config', 'asconfig.json', '--target', 'release', '--debug', '--baseDir', root];
  const { error, stderr } = await asc.main([...options, '--outFile', path.relative(root, file)]);
  if (error) throw new Error(stderr.toString());
}
