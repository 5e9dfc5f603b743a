// Draws all pages of files, one after another, in this process.
import fs from 'node:fs';
import { openDocument } from '@ode/engine';

const [, , scale, ...files] = process.argv;
for (const file of files) {
  const doc = await openDocument(fs.readFileSync(file));
  for (let page = 0; page < doc.pageCount; page++) await doc.renderPage(page, { scale: Number(scale) });
  await doc.close();
}
