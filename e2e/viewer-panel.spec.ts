import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { buildPdf } from '../wasm/test/pdf-builder.js';

/** Five pages; an outline, an attachment, two layers of which one is hidden, and a comment with an answer and a state. */
function makeBook(): Buffer {
  const page = (i: number) => 10 + i;
  const objects: Parameters<typeof buildPdf>[0] = {
    1: `<< /Type /Catalog /Pages 2 0 R /Outlines 30 0 R /Names << /EmbeddedFiles << /Names [(n) 40 0 R] >> >>
          /PageLabels << /Nums [0 << /S /r >> 2 << /S /D >>] >>
          /OCProperties << /OCGs [50 0 R 51 0 R] /D << /Order [50 0 R 51 0 R] /OFF [51 0 R] >> >> >>`,
    2: `<< /Type /Pages /Count 5 /Kids [${Array.from({ length: 5 }, (_, i) => `${page(i)} 0 R`).join(' ')}] >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    4: '<< /Title (A Book of Five Pages) /Author (Ada) >>',
    30: '<< /First 31 0 R /Last 33 0 R /Count 2 >>',
    31: '<< /Title (Beginning) /Parent 30 0 R /Next 33 0 R /First 32 0 R /Last 32 0 R /Count -1 /Dest [10 0 R /Fit] >>',
    32: '<< /Title (Middle) /Parent 31 0 R /Dest [12 0 R /Fit] >>',
    33: '<< /Title (End) /Parent 30 0 R /Prev 31 0 R /Dest [14 0 R /Fit] /C [1 1 0] /F 3 >>',
    40: '<< /Type /Filespec /F (data.csv) /UF (data.csv) /Desc (The numbers) /EF << /F 41 0 R >> >>',
    41: { dict: '/Type /EmbeddedFile /Subtype /text#2Fcsv /Params << /Size 7 >>', stream: 'a,b\n1,2' },
    50: '<< /Type /OCG /Name (Plan) >>',
    51: '<< /Type /OCG /Name (Notes) >>',
    60: '<< /Type /Annot /Subtype /Text /Rect [150 160 170 180] /Contents (Is this right?) /T (Bo) /M (D:20260102120000Z) /Name /Note >>',
    61: '<< /Type /Annot /Subtype /Text /Rect [150 160 170 180] /Contents (It is.) /T (Cy) /IRT 60 0 R /M (D:20260103120000Z) /F 2 >>',
    62: '<< /Type /Annot /Subtype /Text /Rect [150 160 170 180] /IRT 60 0 R /T (Cy) /State (Accepted) /StateModel (Review) /F 2 >>',
  };
  for (let i = 0; i < 5; i++) {
    objects[page(i)] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${i === 1 ? '300 200' : '200 300'}] /Contents ${20 + i} 0 R
      ${i === 0 ? '/Annots [60 0 R 61 0 R 62 0 R]' : ''}
      /Resources << /Font << /F1 3 0 R >> /Properties << /Plan 50 0 R /Notes 51 0 R >> >> >>`;
    // The hidden layer is a red square in the middle of the page.
    objects[20 + i] = {
      stream: `BT /F1 24 Tf 20 140 Td (Page ${i + 1}) Tj ET /OC /Notes BDC 1 0 0 rg 60 40 60 60 re f EMC`,
    };
  }
  return Buffer.from(buildPdf(objects, { trailer: '/Info 4 0 R' }));
}

