// Draws all pages of files, one after another, in this process.
import fs from 'node:fs';
import { openDocument } from '@ode/engine';

const [, , scale, ...files] = process.argv;
/** One picture at a time, as of who writes each to a file. */
const into = new ArrayBuffer(1 << 26);
for (const file of files) {
  const doc = await openDocument(fs.readFileSync(file));
  for (let page = 0; page < doc.pageCount; page++) await doc.renderPage(page, { scale: Number(scale), into });
  await doc.close();
}
