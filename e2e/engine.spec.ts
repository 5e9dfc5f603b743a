import { expect, test } from '@playwright/test';
import type * as Engine from '@ode/engine/browser';
import { buildPdf, onePage, type Body } from '../wasm/test/pdf-builder.js';
import { serveEngine } from './engine-page.js';

declare const window: { engine: typeof Engine };

/** Pages that say their number; the last one says something more. */
function numbered(count: number): Uint8Array {
  const objects: Record<number, Body> = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  };
  const kids: string[] = [];
  for (let i = 0; i < count; i++) {
    kids.push(`${4 + 2 * i} 0 R`);
    objects[4 + 2 * i] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << /Font << /F 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`;
    objects[5 + 2 * i] = { stream: `BT /F 10 Tf 10 100 Td (page n${i}) Tj ${i === count - 1 ? `0 -20 Td (${'a'.repeat(32)}) Tj` : ''} ET` };
  }
  objects[2] = `<< /Type /Pages /Count ${count} /Kids [${kids.join(' ')}] >>`;
  return buildPdf(objects);
}

/** A page of so many lines that the fastest machine draws it for longer than it is between two parts. */
function crowded(): Uint8Array {
  const place = (i: number) => [(i * 0.618) % 180, (i / 2000) % 100] as const;
  const line = (i: number) => `${place(i)[0]} ${place(i)[1]} m ${place(i)[0] + 20} ${place(i)[1] + 1} l S`;
  return onePage(`0.1 w ${Array.from({ length: 200_000 }, (_, i) => line(i)).join('\n')}`);
}

/** Characters that the engine's own substitutes do not have: Armenian, Georgian, Hiragana, Hangul, Devanagari, Thai. */
const FOREIGN = [0x531, 0x10d3, 0x3042, 0xd55c, 0x915, 0xe01];
/** One of them on a page of 100 × 100 points, 60 points high, its origin at (20, 30) from the lower left. */
const foreign = (character: number) =>
  onePage('BT /F 60 Tf 20 30 Td <0001> Tj ET', {
    mediaBox: '[0 0 100 100]',
    resources: '/Font << /F 10 0 R >>',
    objects: {
      10: '<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /Identity-H /DescendantFonts [11 0 R] /ToUnicode 12 0 R >>',
      11: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Some /CIDSystemInfo << /Ordering (Identity) >> >>',
      12: {
        stream: `1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <${character.toString(16).padStart(4, '0')}> endbfchar`,
      },
    },
  });

let server: Awaited<ReturnType<typeof serveEngine>>;
test.beforeAll(async () => {
  const pages = Object.fromEntries(FOREIGN.map((character) => [`${character}.pdf`, foreign(character)]));
  server = await serveEngine({ 'numbered.pdf': numbered(300), 'crowded.pdf': crowded(), ...pages });
});
test.afterAll(() => server.close());

test('text is found by all workers, in the order of the pages, and again without them', async ({ page }) => {
  await server.open(page);
  const { first, second, from, quads } = await page.evaluate(async () => {
    const doc = await window.engine.openDocument({ url: '/numbered.pdf' }, { workers: 3 });
    const pages = async (query: string, options?: Engine.FindOptions) => {
      const found: number[] = [];
      for await (const hit of doc.find(query, options)) found.push(hit.page);
      return found;
    };
    const first = await pages('page');
    const second = await pages('n29');
    const from = await pages('n5', { from: 100, wholeWords: true });
    const hits = doc.find('n7', { from: 7 });
    const { value } = await hits.next();
    await hits.return();
    await doc.close();
    return { first, second, from, quads: (value as Engine.FindHit).quads };
  });
  expect(first).toEqual(Array.from({ length: 300 }, (_, i) => i));
  expect(second).toEqual([29, ...Array.from({ length: 10 }, (_, i) => 290 + i)]);
  expect(from).toEqual([5]);
  // Helvetica: "page " is 556 + 556 + 556 + 556 + 278 wide, n and 7 are 556 each; at 10 points, from x = 10.
  expect(quads).toHaveLength(1);
  expect(quads[0]![0]).toBeCloseTo(10 + 25.02, 1);
  expect(quads[0]![2]).toBeCloseTo(10 + 25.02 + 11.12, 1);
});

test('a regular expression that would take for ever costs a worker, and no more', async ({ page }) => {
  await server.open(page);
  const { code, after } = await page.evaluate(async () => {
    const doc = await window.engine.openDocument({ url: '/numbered.pdf' }, { workers: 1 });
    const options = { regularExpression: true, from: 299 };
    const code = await doc
      .find('(a+)+b', options)
      .next()
      .then(
        () => 'found',
        (error: Engine.OdeError) => error.code,
      );
    const { value } = await doc.find('^page n\\d+ a{32}$', options).next();
    await doc.close();
    return { code, after: (value as Engine.FindHit).page };
  });
  expect(code).toBe('limit-exceeded');
  expect(after).toBe(299);
});

test('a page that takes long grows before the eyes, and is in the end the same', async ({ page }) => {
  await server.open(page);
  const { pixels, bitmaps } = await page.evaluate(async () => {
    const doc = await window.engine.openDocument({ url: '/crowded.pdf' }, { workers: 1 });
    /** Pixels that are still as white as paper. */
    const paper = ({ data }: Engine.Picture) => data.reduce((n, v, i) => n + (i % 4 === 0 && v === 255 ? 1 : 0), 0);
    const [pixels, bitmaps]: [number[], number[]] = [[], []];
    const whole = await doc.renderPage(0, { scale: 4, onPartial: (part) => pixels.push(paper(part)) });
    pixels.push(paper(whole));
    const bitmap = await doc.renderBitmap(0, { scale: 4, onPartial: (part) => bitmaps.push(paper(part)) });
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    bitmaps.push(paper({ data, width, height } as Engine.Picture));
    await doc.close();
    return { pixels, bitmaps };
  });
  for (const left of [pixels, bitmaps]) {
    expect(left.length).toBeGreaterThan(1);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(left[0]).toBeGreaterThan(left.at(-1)!);
  }
  expect(pixels.at(-1)).toBe(bitmaps.at(-1));
});

test('text that no font of the document has is drawn by those of the browser, which is told', async ({ page }) => {
  await server.open(page);
  const results = await page.evaluate(async (characters) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 100;
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    /** What the browser draws at the place where the page has the character. */
    const picture = (character: number) => {
      context.fillStyle = 'white';
      context.fillRect(0, 0, 100, 100);
      context.fillStyle = 'black';
      context.font = '60px sans-serif';
      context.fillText(String.fromCodePoint(character), 20, 70);
      return context.getImageData(0, 0, 100, 100).data;
    };
    const distance = (a: Uint8ClampedArray, b: Uint8ClampedArray) => a.reduce((sum, v, i) => sum + Math.abs(v - b[i]!), 0) / 255 / 3;
    const box = picture(0x10fffd);
    const results = [];
    for (const character of characters) {
      const doc = await window.engine.openDocument({ url: `/${character}.pdf` }, { workers: 1 });
      const { data } = await doc.renderPage(0);
      const own = picture(character);
      results.push({
        known: distance(own, box) > 20,
        ink: distance(own, new Uint8ClampedArray(40000).fill(255)),
        apart: distance(data, own),
        drawn: distance(data, new Uint8ClampedArray(40000).fill(255)),
        warnings: doc.warnings.map(({ feature, missing }) => `${feature} ${missing}`),
      });
      await doc.close();
    }
    return results;
  }, FOREIGN);
  for (const { known, ink, apart, drawn, warnings } of results) {
    if (known) {
      expect(warnings).toEqual(['font-substituted false']);
      expect(apart).toBeLessThan(ink * 0.12);
    } else {
      expect(warnings).toEqual(['font-not-embedded true']);
      expect(drawn).toBe(0);
    }
  }
  // Debian's fonts for Chromium know some of them.
  expect(results.some(({ known }) => known)).toBe(true);
});
