// Reads, finds, selects, fills and moves in the built viewer in Firefox: `npm run check:firefox`, after `npm run build`. Firefox is the one of
// the system (Debian: firefox-esr), or the one that ODE_FIREFOX names. `--pictures FOLDER` keeps what it looks like.
import assert from 'node:assert/strict';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '../bench/web/server.mjs';
import { longDocument } from '../bench/web/long-document.mjs';
import { KEYS, startFirefox } from './firefox/bidi.mjs';
import { pdfOf } from './reach/documents.mjs';
import { root } from './run.mjs';

const { values: options } = parseArgs({ options: { pictures: { type: 'string' } } });
const dist = path.join(root, 'web/dist');
const files = { '/long.pdf': longDocument(300), '/form.pdf': form() };
const { origin, close } = await serve(
  (pathname) => files[pathname] ?? path.join(dist, pathname === '/' ? 'index.html' : path.normalize(pathname)),
  { mbit: 1000, rtt: 0 },
);
const page = await startFirefox(process.env.ODE_FIREFOX ?? 'firefox-esr');
console.log(`Firefox ${page.version}`);
const drawn = (number) => `!!document.querySelector('[data-testid=page-${number}] canvas.ode-drawn')`;
const picture = (name) => options.pictures && page.picture(path.join(options.pictures, `firefox-${name}.png`));
let failed = 0;
const check = async (what, work) => {
  try {
    await work();
    console.log(`✓ ${what}`);
  } catch (error) {
    failed++;
    console.log(`✗ ${what}: ${error.message}`);
    await picture(`failed-${failed}`);
  }
};

await page.goTo(`${origin}/?file=/long.pdf`);
await check('a document that the address names is drawn, with its text', async () => {
  await page.until(drawn(1));
  await page.until(`document.querySelector('[data-testid=page-1] .ode-text-layer')?.textContent.startsWith('Page 1')`);
  await picture('page');
});
await check('a word is found as it is typed, counted and marked', async () => {
  await page.press(KEYS.Control, 'f');
  await page.until(`!!document.activeElement?.closest('.ode-find')`);
  await page.type('zeugma');
  await page.until(`!!document.querySelector('[data-testid=page-250] .ode-find-current')`);
  await page.until(`document.querySelector('.ode-find').textContent.includes('1 of 1')`);
  await picture('find');
  await page.press(KEYS.Escape);
});
await check('keys turn pages, and a jump is returned from', async () => {
  await page.press(KEYS.End);
  await page.until(drawn(300));
  await page.until(`document.querySelector('.ode-page-input input').value`, '300');
  await page.until(`location.hash.startsWith('#page=300')`);
  await page.back();
  await page.until(`document.querySelector('.ode-page-input input').value`, '250');
});
await check('text is selected by the pointer', async () => {
  await page.goTo(`${origin}/?file=/long.pdf#page=3`);
  await page.until(`document.querySelectorAll('[data-testid=page-3] .ode-text-layer span').length > 20`);
  const at = await page.middleOf('[data-testid=page-3] .ode-text-layer span:nth-of-type(3)');
  await page.drag({ x: at.x - 60, y: at.y }, { x: at.x + 60, y: at.y });
  const selected = String(await page.value('getSelection().toString()'));
  assert.ok(selected.length > 5 && selected.length < 60, `selected: ${selected}`);
});
await check('pages are shown in dark, in two columns, and turned', async () => {
  const run = async (label) => {
    await page.click('.ode-more > .ode-button');
    await page.until(`[...document.querySelectorAll('.ode-menu-item')].some((item) => item.textContent.startsWith('${label}'))`);
    await page.value(`[...document.querySelectorAll('.ode-menu-item')].find((item) => item.textContent.startsWith('${label}')).focus()`);
    await page.press(KEYS.Enter);
  };
  await run('Dark pages');
  await page.until(`document.querySelector('.ode-pages').dataset.dark`, 'true');
  await run('Two pages');
  const top = (number) => `document.querySelector('[data-testid=page-${number}]')?.getBoundingClientRect().top`;
  await page.until(`${top(3)} === ${top(4)}`);
  await page.press('r');
  await page.until(`document.querySelector('[data-testid=page-3] .ode-sheet').style.transform.includes('90deg')`);
  await picture('dark');
});
await check('the outline leads to its page', async () => {
  await page.goTo(`${origin}/?file=/form.pdf#pagemode=bookmarks`);
  await page.click('[role=treeitem]');
  await page.until(`document.querySelector('.ode-page-input input').value`, '2');
});
await check('a field is filled in, and the engine draws it', async () => {
  await page.goTo('about:blank');
  await page.goTo(`${origin}/?file=/form.pdf#page=1`);
  await page.click('.ode-form-text');
  await page.type('Ada');
  await page.until(`document.querySelector('[data-testid=page-1] .ode-text-layer')?.textContent.includes('Ada')`);
  await picture('form');
});
await check('the page has complained of nothing', async () => assert.deepEqual(page.complaints, []));
await page.close();
close();
process.exitCode = failed ? 1 : 0;

/** Two pages, a field on the first, an outline that leads to the second. */
function form() {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /AcroForm << /Fields [5 0 R] /DA (/Helv 12 Tf 0 g) /DR << /Font << /Helv 8 0 R >> >> >> >>',
    '<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] /MediaBox [0 0 400 600] >>',
    '<< /Type /Page /Parent 2 0 R /Annots [5 0 R] >>',
    '<< /Type /Page /Parent 2 0 R >>',
    '<< /Type /Annot /Subtype /Widget /F 4 /FT /Tx /T (name) /Rect [40 500 240 524] /MK << /BC [0 0 0] >> >>',
    '<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>',
    '<< /Title (Second) /Parent 6 0 R /Dest [4 0 R /Fit] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]);
}
