import { expect, test, type Page } from '@playwright/test';
import { buildPdf } from '../wasm/test/pdf-builder.js';

/** A page of 300 × 400 points with fields of every kind, and a second page with a copy of the first field. */
function makeForm(): Buffer {
  const script = (js: string) => `<< /S /JavaScript /JS (${js.replace(/[()\\]/g, '\\$&')}) >>`;
  const box = '/MK << /BC [0 0 0] >>';
  const widget = (rect: string, more: string) => `<< /Type /Annot /Subtype /Widget /F 4 /Rect [${rect}] ${more} >>`;
  const number = `/AA << /F ${script('AFNumber_Format(2, 0, 0, 0, "$", true);')} /K ${script('AFNumber_Keystroke(2, 0, 0, 0, "$", true);')} >>`;
  const mark = (gray: number) => ({ dict: '/Type /XObject /Subtype /Form /BBox [0 0 14 14]', stream: `${gray} g 0 0 14 14 re f` });
  const fields: Record<number, string> = {
    20: `<< /FT /Tx /T (name) /TU (Your name) /V (Ada) /DV (Nobody) /Ff 2 /Kids [21 0 R 22 0 R] >>`,
    21: widget('10 360 150 380', `/Parent 20 0 R ${box}`),
    22: widget('10 360 150 380', `/Parent 20 0 R ${box}`),
    23: widget('10 330 150 350', `/FT /Tx /T (code) /Ff 16777216 /MaxLen 5 ${box}`),
    24: widget('10 280 150 320', `/FT /Tx /T (notes) /Ff 4096 ${box}`),
    25: widget('10 250 150 270', `/FT /Tx /T (secret) /Ff 8192 ${box}`),
    26: widget('10 220 80 240', `/FT /Tx /T (price) ${number} ${box}`),
    27: widget('90 220 150 240', `/FT /Tx /T (count) ${number} ${box}`),
    28: widget(
      '160 220 250 240',
      `/FT /Tx /T (total) /Ff 1 /AA << /F ${script('AFNumber_Format(2, 0, 0, 0, "$", true);')} /C ${script('AFSimple_Calculate("PRD", new Array("price", "count"));')} >> ${box}`,
    ),
    29: widget('10 195 24 209', '/FT /Btn /T (agree) /AS /Off /AP << /N << /Yes 50 0 R /Off 51 0 R >> >>'),
    30: '<< /FT /Btn /T (size) /Ff 49152 /Kids [31 0 R 32 0 R] >>',
    31: widget('40 195 54 209', '/Parent 30 0 R /AS /Off /AP << /N << /small 50 0 R /Off 51 0 R >> >>'),
    32: widget('60 195 74 209', '/Parent 30 0 R /AS /large /AP << /N << /large 50 0 R /Off 51 0 R >> >>'),
    33: widget('10 165 150 185', `/FT /Ch /T (country) /Ff 131072 /V (de) /Opt [[(de) (Germany)] [(fr) (France)]] ${box}`),
    34: widget('10 135 150 155', `/FT /Ch /T (city) /Ff 393216 /Opt [(Paris) (Lyon)] ${box}`),
    35: widget('10 80 150 125', `/FT /Ch /T (colours) /Ff 2097152 /Opt [(Red) (Green) (Blue)] ${box}`),
    36: widget('160 80 220 100', '/FT /Btn /T (again) /Ff 65536 /MK << /CA (Reset) /BG [0.9 0.9 0.9] >> /A << /S /ResetForm >>'),
    37: widget(
      '160 110 220 130',
      '/FT /Btn /T (send) /Ff 65536 /MK << /CA (Send) >> /A << /S /SubmitForm /F << /FS /URL /F (https://example.org/form) >> >>',
    ),
    38: widget('10 50 150 70', `/FT /Tx /T (day) /AA << /F ${script('AFDate_FormatEx("dd.mm.yyyy");')} >> ${box}`),
  };
  const top = [20, 23, 24, 25, 26, 27, 28, 29, 30, 33, 34, 35, 36, 37, 38];
  const first = [21, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 34, 35, 36, 37, 38];
  const page = (annots: number[]) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 6 0 R /Tabs /R /Resources << /Font << /Helv 5 0 R >> >> /Annots [${annots.map((n) => `${n} 0 R`).join(' ')}] >>`;
  return Buffer.from(
    buildPdf({
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${top.map((n) => `${n} 0 R`).join(' ')}] /DA (/Helv 10 Tf 0 g) /DR << /Font << /Helv 5 0 R >> >> >> >>`,
      2: '<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>',
      3: page(first),
      4: page([22]),
      5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      6: { stream: '' },
      50: mark(0),
      51: mark(0.8),
      ...fields,
    }),
  );
}