async function openBook(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'book.pdf', mimeType: 'application/pdf', buffer: makeBook() });
  await expect(page.getByRole('region', { name: 'Page 1', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Side panel' }).click();
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

test('thumbnails lead to their pages, by pointer and by keyboard', async ({ page }) => {
  await openBook(page);
  const list = page.getByRole('listbox', { name: 'Pages' });
  await expect(list.getByRole('option')).toHaveCount(5);
  await expect(list.getByRole('option').first()).toContainText('i');
  await list.getByRole('option', { name: 'Page 4' }).click();
  await expect(page.getByTestId('page-4')).toBeInViewport();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Page' })).toHaveValue(/^(2|ii)$/);
  await expect(list.getByRole('option', { name: 'Page 2' })).toHaveAttribute('aria-selected', 'true');
});

test('the outline is a tree that opens, closes and leads', async ({ page }) => {
  await openBook(page);
  await tab(page, 'Outline');
  const tree = page.getByRole('tree', { name: 'Outline' });
  await expect(tree.getByRole('treeitem')).toHaveText(['Beginning', 'End']);
  await tree.getByRole('treeitem', { name: 'Beginning' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem')).toHaveText(['Beginning', 'Middle', 'End']);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('page-3')).toBeInViewport();
  await expect(tree.getByRole('treeitem', { name: 'Middle' })).toHaveAttribute('aria-selected', 'true');
  await tree.getByRole('treeitem', { name: 'End' }).click();
  await expect(page.getByTestId('page-5')).toBeInViewport();
});

test('entries of the outline have the author’s colours and styles, as far as they can be read', async ({ page }) => {
  await openBook(page);
  await tab(page, 'Outline');
  const title = page.getByRole('treeitem', { name: 'End' }).locator('.ode-outline-title');
  await expect(title).toHaveCSS('font-style', 'italic');
  await expect(title).toHaveCSS('font-weight', '700');
  // Yellow on white: as dark a yellow as it takes. On a dark ground it is what it is.
  await expect(title).toHaveCSS('color', /^rgb\((1[0-2]\d|[89]\d), \1, 0\)$/);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(title).toHaveCSS('color', 'rgb(255, 255, 0)');
  // Where one is, is told by one colour alone.
  await title.click();
  await expect(title).toHaveCSS('color', 'rgb(234, 106, 47)');
});

test('F6 leads from part to part, and the keys stay when the panel goes', async ({ page }) => {
  await openBook(page);
  await tab(page, 'Outline');
  await expect(page.getByRole('tree')).toBeVisible();
  await page.locator('.ode-pages').focus();
  await page.keyboard.press('F6');
  await expect(page.locator('.ode-toolbar :focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(page.getByRole('treeitem', { name: 'Beginning' })).toBeFocused();
  await page.keyboard.press('F6');
  await expect(page.locator('.ode-pages')).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('treeitem', { name: 'Beginning' })).toBeFocused();
  await page.keyboard.press('F4');
  await expect(page.getByRole('tree')).toHaveCount(0);
  await expect(page.locator('.ode-pages')).toBeFocused();
  await page.keyboard.press('Control+f');
  await page.keyboard.press('F6');
  await expect(page.locator('.ode-pages')).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(page.getByLabel('Find in document')).toBeFocused();
});

test('the panel is as wide as one draws it, also by keys', async ({ page }) => {
  await openBook(page);
  const panel = page.getByRole('complementary', { name: 'Side panel' });
  const width = async () => (await panel.boundingBox())!.width;
  const edge = page.getByRole('separator', { name: 'Width of the side panel' });
  const { x, y, width: wide } = (await edge.boundingBox())!;
  await page.mouse.move(x + wide / 2, y + 200);
  await page.mouse.down();
  await page.mouse.move(x + wide / 2 + 100, y + 220, { steps: 5 });
  await page.mouse.up();
  await expect.poll(width).toBeCloseTo(380, -1);
  await edge.focus();
  await page.keyboard.press('Home');
  await expect.poll(width).toBe(200);
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBe(220);
  await expect(edge).toHaveAttribute('aria-valuenow', '220');
  await page.keyboard.press('F4');
  await expect(panel).toHaveCount(0);
  await page.keyboard.press('F4');
  await expect.poll(width).toBe(220);
  await edge.dblclick();
  await expect.poll(width).toBe(280);
});

test('an attachment is saved with its name and bytes', async ({ page }) => {
  await openBook(page);
  await tab(page, 'Attachments');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'data.csv' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('data.csv');
  expect(await readFile(await download.path(), 'utf8')).toBe('a,b\n1,2');
});

test('layers are shown and hidden', async ({ page }) => {
  await openBook(page);
  await tab(page, 'Layers');
  const red = () =>
    page.getByTestId('page-1').evaluate((section) => {
      const picture = section.querySelector('canvas')!;
      const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
      copy.drawImage(picture, 0, 0);
      const [r, g] = copy.getImageData(Math.round(picture.width * 0.45), Math.round(picture.height * 0.77), 1, 1).data;
      return r! > 200 && g! < 50;
    });
  expect(await red()).toBe(false);
  await page.getByRole('checkbox', { name: 'Notes' }).check();
  await expect.poll(red).toBe(true);
  await page.getByRole('button', { name: 'As the document has them' }).click();
  await expect.poll(red).toBe(false);
});

test('comments are listed with answers and states, and shown where they stand', async ({ page }) => {
  await openBook(page);
  await tab(page, 'Comments');
  const panel = page.getByRole('tabpanel', { name: 'Comments' });
  await expect(panel.getByText('1 comment')).toBeVisible();
  await expect(panel.getByRole('listitem').first()).toContainText('Is this right?');
  await expect(panel.getByText('It is.')).toBeVisible();
  await expect(panel.getByText('Accepted by Cy')).toBeVisible();
  const sign = page.getByTestId('page-1').getByRole('button', { name: 'Comment by Bo' });
  await sign.hover();
  await expect(page.locator('.ode-comment-window')).toContainText('Is this right?');
  // What it stands over is seen.
  await expect(sign).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
});

test('properties are told', async ({ page }) => {
  await openBook(page);
  await tab(page, 'Properties');
  const panel = page.getByRole('tabpanel', { name: 'Properties' });
  for (const fact of ['A Book of Five Pages', 'Ada', '5 pages', '71 × 106 mm (4 pages)', 'book.pdf'])
    await expect(panel).toContainText(fact);
});

test('the document is downloaded as it is, as text, and its page as a drawing', async ({ page }) => {
  await openBook(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('book.pdf');
  expect(await readFile(await download.path())).toEqual(makeBook());
  await page.getByRole('button', { name: 'More' }).click();
  const text = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as text' }).click();
  expect(await readFile(await (await text).path(), 'utf8')).toContain('Page 3');
  await page.getByRole('button', { name: 'More' }).click();
  const drawing = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save the page as a drawing' }).click();
  expect((await drawing).suggestedFilename()).toBe('book-1.svg');
  expect(await readFile(await (await drawing).path(), 'utf8')).toContain('viewBox="0 0 200 300"');
});

test('each page is printed on a sheet of its own size', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => void document.body.setAttribute('data-printing', '');
  });
  await openBook(page);
  await page.keyboard.press('Control+p');
  const dialog = page.getByRole('dialog', { name: 'Print' });
  await dialog.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('body[data-printing]')).toBeAttached();
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const sheets = [...paper.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, w, h]) => [Math.round(+w!), Math.round(+h!)]);
  expect(sheets).toEqual([
    [200, 300],
    [300, 200],
    [200, 300],
    [200, 300],
    [200, 300],
  ]);
  await expect(page.locator('.ode-paper')).toHaveCount(0);
});

test('a range is printed, and one that there is not is refused', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => void document.body.setAttribute('data-printing', '');
  });
  await openBook(page);
  await page.getByRole('button', { name: 'Print' }).click();
  const dialog = page.getByRole('dialog', { name: 'Print' });
  await dialog.getByRole('textbox', { name: 'Pages' }).fill('4-9');
  await dialog.getByRole('button', { name: 'Print' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Pages' }).fill('2, 4-5');
  await dialog.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('.ode-paper > div')).toHaveCount(3);
});

test('all shortcuts are told on ?', async ({ page }) => {
  await openBook(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toContainText('Ctrl+P');
  // Two commands that are called the same are one line.
  await expect(dialog.getByText('Next page', { exact: true })).toHaveCount(1);
  await expect(dialog.locator('.ode-shortcuts > div', { has: page.getByText('Next page', { exact: true }) }).locator('kbd')).toHaveText([
    'N',
    '→',
    'Page Down',
  ]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
