import type { DocumentCore } from '../core.js';
import { throwIfAborted } from '../errors.js';
import { loadTesseract } from '../ocr/load-tesseract.js';
import type { ConvertOptions, Destination, Link, OutlineItem, PageSize } from '../types.js';
import { lacking } from '../warnings.js';
import { archiveOf, type ArchivedFile } from './archive.js';
import { AssetFiles, InlineAssets, type Assets } from './assets.js';
import type { Box } from './display-list.js';
import { figureAlts } from './figure-alts.js';
import { FontFaces } from './fonts/faces.js';
import { Images } from './images.js';
import { escapeXml, languageOf, safeUrl, short } from './markup.js';
import { PageLetters } from './page-text/letters.js';
import { scannedText } from './page-text/scanned-text.js';
import { TEXT_STYLE } from './page-text/markup.js';
import { wantedPages } from './pages.js';
import { svgOfPage } from './svg.js';
import { writtenFormulas } from './written-formulas.js';

type Size = Pick<PageSize, 'width' | 'height'>;

/** No script, no request: all that a converted page may load lies in it, or beside it. */
const policy = ({ sources }: Assets) => `default-src 'none'; style-src 'unsafe-inline'; img-src ${sources}; font-src ${sources}`;

/**
 * Pages are laid out when they are near, and are no wider than the window. Text can be selected through what lies over it:
 * the text of scans is under their pictures. What stands above a page is a multiple of 8 pixels high, so that its edges are at
 * whole pixels of the usual screens; a page that ends within a pixel shows all of it. The title is a heading to screen readers alone: the page has its own.
 */
const STYLE = `
:root{color-scheme:light dark;--back:#e7e8ea;--ink:#333}
@media (prefers-color-scheme:dark){:root{--back:#26282b;--ink:#ccc}}
body{margin:0;background:var(--back)}
main{display:flex;flex-direction:column;align-items:center;align-items:safe center;gap:16px;padding:16px 0}
header,.formulas{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);user-select:none}
nav{padding:8px;color:var(--ink);background:var(--back);font:14px/24px system-ui,sans-serif}
nav ol{list-style:none;margin:0;padding-left:1.2em}
nav a{color:inherit}
.page{position:relative;isolation:isolate;color:#000;background:#fff;box-shadow:0 1px 4px #0005;overflow:clip;overflow-clip-margin:.5px;content-visibility:auto}
@media screen and (max-width:60em){.page{max-width:100%}}
.page>svg{display:block;width:100%;height:100%;overflow:visible}
.page svg *{pointer-events:none}
.page p,.page p *,.page a *{pointer-events:auto}
.page a rect{fill:transparent;cursor:pointer}
.place{position:absolute;left:0}
.lacking{user-select:none;margin:-8px 8px 0;padding:0 8px;background:#fff8e1;color:#5d4200;font:13px/24px system-ui,sans-serif}
@media screen{.thin{vector-effect:non-scaling-stroke;stroke-width:1px}.fine{stroke-width:.75}}
@media screen and (min-resolution:1.05dppx){.thin{stroke-width:.889px}.fine{stroke-width:.667}}
@media screen and (min-resolution:1.5dppx){.thin{stroke-width:.667px}.fine{stroke-width:.5}}
@media screen and (min-resolution:2dppx){.thin{stroke-width:.5px}.fine{stroke-width:.375}}
@page{margin:0}
@media print{body{background:none}header,.formulas,nav,.lacking{display:none}main{display:block;padding:0}.page{box-shadow:none;break-inside:avoid;max-width:none;content-visibility:visible}.page~.page{break-before:page}}
`;

/** The whole tree is gone through for each page: of documents with more pages nobody is told what figures and formulas are. */
const MOST_TAGGED = 200;

