import type { DocumentCore } from '../core.js';
import { throwIfAborted } from '../errors.js';
import type { ConvertOptions, Link, PageSize } from '../types.js';
import { FontFaces } from './font-faces.js';
import { Images } from './images.js';
import { escapeXml, short } from './markup.js';
import { wantedPages } from './pages.js';
import { svgOfList } from './svg.js';

type Size = Pick<PageSize, 'width' | 'height'>;

/** No script, no request: all that a converted page may load lies in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

const STYLE = `
:root{color-scheme:light dark;--back:#e7e8ea}
@media (prefers-color-scheme:dark){:root{--back:#26282b}}
body{margin:0;background:var(--back)}
main{display:flex;flex-direction:column;align-items:center;gap:16px;padding:16px;min-width:min-content}
.page{position:relative;isolation:isolate;background:#fff;box-shadow:0 1px 4px #0005;overflow:hidden;max-width:none}
.page svg{display:block;width:100%;height:100%}
.page text{white-space:pre;font-kerning:none;font-variant-ligatures:none;text-rendering:geometricPrecision;unicode-bidi:bidi-override;direction:ltr}
.page text.rtl{direction:rtl}
.page a rect{fill:transparent;cursor:pointer}
@media screen{.thin{vector-effect:non-scaling-stroke;stroke-width:1px}}
@page{margin:0}
@media print{body{background:none}main{display:block;padding:0}.page{box-shadow:none;break-inside:avoid}.page+.page{break-before:page}}
`;

/**
 * One self-contained HTML file, in parts: every page as SVG, its text as selectable characters in the PDF's own fonts.
 * The fonts come last, because only then it is known which glyphs they need.
 */
export async function* htmlOf(core: DocumentCore, { title, pages, onProgress, signal }: ConvertOptions = {}): AsyncGenerator<string, void> {
  const wanted = wantedPages(core, pages);
  const faces = new FontFaces(core);
  let ids = 0;
  const nextId = () => `i${ids++}`;
  const images = new Images(core, nextId);
  const name = title ?? core.metadata().title ?? 'Document';
  yield `<!doctype html>\n<html lang="${escapeXml(core.metadata().language ?? 'und')}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="generator" content="ODE">\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n<title>${escapeXml(name)}</title>\n<style>${STYLE}${paperSizes(wanted.map((page) => core.pageSize(page)))}</style>\n</head>\n<body>\n<main>\n`;
  for (const [done, page] of wanted.entries()) {
    throwIfAborted(signal);
    const { width, height } = core.pageSize(page);
    const art = await core.withList(page, (list) =>
      list ? svgOfList({ core, faces, images, nextId, area: [0, 0, width, height] }, list) : '',
    );
    const links = core.links(page).map(linkElement).join('');
    yield `<section class="page" id="page-${page + 1}" aria-label="Page ${page + 1}" style="width:${short(width)}pt;height:${short(height)}pt;page:${paperName({ width, height })}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}">${art}${links}</svg></section>\n`;
    onProgress?.(done + 1, wanted.length);
  }
  yield '</main>\n<style>\n';
  for await (const rule of faces.rules()) {
    throwIfAborted(signal);
    yield rule;
  }
  yield '</style>\n</body>\n</html>\n';
}

/** Printed, each page is a sheet of its own size (CSS Paged Media 3, 8.1). */
function paperSizes(pages: readonly Size[]): string {
  const rules = pages.map((size) => `@page ${paperName(size)}{size:${short(size.width)}pt ${short(size.height)}pt}\n`);
  return [...new Set(rules)].join('');
}

function paperName({ width, height }: Size): string {
  return `p${short(width)}x${short(height)}`.replaceAll('.', '_');
}

/** A link over its place; only those to the web, to mail, and into the document. */
function linkElement({ rect: [x0, y0, x1, y1], url, destination }: Link): string {
  const href = url && /^(https?|mailto):/i.test(url) ? url : destination ? `#page-${destination.page + 1}` : null;
  if (!href) return '';
  return `<a href="${escapeXml(href)}" aria-label="${escapeXml(url ?? `Page ${href.slice(6)}`)}"${url ? ' rel="noopener noreferrer" target="_blank"' : ''}><rect x="${short(x0)}" y="${short(y0)}" width="${short(x1 - x0)}" height="${short(y1 - y0)}"/></a>`;
}
