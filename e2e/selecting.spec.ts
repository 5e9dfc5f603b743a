import { expect, test, type Page } from '@playwright/test';
import { buildPdf } from '../wasm/test/pdf-builder.js';

const FIRST = ['We present the meth-', 'ods that we have', 'found, and more.', 'See www.example.org'];
const SECOND = ['The right column', 'has lines of its', 'own, as high as', 'those on the left'];

/** 60 pages of 400 × 500 points: two columns, from 40 to 190 and from 220 to 370, on the first; a table on the second; their number on the others. */
function makePaper(): Buffer {
  const objects: Parameters<typeof buildPdf>[0] = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Count 60 /Kids [${Array.from({ length: 60 }, (_, i) => `${10 + i} 0 R`).join(' ')}] /MediaBox [0 0 400 500] >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    4: '<< /Type /Annot /Subtype /Link /Rect [40 60 200 80] /Border [0 0 0] /Dest [69 0 R /XYZ 0 260 null] >>',
  };
  const text = (x: number, y: number, words: string) => `BT /F1 15 Tf ${x} ${y} Td (${words}) Tj ET`;
  const column = (x: number, lines: string[]) => lines.map((line, i) => text(x, 400 - 20 * i, line)).join(' ');
  const table = [
    ['Name', 'Height', 'Weight'],
    ['Ada', '170', '60'],
    ['Bo', '180', '75'],
  ];
  const cells = table.flatMap((row, r) => row.map((cell, c) => text(60 + 100 * c, 400 - 30 * r, cell))).join(' ');
  const rules = [0, 1, 2, 3]
    .map((i) => `50 ${420 - 30 * i} m 350 ${420 - 30 * i} l ${50 + 100 * i} 420 m ${50 + 100 * i} 330 l S`)
    .join(' ');
  for (let i = 0; i < 60; i++) {
    objects[10 + i] =
      `<< /Type /Page /Parent 2 0 R /Contents ${100 + i} 0 R ${i === 0 ? '/Annots [4 0 R]' : ''} /Resources << /Font << /F1 3 0 R >> >> >>`;
    const contents =
      i === 0 ? column(40, FIRST) + column(220, SECOND) : i === 1 ? `${rules} ${cells}` : text(60, 250, `Page number ${i + 1} here`);
    objects[100 + i] = { stream: contents };
  }
  return Buffer.from(buildPdf(objects));
}

async function open(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'paper.pdf', mimeType: 'application/pdf', buffer: makePaper() });
  await expect(page.getByTestId('page-1').getByTestId('text-layer').getByText('We present')).toBeAttached();
}

/** A point of a page, in its points from the upper left corner, on the screen. */
async function at(page: Page, n: number, x: number, y: number): Promise<[number, number]> {
  const box = (await page.getByTestId(`page-${n}`).boundingBox())!;
  return [box.x + (x / 400) * box.width, box.y + (y / 500) * box.height];
}

const selected = (page: Page) => page.evaluate(() => getSelection()!.toString().replace(/\n+/g, '|'));

async function copied(page: Page): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
  await page.keyboard.press('Control+c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('nothing yet');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('a selection goes where the eye would: in the gutter, in white space and in margins; and is copied as it was meant', async ({
  page,
}) => {
  await open(page);
  const drag = async (from: [number, number], to: [number, number]) => {
    await page.mouse.move(...(await at(page, 1, ...from)));
    await page.mouse.down();
    await page.mouse.move(...(await at(page, 1, ...to)), { steps: 6 });
    await page.mouse.up();
  };
  // From the first line's beginning into the gutter beside the second (lines are 15 points high, the first baseline at 100).
  await drag([41, 95], [205, 115]);
  expect(await selected(page)).toBe('We present the meth-|ods that we have');
  expect(await copied(page)).toBe('We present the methods that we have');
  // From the third line up into the white: to the column's beginning, and nothing of the right column.
  await drag([41, 135], [80, 30]);
  expect(await selected(page)).toBe('We present the meth-|ods that we have|');
  // Down into the white below the right column: to its end.
  await drag([221, 135], [250, 300]);
  expect(await selected(page)).toBe('own, as high as|those on the left');
  // A double click draws by words.
  await page.mouse.dblclick(...(await at(page, 1, 80, 115)));
  expect(await selected(page)).toBe('that');
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.move(...(await at(page, 1, 205, 115)), { steps: 4 });
  await page.mouse.up({ clickCount: 2 });
  expect(await selected(page)).toBe('that we have');
  // Into the left margin: the line's beginning.
  await drag([400, 115], [300, 115]);
  await drag([300, 115], [5, 115]);
  expect(await selected(page)).toMatch(/^has lines/);
});

test('Shift and a click select from where one was, over pages that have gone, and nothing is missing at once', async ({ page }) => {
  await open(page);
  await page.mouse.click(...(await at(page, 1, 41, 95)));
  await page.keyboard.press('End');
  await expect(page.getByTestId('page-60')).toBeInViewport();
  await expect(page.getByTestId('page-30')).toHaveCount(0);
  await page.mouse.move(...(await at(page, 60, 399, 250)));
  await page.keyboard.down('Shift');
  await page.mouse.click(...(await at(page, 60, 399, 250)));
  await page.keyboard.up('Shift');
  const text = await copied(page);
  expect(text.startsWith('We present')).toBe(true);
  expect(text.endsWith('Page number 60 here')).toBe(true);
  for (let n = 3; n <= 60; n++) expect(text).toContain(`Page number ${n} here`);
  // It is still selected where it is gone back to.
  await page.keyboard.press('Home');
  await expect.poll(() => selected(page)).toContain('We present');
});

test('a table is copied as a table; addresses in the text are links, and links show where they lead', async ({ page }) => {
  await open(page);
  await page.keyboard.press('n');
  await expect(page.getByTestId('page-2').getByTestId('text-layer').getByText('Name')).toBeAttached();
  await page.mouse.move(...(await at(page, 2, 60, 96)));
  await page.mouse.down();
  await page.mouse.move(...(await at(page, 2, 290, 155)), { steps: 6 });
  await page.mouse.up();
  await copied(page);
  const pasted = async () => {
    const html = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return item!.types.includes('text/html') ? (await item!.getType('text/html')).text() : '';
    });
    return [...html.matchAll(/<t[hd][^>]*>([^<]*)/g)].map(([, cell]) => cell);
  };
  expect(await pasted()).toEqual(['Name', 'Height', 'Weight', 'Ada', '170', '60', 'Bo', '180', '75']);

  await page.keyboard.press('Home');
  const web = page.getByRole('link', { name: 'https://www.example.org' });
  await expect(web).toHaveAttribute('href', 'https://www.example.org');
  await web.hover();
  await expect(page.getByRole('tooltip')).toHaveText('https://www.example.org');
  const inside = page.getByRole('link', { name: 'Go to page 60' });
  await inside.hover();
  await expect(page.getByRole('tooltip')).toContainText('Page 60');
  // The picture shows the words that stand there.
  const dark = () =>
    page
      .getByRole('tooltip')
      .locator('canvas')
      .evaluate((picture: HTMLCanvasElement) => {
        const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
        copy.drawImage(picture, 0, 0);
        return copy.getImageData(0, 0, picture.width, picture.height).data.filter((v, i) => i % 4 === 1 && v < 90).length;
      });
  await expect.poll(dark).toBeGreaterThan(50);
  await page.mouse.move(...(await at(page, 1, 300, 300)));
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});
