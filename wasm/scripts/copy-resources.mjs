// What the engine asks for by name at run time, with the licences that go with it: dist/resources/.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { meter } from './meter.mjs';

const resources = fileURLToPath(new URL('../dist/resources/', import.meta.url));
const require = createRequire(import.meta.url);
const folderOf = (name) => path.dirname(require.resolve(`${name}/package.json`));
const pdfjs = folderOf('pdfjs-dist');
const MODULES = { 'jbig2.wasm': 'JBIG2', 'openjpeg.wasm': 'OPENJPEG' };

export function copyResources() {
  for (const folder of ['standard_fonts', 'cmaps']) fs.cpSync(path.join(pdfjs, folder), path.join(resources, folder), { recursive: true });
  for (const [module, name] of Object.entries(MODULES)) {
    for (const file of [`LICENSE_${name}`, `LICENSE_PDFJS_${name}`])
      fs.cpSync(path.join(pdfjs, 'wasm', file), path.join(resources, 'wasm', file));
    fs.writeFileSync(path.join(resources, 'wasm', module), meter(fs.readFileSync(path.join(pdfjs, 'wasm', module))));
  }
  const tesseract = folderOf('tesseract.js-core');
  fs.copyFileSync(path.join(tesseract, 'tesseract-core-simd-lstm.wasm'), path.join(resources, 'wasm/tesseract-core-simd-lstm.wasm'));
  fs.copyFileSync(path.join(tesseract, 'LICENSE'), path.join(resources, 'wasm/LICENSE_TESSERACT'));
  fs.mkdirSync(path.join(resources, 'ocr'), { recursive: true });
  fs.copyFileSync(
    path.join(folderOf('@tesseract.js-data/eng'), '4.0.0_best_int/eng.traineddata.gz'),
    path.join(resources, 'ocr/eng.traineddata'),
  );
  fs.writeFileSync(path.join(resources, 'cmaps.pack'), packed(path.join(resources, 'cmaps')));
}

/** All CMaps in one file, for browsers: the form that `unpack` in src/resources.ts reads. */
function packed(folder) {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.bcmap'));
  const files = names.map((name) => fs.readFileSync(path.join(folder, name)));
  const places = {};
  let offset = 0;
  files.forEach(({ length }, i) => {
    places[names[i]] = [offset, length];
    offset += length;
  });
  const list = Buffer.from(JSON.stringify(places));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  return Buffer.concat([length, list, ...files]);
}
