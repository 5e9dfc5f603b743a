// The built viewer as the objects of a bucket behind CloudFront: which headers each gets, and in which order they come.
import fs from 'node:fs';
import path from 'node:path';

/** @type {Record<string, string>} */
const CONTENT_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pack': 'application/octet-stream',
  '.pfb': 'application/x-font-type1',
  '.svg': 'image/svg+xml',
  '.traineddata': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '': 'text/plain; charset=utf-8',
};

/**
 * @typedef {object} ViewerFile
 * @property {string} key the object's key: the path in the URL, without the slash in front
 * @property {string} file where its bytes are: the brotli twin, where the build made one
 * @property {string} contentType
 * @property {'br' | undefined} contentEncoding
 * @property {string} cacheControl
 */

/**
 * The files of a built viewer in groups: a group is uploaded when the one before is there, so that no page ever names a
 * file that is missing. Files with a hash in their path come first, then what lies beside index.html, then the service
 * worker, index.html last.
 *
 * @param {string} folder `web/dist`
 * @returns {ViewerFile[][]}
 * @throws Error for a file of a kind that has no content type here
 */
export function viewerFiles(folder) {
  const names = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  const there = new Set(names);
  const files = names
    // Every browser that has WebAssembly takes brotli, so the twin is all that is stored.
    .filter((name) => !(name.endsWith('.br') && there.has(name.slice(0, -3))))
    .map((key) => {
      const contentType = CONTENT_TYPES[path.extname(key)];
      if (!contentType) throw new Error(`${key}: which content type does it have? Say so in deploy/viewer-files.mjs.`);
      const packed = there.has(`${key}.br`);
      return {
        key,
        file: path.join(folder, packed ? `${key}.br` : key),
        contentType,
        contentEncoding: packed ? /** @type {const} */ ('br') : undefined,
        cacheControl: isHashed(key) ? 'public, max-age=31536000, immutable' : 'no-cache',
      };
    });
  const last = ['service-worker.js', 'index.html'];
  return [
    files.filter(({ key }) => isHashed(key)),
    files.filter(({ key }) => !isHashed(key) && !last.includes(key)),
    ...last.map((name) => files.filter(({ key }) => key === name)),
  ].filter((group) => group.length > 0);
}

/**
 * Whether a path can only ever mean these bytes: Vite puts what has a hash in its path below assets/.
 *
 * @param {string} key
 */
export function isHashed(key) {
  return key.startsWith('assets/');
}
