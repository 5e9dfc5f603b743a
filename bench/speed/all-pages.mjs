// Draws all pages of files, one after another, in this process.
import fs from 'node:fs';
import { openDocument } from '@ode/engine';

const [, , scale, ...files] = process.argv;
/** Where each picture is written to, as the native programs do. */
const out = fs.openSync('/dev/null', 'w');
for (const file of files) {
  const doc = await openDocument(fs.readFileSync(file));
  for (let page = 0; page < doc.pageCount; page++)
    await doc.withPicture(page, ({ data }) => fs.writeSync(out, data), { scale: Number(scale) });
  await doc.close();
}
