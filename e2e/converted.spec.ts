import { expect, test, type Page } from '@playwright/test';
import { openDocument } from '@ode/engine';
import { PNG } from 'pngjs';
import { onePage } from '../wasm/test/pdf-builder.js';
import { Writer } from '../wasm/test/text-writer.js';
import { expectAccessible } from './wcag.js';

/** Two columns of two paragraphs each, lines 14 points apart, on a page of 200 × 200 points; the second begins at 110. */
const CONTENT = [
  ['20 170', 'left one', 'left two'],
  ['20 110', 'left three', 'left four'],
  ['110 170', 'right one', 'right two'],
  ['110 110', 'right three', 'right four'],
]
  .map(([at, ...lines]) => `BT /F1 10 Tf 14 TL ${at} Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`)
  .join('\n');

async function open(page: Page, pdf = onePage(CONTENT, { mediaBox: '[0 0 200 200]' })): Promise<void> {
  const doc = await openDocument(pdf);
  await page.setContent(await new Response(doc.convert('html')).text());
  await doc.close();
}

/** What a drag selects, from one place of the page, in its points, to another. */
async function drag(page: Page, from: [x: number, y: number], to: [x: number, y: number]): Promise<string[]> {
  const box = (await page.locator('#page-1').boundingBox())!;
  const at = ([x, y]: [number, number]): [number, number] => [box.x + (x * 4) / 3, box.y + (y * 4) / 3];
  await page.mouse.click(...at([199, 199]));
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
  const text = await page.evaluate(() => String(getSelection()));
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

test('a drag in a converted page begins at the text beside it', async ({ page }) => {
  await open(page);
  // From the margin beside the second line, to the end of that line.
  expect(await drag(page, [4, 42], [70, 42])).toEqual(['left two']);
  // From between the paragraphs, and to the margin below.
  expect(await drag(page, [20, 70], [80, 102])).toEqual(['left three', 'left four']);
  // From the gutter, on the side of the second column.
  expect(await drag(page, [104, 28], [190, 42])).toEqual(['right one', 'right two']);
  // From the right margin back to the start of the line.
  expect(await drag(page, [190, 88], [106, 88])).toEqual(['right three']);
  // From above all text.
  expect(await drag(page, [20, 6], [60, 28])).toEqual(['left one']);
});

test('a converted page breaks no rule of WCAG 2.2', async ({ page }) => {
  await open(page);
  await expectAccessible(page);
});

test('letters of two scripts stand where they stand in the PDF, as do those of one', async ({ page }) => {
  // Cyrillic and Greek, then Cyrillic alone: letters of 5 points, the second of each pair nearer by 1.5.
  const writer = new Writer();
  for (const [y, pair] of [
    [70, 'мϜ'],
    [30, 'мр'],
  ] as const) {
    // prettier-ignore
    writer.raw(`BT /F1 10 Tf 20 ${y} Td [${writer.say(pair[0]!)} 150 ${writer.say(pair[1]!)}] TJ ET`);
  }
  await open(page, writer.file());
  const left = await page.evaluate(() => {
    const letters: Record<string, number> = {};
    const texts = document.createTreeWalker(document.querySelector('.page')!, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const [at, letter] of [...node.nodeValue!].entries()) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        letters[letter] = range.getBoundingClientRect().left;
      }
    return letters;
  });
  const start = (await page.locator('#page-1').boundingBox())!.x;
  const points = (letter: string) => ((left[letter]! - start) * 3) / 4;
  expect(points('Ϝ')).toBeCloseTo(23.5, 1);
  expect(points('р')).toBeCloseTo(23.5, 1);
});

test('corners are as sharp as the mitre limit lets them be', async ({ page }) => {
  // Legs that open by 0.02: a mitre of 100 times the width of 2 points, which reaches 100 points over the corner (ISO 32000-2, 8.4.3.5).
  const corner = (limit: number) => onePage(`${limit} M 2 w 99.5 20 m 100 70 l 100.5 20 l S`, { mediaBox: '[0 0 200 200]' });
  const darkness = async (limit: number) => {
    await open(page, corner(limit));
    const { data, width } = PNG.sync.read(await page.locator('#page-1').screenshot());
    // 30 points over the corner, at 96 dpi.
    const [x, y] = [133, 133];
    return 255 - data[(y * width + x) * 4]!;
  };
  expect(await darkness(50)).toBe(0);
  expect(await darkness(150)).toBeGreaterThan(128);
});
