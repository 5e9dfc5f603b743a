import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openDocument } from '@ode/engine';
import { difference, means, pageFile, pages, SCALE } from './pages.js';

/**
 * Tiny pages, one for each thing that can be drawn, against pictures that two other programs agree on: `agreed.json` says which
 * two, and has the mean colours of the page's parts (wasm/scripts/golden.mjs makes it anew). Anti-aliasing may differ.
 */
interface Golden {
  agreed: string[];
  /** Base64. */
  means: string;
}

const goldens = JSON.parse(fs.readFileSync(new URL('./agreed.json', import.meta.url), 'utf8')) as Record<string, Golden>;

describe('golden pages', () => {
  test.each(pages)('$name', async (page) => {
    const golden = goldens[page.name]!;
    const doc = await openDocument(pageFile(page));
    const { width, height, data } = await doc.renderPage(0, { scale: SCALE });
    doc.close();
    const ours = means(width, height, (x, y) => data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3));
    const { mean, most } = difference(ours, new Uint8Array(Buffer.from(golden.means, 'base64')));
    const peers = golden.agreed.join(' and ');
    expect(mean, `on the whole, against ${peers}`).toBeLessThan(4);
    expect(most, `in a part of the page, against ${peers}`).toBeLessThan(40);
  });

  test('there is a picture for each page, and no other', () => {
    expect(Object.keys(goldens).sort()).toEqual(pages.map(({ name }) => name).sort());
  });
});
