import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { buildPdf, onePage } from '../wasm/test/pdf-builder.js';

/** Two pages, tagged, in French: a heading, a list, a table, a figure with its text, a link, a comment and a field. */
function makeTagged(): Buffer {
  const text = (mcid: number, tag: string, x: number, y: number, words: string) =>
    `/${tag} << /MCID ${mcid} >> BDC BT /F1 12 Tf ${x} ${y} Td (${words}) Tj ET EMC `;
  const content =
    text(0, 'H1', 20, 360, 'Bonjour') +
    text(1, 'LBody', 30, 330, 'Premier point') +
    text(2, 'LBody', 30, 310, 'Second point') +
    text(3, 'TH', 20, 270, 'Fruit') +
    text(4, 'TH', 120, 270, 'Prix') +
    text(5, 'TD', 20, 250, 'Pomme') +
    text(6, 'TD', 120, 250, 'Deux') +
    '/Figure << /MCID 7 >> BDC 1 0 0 rg 20 180 40 40 re f EMC ' +
    text(8, 'P', 20, 150, 'Une phrase pour finir.');
  const element = (role: string, kids: string, more = '') => `<< /Type /StructElem /S /${role} /Pg 3 0 R ${more} /K ${kids} >>`;
  const tree = [
    element('H1', '0'),
    element('L', `[${element('LI', element('LBody', '1'))} ${element('LI', element('LBody', '2'))}]`),
    element(
      'Table',
      `[${element('TR', `[${element('TH', '3')} ${element('TH', '4')}]`)} ${element('TR', `[${element('TD', '5')} ${element('TD', '6')}]`)}]`,
    ),
    element('Figure', '7', '/Alt (Un carr\\351 rouge) /A << /O /Layout /BBox [20 180 60 220] >>'),
    element('P', '8', '/Lang (fr-CA)'),
  ];
  return Buffer.from(
    buildPdf({
      1: `<< /Type /Catalog /Pages 2 0 R /Lang (fr) /MarkInfo << /Marked true >> /StructTreeRoot << /Type /StructTreeRoot /K [${tree.join(' ')}] >>
            /Outlines 30 0 R /Names << /EmbeddedFiles << /Names [(n) 40 0 R] >> >> /AcroForm << /Fields [9 0 R] /DA (/F1 10 Tf 0 g) >>
            /OCProperties << /OCGs [50 0 R] /D << /Order [50 0 R] >> >> >>`,
      2: '<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 6 0 R /Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R 8 0 R 9 0 R] >>',
      4: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 6 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      6: { stream: content },
      7: '<< /Type /Annot /Subtype /Link /Rect [20 100 80 120] /A << /S /URI /URI (https://example.org/) >> >>',
      8: '<< /Type /Annot /Subtype /Text /Rect [200 300 220 320] /Contents (Vraiment ?) /T (Bo) /Name /Note >>',
      9: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /TU (Votre nom) /Rect [20 60 120 80] /MK << /BC [0 0 0] >> >>',
      30: '<< /First 31 0 R /Last 33 0 R /Count 3 >>',
      31: '<< /Title (Bonjour) /Parent 30 0 R /Next 32 0 R /Dest [3 0 R /Fit] >>',
      32: '<< /Title (Ciel) /Parent 30 0 R /Prev 31 0 R /Next 33 0 R /Dest [4 0 R /Fit] /C [0 0 1] /F 2 >>',
      33: '<< /Title (Soleil) /Parent 30 0 R /Prev 32 0 R /Dest [4 0 R /Fit] /C [1 1 0] /F 1 >>',
      40: '<< /Type /Filespec /F (data.csv) /UF (data.csv) /EF << /F 41 0 R >> >>',
      41: { dict: '/Type /EmbeddedFile', stream: 'a,b' },
      50: '<< /Type /OCG /Name (Plan) >>',
    }),
  );
}

interface AxNode {
  role?: { value: string };
  name?: { value: string };
  ignored: boolean;
  properties?: { name: string; value: { value: unknown } }[];
}

async function open(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles({ name: 'bonjour.pdf', mimeType: 'application/pdf', buffer: makeTagged() });
  await expect(page.getByRole('region', { name: 'Page 1', exact: true })).toBeVisible();
  await expect(page.getByTestId('page-1').getByTestId('text-layer')).toContainText('Bonjour');
}