/** The darkness of a page's picture in a part of it, in points: the mean of 255 - green. */
const ink = (page: Page, number: number, [x0, y0, x1, y1]: [number, number, number, number]) =>
  page
    .getByTestId(`page-${number}`)
    .getByTestId('page-canvas')
    .evaluate(
      (canvas: HTMLCanvasElement, [x0, y0, x1, y1]) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d')!;
        context.drawImage(canvas, 0, 0);
        const scale = canvas.width / 300;
        const { data } = context.getImageData(x0! * scale, y0! * scale, (x1! - x0!) * scale, (y1! - y0!) * scale);
        let sum = 0;
        for (let i = 1; i < data.length; i += 4) sum += 255 - data[i]!;
        return sum / (data.length / 4);
      },
      [x0, y0, x1, y1],
    );

test('a form is filled in by keyboard and pointer; the engine draws, formats, calculates, finds and prints the values', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: makeForm() });
  const first = page.getByTestId('page-1');
  const name = first.getByRole('textbox', { name: 'Your name' });
  await expect(name).toHaveValue('Ada');
  await expect(name).toHaveAttribute('aria-required', 'true');

  // Text, and what else shows the same field.
  const before = await ink(page, 1, [12, 22, 148, 38]);
  await name.fill('Grace Brewster Hopper');
  await expect.poll(() => ink(page, 1, [12, 22, 148, 38])).toBeGreaterThan(before * 1.5);
  await expect(page.getByTestId('page-2').getByRole('textbox', { name: 'Your name' })).toHaveValue('Grace Brewster Hopper');
  await expect(page.getByTestId('page-2').getByTestId('text-layer')).toContainText('Grace');

  // By rows: the next field is the comb, which takes five characters.
  await name.press('Tab');
  const code = first.getByRole('textbox', { name: 'code' });
  await expect(code).toBeFocused();
  await page.keyboard.type('1234567');
  await expect(code).toHaveValue('12345');
  await page.keyboard.press('Tab');
  await page.keyboard.type('One');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Two');
  await expect(first.getByRole('textbox', { name: 'notes' })).toHaveValue('One\nTwo');
  await page.keyboard.press('Tab');
  await expect(first.getByLabel('secret')).toBeFocused();
  await expect(first.getByLabel('secret')).toHaveAttribute('type', 'password');

  // Numbers take no letters, are shown in their format, and calculated.
  await first.getByRole('textbox', { name: 'price' }).pressSequentially('1x2.5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('4');
  await page.keyboard.press('Tab');
  await expect(first.getByRole('textbox', { name: 'price' })).toHaveValue('12.5');
  await expect(first.getByRole('textbox', { name: 'total' })).toHaveValue('50');
  await expect(first.getByTestId('text-layer')).toContainText('$12.50');
  await expect(first.getByTestId('text-layer')).toContainText('$50.00');
  await first.getByRole('textbox', { name: 'day' }).fill('31.2.2024');
  await expect(first.getByRole('textbox', { name: 'day' })).toHaveAttribute('aria-invalid', 'true');
  await expect(first.getByRole('textbox', { name: 'day' })).toHaveAccessibleDescription('No such date. Write it as dd.mm.yyyy.');
  await expect(first.getByRole('status')).toBeVisible();
  await first.getByRole('textbox', { name: 'day' }).fill('3.2.24');
  await expect(first.getByTestId('text-layer')).toContainText('03.02.2024');

  // Buttons.
  await first.getByRole('checkbox', { name: 'agree' }).click();
  await expect(first.getByRole('checkbox', { name: 'agree' })).toBeChecked();
  await expect.poll(() => ink(page, 1, [12, 193, 22, 203])).toBeGreaterThan(250);
  await first.getByRole('radio', { name: 'size: large' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(first.getByRole('radio', { name: 'size: small' })).toBeChecked();
  await expect.poll(() => ink(page, 1, [42, 193, 52, 203])).toBeGreaterThan(250);
  await expect.poll(() => ink(page, 1, [62, 193, 72, 203])).toBeLessThan(100);

  // Choices.
  await first.getByRole('combobox', { name: 'country' }).selectOption('France');
  await expect(first.getByTestId('text-layer')).toContainText('France');
  await first.getByLabel('city').fill('Nice');
  await expect(first.getByTestId('text-layer')).toContainText('Nice');
  await first.getByRole('listbox', { name: 'colours' }).selectOption(['Red', 'Blue']);

  // What is filled in is found, and goes along when the page is converted.
  await page.keyboard.press('Control+f');
  await page.getByLabel('Find in document').fill('brewster');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await page.keyboard.press('Escape');

  // What would be sent is told. A reset brings back what the form begins with.
  await first
    .getByRole('button', { name: 'send' })
    .or(first.getByRole('button', { name: 'Send' }))
    .click();
  await expect(page.getByRole('status').filter({ hasText: 'https://example.org/form' })).toBeVisible();
  await first.getByRole('button', { name: 'Reset' }).click();
  await expect(name).toHaveValue('Nobody');
  await expect(code).toHaveValue('');
  await expect(first.getByRole('checkbox', { name: 'agree' })).not.toBeChecked();
  await expect(first.getByTestId('text-layer')).toContainText('Nobody');
  await expect(first.getByTestId('text-layer')).not.toContainText('France');
});

/** Twelve pages, with a field and a link on the first, a signature on the sixth, and two fields on the last. */
function makeLongForm(): Buffer {
  const widget = (name: string, y: number) =>
    `<< /Type /Annot /Subtype /Widget /F 4 /FT /Tx /T (${name}) /Rect [10 ${y} 150 ${y + 20}] /MK << /BC [0 0 0] >> >>`;
  const annots: Record<number, string> = { 0: '[40 0 R 41 0 R]', 5: '[42 0 R]', 11: '[43 0 R 44 0 R]' };
  return Buffer.from(
    buildPdf({
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [40 0 R 42 0 R 43 0 R 44 0 R] /DA (/Helv 10 Tf 0 g)
        /DR << /Font << /Helv 5 0 R >> >> >> >>`,
      2: `<< /Type /Pages /Count 12 /Kids [${Array.from({ length: 12 }, (_, i) => `${10 + i} 0 R`).join(' ')}] >>`,
      5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      ...Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [
          10 + i,
          `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] ${annots[i] ? `/Annots ${annots[i]}` : ''} >>`,
        ]),
      ),
      40: widget('first', 300),
      41: '<< /Type /Annot /Subtype /Link /Rect [10 200 60 220] /A << /S /URI /URI (https://example.org/) >> >>',
      42: '<< /Type /Annot /Subtype /Widget /F 4 /FT /Sig /T (signed) /Rect [10 300 150 320] >>',
      43: widget('last but one', 300),
      44: widget('last', 200),
    }),
  );
}

test('the Tab key goes on to fields of pages that are not there yet, and back', async ({ page }) => {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'long.pdf', mimeType: 'application/pdf', buffer: makeLongForm() });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await field('first').click();
  await expect(page.getByTestId('page-12')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(field('last but one')).toBeFocused();
  await expect(field('last but one')).toBeInViewport();
  await page.keyboard.type('written');
  await expect(field('last but one')).toHaveValue('written');
  // On one page the browser does it.
  await page.keyboard.press('Tab');
  await expect(field('last')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(field('last but one')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(field('first')).toBeFocused();
  // Before the first field is the link, as ever.
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('link', { name: 'https://example.org/' })).toBeFocused();
});

test('what has been filled in is not left without a question: neither the document nor the page', async ({ page }) => {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: makeForm() });
  const close = page.getByRole('button', { name: 'Close the document', exact: true });
  await expect(close).toBeVisible();
  const asked: string[] = [];
  let answer: 'accept' | 'dismiss' = 'dismiss';
  page.on('dialog', (dialog) => {
    asked.push(`${dialog.type()} ${dialog.message()}`);
    void dialog[answer]();
  });
  const code = page.getByRole('textbox', { name: 'code' });
  await code.click();
  await page.keyboard.type('A1B2C');
  // A full comb shows its first letter, too.
  expect(await code.evaluate((field) => [field.scrollWidth > field.clientWidth, field.scrollLeft])).toEqual([true, 0]);
  await code.blur();
  await close.click();
  await expect.poll(() => asked).toEqual(['confirm What was filled in on form.pdf is lost when it is closed. Close it?']);
  await expect(code).toHaveValue('A1B2C');
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked.at(-1)).toMatch(/^beforeunload /);
  answer = 'accept';
  await close.click();
  await expect(page.getByRole('heading', { name: 'Open a PDF' })).toBeVisible();
  expect(asked).toHaveLength(3);
});