/** After so many pages, and then again after eight times as many, the fonts so far are written, so that those pages can be read while the rest is still to come. */
const FIRST_PAGES = 48;
const GROWTH = 8;
/** Fonts of so many bytes are written at once, for they are held until then. */
const MOST_FONT_BYTES = 2 << 20;
/** In documents of more pages than these the first pages are there while most is still to be read: after so many. */
const LONG = 240;
const FIRST_OF_LONG = 6;

/**
 * One self-contained HTML file, in parts: every page as SVG, its text as paragraphs in the PDF's own fonts. Fonts come
 * behind the pages that use them, because only then it is known which glyphs they need.
 */
export function htmlOf(core: DocumentCore, options?: ConvertOptions): AsyncGenerator<string, void> {
  return documentOf(core, new InlineAssets(), options);
}

/** The same with its fonts and pictures as files beside it: a ZIP of `index.html`, `fonts/` and `images/`. */
export function htmlFolderOf(core: DocumentCore, options?: ConvertOptions): AsyncGenerator<Uint8Array, void> {
  async function* files(): AsyncGenerator<ArchivedFile> {
    const assets = new AssetFiles();
    const parts: Uint8Array[] = [];
    const encoder = new TextEncoder();
    for await (const part of documentOf(core, assets, options)) {
      parts.push(encoder.encode(part));
      yield* await assets.take();
    }
    yield { name: 'index.html', bytes: parts };
  }
  return archiveOf(files());
}

async function* documentOf(
  core: DocumentCore,
  assets: Assets,
  { title, pages, ocr, onProgress, signal }: ConvertOptions = {},
): AsyncGenerator<string, void> {
  const wanted = wantedPages(core, pages);
  const reader = ocr && (await loadTesseract()).readerOf(core, ocr);
  const places = new Places(wanted);
  let faces = new FontFaces(core);
  let written = 0;
  let fontsAt = wanted.length > LONG ? FIRST_OF_LONG : FIRST_PAGES;
  let ids = 0;
  const nextId = () => `i${ids++}`;
  const images = new Images(core, nextId, assets);
  const { title: own, language } = core.metadata();
  const name = escapeXml((title ?? own)?.trim() || 'Document');
  const sizes = wanted.map((page) => core.pageSize(page));
  yield `<!DOCTYPE html>\n<html lang="${languageOf(language)}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="generator" content="ODE">\n<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">\n<title>${name}</title>\n<style>${STYLE}${TEXT_STYLE}${paperSizes(sizes)}</style>\n</head>\n<body>\n<header><h1>${name}</h1></header>\n${outlineElement(core.outline(), places)}<main>\n`;
  for (const [done, page] of wanted.entries()) {
    throwIfAborted(signal);
    const { width, height } = core.pageSize(page);
    images.page = page;
    const tags = core.isTagged && core.pageCount <= MOST_TAGGED ? core.structure(page) : [];
    const sheet = { core, faces, images, assets, nextId, area: [0, 0, width, height] as Box, alts: figureAlts(tags) };
    const art = await core.withList(page, (list) => (list ? svgOfPage(sheet, list, new PageLetters(core, page, list)) : ''));
    const scanned = reader ? scannedText(faces, await reader.words(page, signal)) : '';
    const links = core
      .links(page)
      .map((link) => linkElement(link, places))
      .join('');
    const shape = `width:${short(width)}pt;aspect-ratio:${short(width)}/${short(height)};page:${paperName({ width, height })}`;
    yield `<section class="page" id="page-${page + 1}" aria-label="Page ${page + 1}" style="${shape}">${places.elements(page, height)}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}">${art}${scanned}${links}</svg></section>\n${writtenFormulas(tags, page)}${lackingElement(core, page)}`;
    if ((done + 1 >= fontsAt || faces.bytes > MOST_FONT_BYTES) && done + 1 < wanted.length) {
      yield* fontsOf(faces, assets, signal);
      faces = new FontFaces(core, `f${++written}g`);
      if (done + 1 >= fontsAt) fontsAt *= GROWTH;
    }
    onProgress?.(done + 1, wanted.length);
  }
  yield `${lackingElement(core, -1)}</main>\n`;
  yield* fontsOf(faces, assets, signal);
  yield '</body>\n</html>\n';
}