test('screen readers get the structure, the language, and which page is looked at', async ({ page }) => {
  await open(page);
  const first = page.getByTestId('page-1');
  await expect(first.getByRole('heading', { name: 'Bonjour', level: 1 })).toBeAttached();
  await expect(first.getByRole('listitem')).toHaveCount(2);
  await expect(page.locator('[lang="fr"]').first()).toBeAttached();
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] };
  const has = (role: string, name: string) => nodes.some((node) => !node.ignored && node.role?.value === role && node.name?.value === name);
  expect(has('heading', 'Bonjour')).toBe(true);
  await expect(first.getByRole('columnheader', { name: 'Fruit' })).toBeAttached();
  await expect(first.getByRole('cell', { name: 'Pomme' })).toBeAttached();
  expect(nodes.some((node) => /^(image|img)$/.test(node.role?.value ?? '') && node.name?.value === 'Un carré rouge')).toBe(true);
  expect(nodes.some((node) => node.role?.value === 'table')).toBe(true);
  expect(has('textbox', 'Votre nom')).toBe(true);
  expect(has('link', 'https://example.org/')).toBe(true);
  expect(nodes.some((node) => node.role?.value === 'main')).toBe(true);

  await page.keyboard.press('End');
  await expect(page.getByTestId('page-told')).toHaveText('Page 2 of 2');

  // The whole document, also what is not on the screen, as text.
  await page.keyboard.press('t');
  const article = page.getByTestId('reader').getByRole('article');
  await expect(article.getByRole('heading', { name: 'Bonjour' }).first()).toBeAttached();
  await expect(article.getByRole('cell', { name: 'Pomme' }).first()).toBeAttached();
  await expect(article.getByText('Une phrase')).toHaveCount(2);
  await expect(page.locator('.ode-reader-text')).toHaveAttribute('lang', 'fr');
  await page.keyboard.press('Escape');
  await expect(article).toBeHidden();
});

