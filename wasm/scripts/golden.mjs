// Makes test/golden/agreed.json: draws each golden page with other programs, and keeps what two of them agree on.
//
//   node scripts/golden.mjs [FOLDER]
//
// Needs `mutool` and `pdftoppm` (Debian: mupdf-tools, poppler-utils); FOLDER: where @hyzyla/pdfium is installed, a third opinion.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const folder = fileURLToPath(new URL('../test/golden', import.meta.url));
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'golden-'));
const bundle = path.join(work, 'pages.mjs');
await esbuild.build({ entryPoints: [path.join(folder, 'pages.ts')], outfile: bundle, bundle: true, format: 'esm', platform: 'node' });
const { pages, pageFile, means, difference, SCALE } = await import(pathToFileURL(bundle).href);

/** A picture in the format P6 of netpbm. */
function readPpm(bytes) {
  const [head, width, height] = /^P6\s+(?:#.*\s+)*(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 200));
  return means(+width, +height, (x, y) => bytes.subarray(head.length + (y * width + x) * 3));
}

const file = path.join(work, 'page.pdf');
const dpi = String(72 * SCALE);
const peers = {
  mupdf: () =>
    readPpm(execFileSync('mutool', ['draw', '-q', '-r', dpi, '-F', 'ppm', '-o', '-', file, '1'], { stdio: ['ignore', 'pipe', 'ignore'] })),
  poppler: () => readPpm(execFileSync('pdftoppm', ['-q', '-r', dpi, file])),
};
if (process.argv[2]) {
  const require = createRequire(path.join(path.resolve(process.argv[2]), 'index.js'));
  const { PDFiumLibrary } = await import(pathToFileURL(require.resolve('@hyzyla/pdfium')).href);
  const library = await (PDFiumLibrary ?? require('@hyzyla/pdfium').PDFiumLibrary).init();
  peers.pdfium = async () => {
    const document = await library.loadDocument(fs.readFileSync(file));
    const { width, height, data } = await document.getPage(0).render({ scale: SCALE, render: 'bitmap' });
    document.destroy();
    return means(width, height, (x, y) => data.subarray((y * width + x) * 4));
  };
}

const agreed = {};
for (const page of pages) {
  fs.writeFileSync(file, pageFile(page));
  const drawn = [];
  for (const [name, draw] of Object.entries(peers)) drawn.push([name, await draw()]);
  const pairs = drawn.flatMap(([a, x], i) => drawn.slice(i + 1).map(([b, y]) => ({ names: [a, b], x, y, ...difference(x, y) })));
  const best = pairs.sort((p, q) => p.mean - q.mean)[0];
  if (best.mean > 3.5 || best.most > 33) {
    console.log(`${page.name}: no two agree (${best.names.join(', ')}: ${best.mean.toFixed(1)} on the whole, ${best.most} at most)`);
    continue;
  }
  const both = best.x.map((v, i) => (v + best.y[i] + 1) >> 1);
  agreed[page.name] = { agreed: best.names, means: Buffer.from(both).toString('base64') };
}
fs.writeFileSync(path.join(folder, 'agreed.json'), `${JSON.stringify(agreed, null, 2)}\n`);
fs.rmSync(work, { recursive: true });
console.log(`${Object.keys(agreed).length} of ${pages.length} pages`);
process.exit(0);