/** In SVG, where HTML allows a style sheet in the body. */
async function* fontsOf(faces: FontFaces, assets: Assets, signal: AbortSignal | undefined): AsyncGenerator<string> {
  yield '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><style>\n';
  for await (const rule of faces.rules(assets)) {
    throwIfAborted(signal);
    yield rule;
  }
  yield '</style></svg>\n';
}

/** Printed, each page is a sheet of its own size (CSS Paged Media 3, 8.1). */
function paperSizes(pages: readonly Size[]): string {
  const rules = pages.map((size) => `@page ${paperName(size)}{size:${short(size.width)}pt ${short(size.height)}pt}\n`);
  return [...new Set(rules)].join('');
}

function paperName({ width, height }: Size): string {
  return `p${short(width)}x${short(height)}`.replaceAll('.', '_');
}

/** The places in pages that links lead to. A page that is written has those that were asked for before: the others are its top. */
class Places {
  private readonly wanted: Set<number>;
  private readonly written = new Set<number>();
  private readonly asked = new Map<number, Set<number>>();

  constructor(pages: readonly number[]) {
    this.wanted = new Set(pages);
  }

  /** `#…` of a destination; null when its page is not among those that are written. */
  href({ page, y }: Destination): string | null {
    if (!this.wanted.has(page)) return null;
    const at = Math.round(y ?? 0);
    const places = this.asked.get(page) ?? new Set();
    if (at > 0 && !this.written.has(page)) this.asked.set(page, places.add(at));
    return places.has(at) ? `#page-${page + 1}-${at}` : `#page-${page + 1}`;
  }

  elements(page: number, height: number): string {
    this.written.add(page);
    const places = [...(this.asked.get(page) ?? [])];
    return places
      .map((y) => `<span class="place" id="page-${page + 1}-${y}" style="top:${short(Math.min(100, (100 * y) / height))}%"></span>`)
      .join('');
  }
}

function outlineElement(items: readonly OutlineItem[], places: Places): string {
  const list = outlineList(items, places);
  return list && `<nav aria-label="Contents"><details><summary>Contents</summary>${list}</details></nav>\n`;
}

function outlineList(items: readonly OutlineItem[], places: Places): string {
  const entries = items.flatMap(({ title, destination, url, children }) => {
    const href = (destination && places.href(destination)) ?? (url && safeUrl(url));
    const inside = outlineList(children, places);
    const name = escapeXml(title.trim() || '–');
    return href || inside ? [`<li>${href ? `<a href="${escapeXml(href)}">${name}</a>` : name}${inside}</li>`] : [];
  });
  return entries.length ? `<ol>${entries.join('')}</ol>` : '';
}

/** A link over its place; only those to the web, to mail, and into the document. */
function linkElement({ rect: [x0, y0, x1, y1], url, destination }: Link, places: Places): string {
  const web = url && safeUrl(url);
  const href = web || (destination && places.href(destination));
  if (!href) return '';
  const label = web || `Page ${destination!.page + 1}`;
  return `<a href="${escapeXml(href)}" aria-label="${escapeXml(label)}"${web ? ' rel="noopener noreferrer" target="_blank"' : ''}><rect x="${short(x0)}" y="${short(y0)}" width="${short(x1 - x0)}" height="${short(y1 - y0)}"/></a>`;
}

/** What of a page is not there, said below it; of the document as a whole (-1), behind the pages. */
function lackingElement({ warnings }: DocumentCore, page: number): string {
  const features = lacking(warnings, page);
  if (!features.length) return '';
  return `<p class="lacking" role="note">Not all of ${page < 0 ? 'this document' : `page ${page + 1}`} could be drawn: ${features.join(', ')}</p>\n`;
}
