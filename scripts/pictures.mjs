// Takes the README's pictures of the viewer, after `npm run build`: `npm run pictures`. ODE_CHROMIUM names the browser where Playwright's
// own is not installed. The paper that is shown is ARCHITECTURE.md, set in columns and printed by the browser.
/* global document -- of the page, where a part of this runs */
import { chromium } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { BROWSER } from '../bench/web/browser.mjs';
import { serve } from '../bench/web/server.mjs';
import { root } from './run.mjs';

const images = path.join(root, 'docs/images');
const dist = path.join(root, 'web/dist');
const LANDSCAPE = { width: 1100, height: 720 };
const browser = await chromium.launch(BROWSER);
const paper = await printed();
const { origin, close } = await serve(
  (pathname) => (pathname === '/architecture.pdf' ? paper : path.join(dist, pathname === '/' ? 'index.html' : path.normalize(pathname))),
  { mbit: 1000, rtt: 0 },
);

await picture('viewer', { viewport: LANDSCAPE });
await picture('viewer-dark', { viewport: { width: 800, height: 500 }, colorScheme: 'dark' }, async (page) => {
  await page.getByRole('button', { name: 'More' }).click();
  await page
    .getByRole('menuitemcheckbox', { name: 'Dark pages' })
    .or(page.getByRole('menuitem', { name: 'Dark pages' }))
    .click();
  await page.getByRole('tab', { name: 'Pages' }).click();
});
await picture(
  'viewer-phone',
  { viewport: { width: 390, height: 812 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1.5 },
  async (page) => {
    await page.getByRole('button', { name: 'Find' }).tap();
    await page.getByLabel('Find in document').fill('memory');
    await page.getByText(/^1 of \d/).waitFor();
  },
);
await picture('viewer-arabic', { viewport: { width: 800, height: 500 }, locale: 'ar' });
await browser.close();
close();

/**
 * Opens the paper in a window of its own, does what is to be seen, and keeps what the window looks like when it stands still.
 *
 * @param {string} name
 * @param {import('@playwright/test').BrowserContextOptions} look
 * @param {(page: import('@playwright/test').Page) => Promise<void>} [act]
 */
async function picture(name, look, act) {
  const context = await browser.newContext({ serviceWorkers: 'block', ...look });
  const page = await context.newPage();
  await page.goto(`${origin}/?file=/architecture.pdf${look.isMobile ? '' : '#pagemode=bookmarks'}`);
  await page.locator('.ode-page canvas.ode-drawn').first().waitFor();
  await page.getByRole('toolbar').waitFor();
  await act?.(page);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1500); // thumbnails come one after the other
  await page.screenshot({ path: path.join(images, `${name}.png`) });
  await context.close();
}

/** @returns {Promise<Buffer>} the paper, as a PDF with an outline */
async function printed() {
  const markdown = fs.readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
  const decisions = markdown.slice(markdown.indexOf('## Decisions')).split('\n\n').slice(1);
  const words = (/** @type {string} */ text) =>
    text
      .replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'))
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/`([^`]*)`/g, '<code>$1</code>')
      .replace(/\*\*([^*]*)\*\*/g, '<b>$1</b>');
  const sections = decisions.map((text) => {
    const [, title, rest] = /^\*\*([^*]+?)\.\*\*([\s\S]*)$/.exec(text) ?? [];
    return title ? `<h2>${words(title)}</h2><p>${words(rest ?? '')}</p>` : /^[A-Z]/.test(text) ? `<p>${words(text)}</p>` : '';
  });
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><html lang="en"><title>The Oxidized Document Engine</title><style>
    @page { size: A4; margin: 24mm 20mm }
    body { font: 10.5pt/1.42 'Liberation Serif', 'Times New Roman', serif; text-align: justify; hyphens: auto; margin: 0 }
    h1 { font-size: 23pt; text-align: center; margin: 8mm 0 3mm; line-height: 1.15 }
    .by { text-align: center; font-size: 12pt; color: #555; margin: 0 0 8mm }
    main { columns: 2; column-gap: 8mm }
    h2 { font-size: 12pt; text-align: left; margin: 4mm 0 1.5mm; break-after: avoid }
    p { margin: 0 } code { font: 9pt 'Liberation Mono', monospace }
    </style><h1>The Oxidized Document Engine</h1><p class="by">One engine, from the first byte to the last pixel</p>
    <main>${sections.join('\n')}</main>`);
  await page.evaluate(() => document.fonts.ready);
  const pdf = await page.pdf({ preferCSSPageSize: true, outline: true, tagged: true });
  await page.close();
  return pdf;
}
