import type { DocumentCore } from '../core.js';
import { jointOf, joinLines, textOfLine } from '../structure/spans.js';
import { structured } from '../structure/structured.js';
import type { Block, Cell, FigureBlock, Line, ListBlock, Span, TableBlock } from '../structure/tree.js';
import type { ConvertOptions } from '../types.js';
import { dataUrl } from './markup.js';
import { escapeXml } from './markup.js';
import { encodePng } from './png.js';

/** No script, no request: all that a converted document may load lies in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export const REFLOW_STYLE = `
:root{color-scheme:light dark;--text:#1b1c1e;--paper:#fff;--line:#d5d8dc;--soft:#5d6470;--link:#0b57d0;--shade:#f4f5f7}
@media (prefers-color-scheme:dark){:root{--text:#e4e6ea;--paper:#16181b;--line:#3a3e45;--soft:#a3a9b3;--link:#8ab4f8;--shade:#202328}}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--text);font:1.0625rem/1.6 Georgia,"Times New Roman",serif;overflow-wrap:break-word}
main{max-width:42rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1,h2,h3,h4,h5,h6{font-family:system-ui,sans-serif;line-height:1.25;margin:1.8em 0 .6em;text-wrap:balance}
h1{font-size:1.75rem}h2{font-size:1.4rem}h3{font-size:1.2rem}h4,h5,h6{font-size:1.0625rem}
p,ul,ol,pre{margin:0 0 1em}
ul,ol{padding-inline-start:1.6em}
ul.marked{list-style:none}ul.marked>li>.mark{display:inline-block;min-width:1.2em;margin-inline-start:-1.6em;padding-inline-end:.4em;color:var(--soft)}
a{color:var(--link)}
figure{margin:1.5em 0;text-align:center}
figure img{max-width:100%;height:auto;background:#fff;border-radius:2px}
figcaption,.caption{color:var(--soft);font-size:.92em}
.table{overflow-x:auto;margin:1.5em 0}
table{border-collapse:collapse;font:.92em/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums}
th,td{border:1px solid var(--line);padding:.3em .6em;text-align:start;vertical-align:top}
th{background:var(--shade)}
pre{overflow-x:auto;background:var(--shade);padding:.8em 1em;font-size:.88em;line-height:1.45}
.footnote{color:var(--soft);font-size:.88em}
.running{color:var(--soft);font:.8rem/1.4 system-ui,sans-serif}
.contents{list-style:none;padding:0}
sup,sub{line-height:0}
`;

/** Pixels a point in pictures of figures: sharp on a screen with two pixels to one. */
const SCALE = 2;
/** A figure's picture has no more pixels than this. */
const MOST_PIXELS = 4_000_000;

/** One self-contained HTML file that reads as a web page does: in one column at any width, by its structure. */
export async function* reflowOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  const { title, language } = core.metadata();
  const name = options.title ?? title ?? 'Document';
  yield `<!doctype html>\n<html lang="${escapeXml(language ?? 'und')}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="generator" content="ODE">\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n<title>${escapeXml(name)}</title>\n<style>${REFLOW_STYLE}</style>\n</head>\n<body>\n<main>\n`;
  for await (const { page, blocks } of structured(core, options)) {
    yield `<section id="page-${page + 1}" aria-label="Page ${page + 1}">\n`;
    for (let i = 0; i < blocks.length; i++) {
      const block = blocks[i]!;
      // A caption belongs to the figure before or behind it.
      const next = blocks[i + 1];
      const lang = block.language ? ` lang="${escapeXml(block.language)}"` : '';
      if (block.kind === 'figure' && next?.kind === 'caption') {
        yield within(await figure(core, page, block, next.lines), lang);
        i++;
      } else if (block.kind === 'figure') yield within(await figure(core, page, block, []), lang);
      else yield within(blockOf(block, options.furniture ?? false), lang);
    }
    yield '</section>\n';
  }
  yield '</main>\n</body>\n</html>\n';
}

/** Adds an attribute to the first element. */
function within(html: string, attribute: string): string {
  return html.replace(/^<[a-z]\w*/, (tag) => tag + attribute);
}

function blockOf(block: Exclude<Block, { kind: 'figure' }>, furniture: boolean): string {
  switch (block.kind) {
    case 'heading': {
      const level = Math.min(6, Math.max(1, block.level ?? 1));
      return `<h${level}>${inline(block.lines)}</h${level}>\n`;
    }
    case 'list':
      return listOf(block);
    case 'table':
      return tableOf(block);
    case 'contents':
      return `<ul class="contents">${block.lines.map((line) => `<li>${inline([line])}</li>`).join('')}</ul>\n`;
    case 'code':
      return `<pre><code>${block.lines.map((line) => escapeXml(line.spans.map((s) => s.text).join(''))).join('\n')}</code></pre>\n`;
    case 'caption':
      return `<p class="caption">${inline(block.lines)}</p>\n`;
    case 'footnote':
      return `<p class="footnote">${inline(block.lines)}</p>\n`;
    case 'running-head':
    case 'page-number':
      return furniture ? `<p class="running">${inline(block.lines)}</p>\n` : '';
    default:
      return `<p>${inline(block.lines)}</p>\n`;
  }
}