/** No finding of axe's in light colours; none about contrast in dark ones; and where `forced`, none in forced ones. */
async function expectClean(page: Page, screen: string, forced = false): Promise<void> {
  const expectNone = async (axe: AxeBuilder, colors: string) => {
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    // All screens are told of, not the first one alone.
    expect.soft(found, `${screen}, ${colors}`).toEqual([]);
  };
  await expectNone(new AxeBuilder({ page }), 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNone(new AxeBuilder({ page }).withRules(['color-contrast']), 'dark');
  if (forced) {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    // What the system draws has the system's contrast; axe reads the colours that would be there without.
    await expectNone(new AxeBuilder({ page }).disableRules(['color-contrast']), 'forced');
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
}

test('the toolbar is one stop of the Tab key; arrows lead through all of it, the app’s own buttons too', async ({ page }) => {
  await open(page);
  const toolbar = page.getByRole('toolbar');
  await expect(toolbar.getByRole('button', { name: 'More' })).toBeVisible();
  await toolbar.getByRole('button', { name: 'Side panel' }).focus();
  const before = ['Close the document', 'Open a file', 'Start page'];
  for (const name of before) {
    await page.keyboard.press('ArrowLeft');
    await expect(toolbar.getByRole('button', { name })).toBeFocused();
  }
  await page.keyboard.press('Home');
  await expect(toolbar.getByRole('button', { name: before.at(-1) })).toBeFocused();
  await page.keyboard.press('End');
  await expect(toolbar.getByRole('button', { name: 'More' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('convert-button')).toBeFocused();
  await expect(toolbar.locator('button[tabindex="0"]')).toHaveCount(1);
});

test('no screen has a finding of axe’s, in light, dark and forced colours', async ({ page }) => {
  test.setTimeout(360_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await expectClean(page, 'start', true);
  await page.getByTestId('file-input').setInputFiles({ name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no') });
  await expect(page.getByTestId('error-message')).toBeVisible();
  await expectClean(page, 'error');
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles('wasm/test/encrypted/aes-256.pdf');
  const password = page.getByTestId('password-input');
  await expect(password).toBeFocused();
  await password.fill('not this one');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(password).toBeFocused();
  await expectClean(page, 'password');
  await open(page);
  await expect(page.getByTestId('page-1').getByRole('heading')).toBeAttached();
  await expectClean(page, 'viewer', true);
  await page.getByTestId('page-1').getByRole('button', { name: 'Comment by Bo' }).hover();
  await expect(page.locator('.ode-comment-window')).toBeVisible();
  await expectClean(page, 'comment');
  await page.getByRole('button', { name: 'Side panel' }).click();
  for (const tab of ['Pages', 'Outline', 'Attachments', 'Layers', 'Comments', 'Properties']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel')).toBeVisible();
    if (tab === 'Outline') await expect(page.getByRole('treeitem')).toHaveCount(3);
    await expectClean(page, tab, tab === 'Properties');
  }
  await page.keyboard.press('F4');
  await page.keyboard.press('Control+f');
  await page.getByLabel('Find in document').fill('point');
  await expect(page.getByText('1 of 4')).toBeVisible();
  await page.getByRole('button', { name: 'List what is found' }).click();
  await expect(page.getByRole('list', { name: 'List what is found' }).getByRole('listitem')).toHaveCount(4);
  await expectClean(page, 'find', true);
  await page.getByRole('button', { name: 'Close the search' }).click();
  await page.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectClean(page, 'menu', true);
  await page.getByRole('menuitemcheckbox', { name: 'Own colours' }).click();
  await expectClean(page, 'colours');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+p');
  await expectClean(page, 'print', true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expectClean(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await expect(page.getByTestId('reader')).toHaveAttribute('aria-busy', 'false');
  await expectClean(page, 'reader view');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Alt+p');
  await expect(page.locator('.ode-toolbar')).toBeHidden();
  await expectClean(page, 'presentation');
  await page.keyboard.press('Escape');
  await page.getByTestId('convert-button').click();
  await expectClean(page, 'convert', true);
  await page.keyboard.press('Escape');
  await page.getByTestId('file-input').setInputFiles({ name: 'deux.pdf', mimeType: 'application/pdf', buffer: makeTagged() });
  await expect(page.getByRole('heading', { name: 'deux.pdf' })).toBeVisible();
  await expectClean(page, 'tabs');
});

test('pages are shown in dark, sepia and own colours, which are remembered; photographs keep theirs', async ({ page }) => {
  const photo = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => [200, (i * 7) % 256, 40][i % 3]!);
  const pdf = onePage('q 100 0 0 100 0 0 cm /P Do Q', {
    resources: '/XObject << /P 10 0 R >>',
    objects: {
      10: { dict: '/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceRGB /BitsPerComponent 8', stream: photo },
    },
  });
  const file = { name: 'photo.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf) };
  const pixel = (x: number) =>
    page
      .getByTestId('page-1')
      .getByTestId('page-canvas')
      .evaluate((canvas: HTMLCanvasElement, x) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d')!;
        context.drawImage(canvas, 0, 0);
        return [...context.getImageData((x * canvas.width) / 200, canvas.height / 2, 1, 1).data.slice(0, 3)];
      }, x);
  await page.goto('/');
  await page.getByTestId('file-input').setInputFiles(file);
  await expect.poll(() => pixel(150)).toEqual([255, 255, 255]);
  const before = await pixel(50);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark pages' }).click();
  await expect.poll(() => pixel(150)).toEqual([0x1c, 0x1b, 0x1a]);
  expect(await pixel(50)).toEqual(before);
  // What is around them is darker still, in a light system, too.
  await expect(page.getByRole('main', { name: 'Pages' })).toHaveCSS('background-color', 'rgb(20, 18, 16)');
  await page.reload();
  await page.getByTestId('file-input').setInputFiles(file);
  await expect.poll(() => pixel(150)).toEqual([0x1c, 0x1b, 0x1a]);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Own colours' }).click();
  await page.getByLabel('Paper').fill('#102030');
  await expect.poll(() => pixel(150)).toEqual([0x10, 0x20, 0x30]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Original colours' }).click();
  await expect.poll(() => pixel(150)).toEqual([255, 255, 255]);
});
