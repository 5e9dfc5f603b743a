// Draws pages as the viewer would, in a process of its own: a page that never ends costs this process, and nobody else.
import fs from 'node:fs';
import { openDocument, undrawn } from '@ode/engine';

process.on('message', async (/** @type {{ file: string, pages: number, skip: number[], scale: number }} */ task) => {
  const { file, pages, skip, scale } = task;
  try {
    const doc = await openDocument(fs.readFileSync(file), { password: '' });
    process.send?.({ count: Math.min(doc.pageCount, pages) });
    for (let page = 0; page < Math.min(doc.pageCount, pages); page++) {
      if (skip.includes(page)) continue;
      let features = [];
      try {
        await doc.renderPage(page, { scale });
        features = undrawn(doc.warnings, page);
      } catch (error) {
        features = [error.code ?? 'internal'];
      }
      const invalid = doc.warnings.filter((w) => w.page === page && w.missing && !w.unsupported).map(({ feature }) => feature);
      process.send?.({ page, features, invalid: [...new Set(invalid)] });
    }
    process.send?.({ done: true, isXfa: doc.warnings.some(({ feature }) => feature === 'xfa-form') });
    await doc.close();
  } catch (error) {
    process.send?.({ done: true, refused: error.code ?? 'internal' });
  }
});