/** Lines as one text: words that a hyphen divides are whole again. */
function inline(lines: readonly Line[]): string {
  let html = '';
  let text = '';
  for (const line of lines) {
    const next = textOfLine(line).trim();
    const joint = text && next ? jointOf(text, next) : '';
    if (joint === 'divided') html = html.replace(/[-\u2010\u00ad]((?:<\/[^>]+>)*)$/, '$1');
    else html += joint;
    html += line.spans.map(spanOf).join('').trim();
    text = next;
  }
  return html;
}

function spanOf({ text, bold, italic, fixedPitch, script, link }: Span): string {
  let html = escapeXml(text);
  if (!text.trim()) return html;
  if (fixedPitch) html = `<code>${html}</code>`;
  if (script) html = script === 'super' ? `<sup>${html}</sup>` : `<sub>${html}</sub>`;
  if (italic) html = `<em>${html}</em>`;
  if (bold) html = `<strong>${html}</strong>`;
  if (link) html = `<a href="${escapeXml(link)}"${link.startsWith('#') ? '' : ' rel="noopener noreferrer"'}>${html}</a>`;
  return html;
}

const OPEN = '<ul class="marked">';

/** Marks are written as they stand on the page: a browser would not count them the same way. */
function listOf({ items }: ListBlock): string {
  let html = '';
  let depth = -1;
  for (const item of items) {
    if (item.depth <= depth) {
      html += '</li>';
      for (; depth > item.depth; depth--) html += '</ul></li>';
    } else for (; depth < item.depth; depth++) html += html.endsWith(OPEN) ? `<li>${OPEN}` : OPEN;
    html += `<li><span class="mark">${escapeXml(item.mark)}</span> ${inline(item.lines)}`;
  }
  html += '</li>';
  for (; depth > 0; depth--) html += '</ul></li>';
  return `${html}</ul>\n`;
}

function tableOf(table: TableBlock): string {
  const row = (r: number) =>
    `<tr>${table.cells
      .filter((c) => c.row === r)
      .map(cellOf)
      .join('')}</tr>`;
  const rows = Array.from({ length: table.rows }, (_, r) => row(r));
  const headers = table.cells.filter((c) => c.header).reduce((most, c) => Math.max(most, c.row + 1), 0);
  const head = headers ? `<thead>${rows.slice(0, headers).join('')}</thead>` : '';
  return `<div class="table" role="region" aria-label="Table" tabindex="0"><table>${head}<tbody>${rows.slice(headers).join('')}</tbody></table></div>\n`;
}

function cellOf({ header, columnSpan, rowSpan, lines }: Cell): string {
  const spans = `${columnSpan > 1 ? ` colspan="${columnSpan}"` : ''}${rowSpan > 1 ? ` rowspan="${rowSpan}"` : ''}`;
  return header ? `<th scope="col"${spans}>${inline(lines)}</th>` : `<td${spans}>${inline(lines)}</td>`;
}

/** A picture of what is drawn there. Where its place is not known, what its author says that it shows stands for it. */
async function figure(core: DocumentCore, page: number, { box, alt, lines }: FigureBlock, caption: readonly Line[]): Promise<string> {
  const [x0, y0, x1, y1] = box;
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / Math.max((x1 - x0) * (y1 - y0), 1)));
  const tile = {
    x: Math.floor(x0 * scale),
    y: Math.floor(y0 * scale),
    width: Math.ceil((x1 - x0) * scale),
    height: Math.ceil((y1 - y0) * scale),
  };
  const captionHtml = caption.length ? `<figcaption>${inline(caption)}</figcaption>` : '';
  // What is written in a plot is what those who do not see it have of it.
  const label = escapeXml(alt ?? joinLines(lines.map(textOfLine)));
  if (tile.width < 1 || tile.height < 1) return label || captionHtml ? `<figure><p>${label}</p>${captionHtml}</figure>\n` : '';
  const { width, height, data } = await core.renderPage(page, { scale, tile });
  const url = dataUrl('image/png', await encodePng(width, height, new Uint8Array(data.buffer), 4));
  const image = `<img src="${url}" alt="${label || (captionHtml ? '' : 'Figure')}" width="${Math.round(x1 - x0)}" height="${Math.round(y1 - y0)}">`;
  return `<figure>${image}${captionHtml}</figure>\n`;
}
