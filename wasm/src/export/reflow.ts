import type { DocumentCore } from '../core.js';
import { Compounds } from '../structure/compounds.js';
import { flow } from '../structure/flow.js';
import { jointOf, joinLines, linesOfBlock, rowsOfCells, textOfLine } from '../structure/spans.js';
import { structured } from '../structure/structured.js';
import type { Block, Cell, FigureBlock, Line, ListBlock, Span, StructuredPage, TableBlock, TextBlock } from '../structure/tree.js';
import type { ConvertOptions } from '../types.js';
import { pictureOf } from './figure-picture.js';
import { formulaPicture } from './formula-picture.js';
import { HeadingLevels } from './heading-levels.js';
import { escapeXml, languageOf } from './markup.js';

/** CSS pixels that letters are high. */
const LETTERS = 17;
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
.footnote{color:var(--soft);font-size:.88em}.footnote p{margin:0}
hr.notes{border:0;border-top:1px solid var(--line);width:30%;margin:2em auto 1em 0}
.title{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
table caption{color:var(--soft);font-size:1em;text-align:start;padding-bottom:.5em}
.running{color:var(--soft);font:.8rem/1.4 system-ui,sans-serif}
.contents{list-style:none;padding:0}
sup,sub{line-height:0}
.formula{text-align:center;overflow:auto hidden;padding:.2em 0}
.formula img{max-width:100%;height:auto;background:#fff;border-radius:2px}
section.vertical{writing-mode:vertical-rl;height:min(36rem,85vh);max-width:100%;overflow-x:auto;margin:0 0 2rem auto}
`;

/** One self-contained HTML file that reads as a web page does: in one column at any width, by its structure. */
export async function* reflowOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  const { title, language } = core.metadata();
  const name = options.title ?? (title || 'Document');
  yield `<!DOCTYPE html>\n<html lang="${languageOf(language)}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="generator" content="ODE">\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n<title>${escapeXml(name)}</title>\n<style>${REFLOW_STYLE}</style>\n</head>\n<body>\n<main>\n`;
  const writer = new ReflowWriter(core, options.furniture ?? false);
  for await (const page of flow(structured(core, { hidden: false, ...options }, { words: false, links: true }))) {
    // A page has a heading for those who find their way by headings.
    if (!writer.levels.hasBegun && !page.blocks.some((block) => block.kind === 'heading'))
      yield `<h1 class="title">${escapeXml(name)}</h1>\n${writer.begin()}`;
    yield* writer.page(page);
  }
  yield '</main>\n</body>\n</html>\n';
}

class ReflowWriter {
  readonly levels = new HeadingLevels();
  /** Footnotes that a mark has led to: the first mark is where the note leads back to. */
  private readonly marked = new Set<string>();
  private readonly compounds = new Compounds();

  constructor(
    private readonly core: DocumentCore,
    private readonly furniture: boolean,
  ) {}

  /** A heading was written by somebody else. */
  begin(): '' {
    this.levels.next(1);
    return '';
  }

  async *page({ page, vertical, blocks }: StructuredPage): AsyncGenerator<string, void> {
    // What is written from the top down goes on to the left, and is moved across.
    const look = vertical ? ' class="vertical" tabindex="0"' : '';
    yield `<section id="page-${page + 1}"${look} aria-label="Page ${page + 1}">\n`;
    let inNotes = false;
    this.compounds.learn(blocks);
    for (let i = 0; i < blocks.length; i++) {
      const block = blocks[i]!;
      const next = blocks[i + 1];
      if (block.kind === 'footnote' && !inNotes) yield '<hr class="notes">\n';
      inNotes = block.kind === 'footnote';
      // A caption belongs to the figure before it, or to the table behind it.
      const caption = next?.kind === 'caption' && block.kind === 'figure' ? next : undefined;
      const title = block.kind === 'caption' && next?.kind === 'table' ? block : undefined;
      const html = caption
        ? await this.figure(page, block as FigureBlock, caption.lines)
        : title
          ? this.table(next as TableBlock, title.lines)
          : block.kind === 'figure'
            ? await this.figure(page, block, [])
            : block.kind === 'formula'
              ? await this.formula(page, block)
              : this.block(block);
      if (caption || title) i++;
      yield within(html, attributesOf(title ? next! : block));
    }
    yield '</section>\n';
  }

  private block(block: Exclude<Block, FigureBlock>): string {
    switch (block.kind) {
      case 'heading': {
        const level = this.levels.next(block.level ?? 1);
        return `<h${level}>${this.inline(block.lines)}</h${level}>\n`;
      }
      case 'list':
        return this.list(block);
      case 'table':
        return this.table(block, []);
      case 'contents':
        return `<ul class="contents">${block.lines.map((line) => `<li>${this.inline([line])}</li>`).join('')}</ul>\n`;
      case 'code':
        return `<pre><code>${block.lines.map((line) => escapeXml(line.spans.map((s) => s.text).join(''))).join('\n')}</code></pre>\n`;
      case 'caption':
        return `<p class="caption">${this.inline(block.lines)}</p>\n`;
      case 'footnote':
        return this.footnote(block);
      case 'running-head':
      case 'page-number':
        return this.furniture ? `<p class="running">${this.inline(block.lines)}</p>\n` : '';
      default:
        return `<p>${this.inline(block.lines)}</p>\n`;
    }
  }

  private footnote({ id, lines }: TextBlock): string {
    const back = this.marked.has(id) ? ` <a href="#ref-${anchorOf(id)}" role="doc-backlink" aria-label="Back to the text">\u21a9</a>` : '';
    return `<aside class="footnote" id="note-${anchorOf(id)}" role="doc-footnote"><p>${this.inline(lines)}${back}</p></aside>\n`;
  }

  /** Marks are written as they stand on the page: a browser would not count them the same way. */
  private list({ items }: ListBlock): string {
    let html = '';
    let depth = -1;
    for (const item of items) {
      if (item.depth <= depth) {
        html += '</li>';
        for (; depth > item.depth; depth--) html += '</ul></li>';
      } else for (; depth < item.depth; depth++) html += html.endsWith(OPEN) ? `<li>${OPEN}` : OPEN;
      html += `<li><span class="mark">${escapeXml(item.mark)}</span> ${this.inline(item.lines)}`;
    }
    html += '</li>';
    for (; depth > 0; depth--) html += '</ul></li>';
    return `${html}</ul>\n`;
  }

  private table(table: TableBlock, caption: readonly Line[]): string {
    const headers = table.cells.reduce((most, c) => (c.header && c.row === 0 ? Math.max(most, c.rowSpan) : most), 0);
    const headerRows = Math.max(headers, headerRowsOf(table));
    const rows = rowsOfCells(table).map((cells, r) => `<tr>${cells.map((cell) => this.cell(cell, r < headerRows)).join('')}</tr>`);
    const head = headerRows && headerRows < table.rows ? `<thead>${rows.slice(0, headerRows).join('')}</thead>` : '';
    const body = `<tbody>${rows.slice(head ? headerRows : 0).join('')}</tbody>`;
    const name = caption.length ? `<caption>${this.inline(caption)}</caption>` : '';
    return `<section class="table" aria-label="Table ${table.id}" tabindex="0"><table>${name}${head}${body}</table></section>\n`;
  }

  private cell({ header, columnSpan, rowSpan, lines }: Cell, inHead: boolean): string {
    const spans = `${columnSpan > 1 ? ` colspan="${columnSpan}"` : ''}${rowSpan > 1 ? ` rowspan="${rowSpan}"` : ''}`;
    if (!header) return `<td${spans}>${this.inline(lines)}</td>`;
    const scope = inHead ? (columnSpan > 1 ? 'colgroup' : 'col') : rowSpan > 1 ? 'rowgroup' : 'row';
    return lines.length ? `<th scope="${scope}"${spans}>${this.inline(lines)}</th>` : `<td${spans}></td>`;
  }

  /** A picture of what is drawn there. Where its place is not known, what its author says that it shows stands for it. */
  private async figure(page: number, { box, alt, lines }: FigureBlock, caption: readonly Line[]): Promise<string> {
    const captionHtml = caption.length ? `<figcaption>${this.inline(caption)}</figcaption>` : '';
    // What is written in a plot is what those who do not see it have of it.
    const label = escapeXml(alt ?? joinLines(lines.map(textOfLine)));
    const picture = await pictureOf(this.core, page, box);
    if (!picture) return label || captionHtml ? `<figure><p>${label}</p>${captionHtml}</figure>\n` : '';
    const { url, width, height } = picture;
    const image = `<img src="${url}" alt="${label || (captionHtml ? '' : 'Figure')}" width="${width}" height="${height}">`;
    return `<figure>${image}${captionHtml}</figure>\n`;
  }

  /** MathML where the author has it, else a drawing of what stands there. */
  private async formula(page: number, { box, mathml, alt, lines }: TextBlock): Promise<string> {
    // It may be wider than the page, and is moved across.
    if (mathml !== undefined) return `<p class="formula" tabindex="0">${mathml}</p>\n`;
    const picture = await formulaPicture(this.core, page, box);
    if (!picture) return `<p class="formula">${this.inline(lines)}</p>\n`;
    const label = escapeXml(alt ?? joinLines(lines.map(textOfLine)));
    const size = Math.max(...lines.flatMap((line) => line.spans.map((span) => span.size)));
    const scale = Math.max(1, Math.min(2, LETTERS / size));
    const [width, height] = [picture.width, picture.height].map((points) => Math.ceil(scale * points));
    return `<p class="formula"><img src="${picture.url}" alt="${label}" width="${width}" height="${height}"></p>\n`;
  }

  /** Lines as one text: words that a hyphen divides are whole again. */
  private inline(lines: readonly Line[]): string {
    let html = '';
    let text = '';
    for (const line of lines) {
      const next = textOfLine(line).trim();
      const joint = text && next ? jointOf(text, next, this.compounds) : '';
      if (joint === 'divided') html = html.replace(/[-\u2010\u00ad]((?:<\/[^>]+>)*)$/, '$1');
      else html += joint;
      html += line.spans
        .map((s) => this.span(s))
        .join('')
        .trim();
      text = next;
    }
    return html;
  }

  private span({ text, bold, italic, fixedPitch, script, link, language, note, mathml }: Span): string {
    if (!text.trim()) return escapeXml(text);
    const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(text)!;
    if (mathml !== undefined) return before + mathml + after;
    let html = escapeXml(inner!);
    if (fixedPitch) html = `<code>${html}</code>`;
    if (italic) html = `<em>${html}</em>`;
    if (bold) html = `<strong>${html}</strong>`;
    const lang = langOf(language);
    if (lang) html = `<span${lang}>${html}</span>`;
    if (note !== undefined) {
      const id = this.marked.has(note) ? '' : ` id="ref-${anchorOf(note)}"`;
      this.marked.add(note);
      html = `<a href="#note-${anchorOf(note)}"${id} role="doc-noteref">${html}</a>`;
    } else if (link) html = `<a href="${escapeXml(link)}"${link.startsWith('#') ? '' : ' rel="noopener noreferrer"'}>${html}</a>`;
    if (script) html = script === 'super' ? `<sup>${html}</sup>` : `<sub>${html}</sub>`;
    return before + html + after;
  }
}

/** The `id` of a block as that of an element: letters, digits and dashes. */
const anchorOf = (id: string) => id.replace('.', '-');

const OPEN = '<ul class="marked">';

/** The rows at the top of a table of which each cell is a header. */
function headerRowsOf({ rows, cells }: TableBlock): number {
  for (let r = 0; r < rows; r++) if (cells.some((c) => c.row === r && !c.header && c.lines.length)) return r;
  return 0;
}

function attributesOf({ language, ...block }: Block): string {
  return langOf(language) + (isRightToLeft(block as Block) ? ' dir="rtl"' : '');
}

function langOf(language: string | undefined): string {
  const known = languageOf(language);
  return known === 'und' ? '' : ` lang="${known}"`;
}

/** Hebrew, Arabic and their neighbours (Unicode's blocks of bidi class R and AL). */
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/g;

/** Whether most of its letters are written from the right. */
function isRightToLeft(block: Block): boolean {
  const text = linesOfBlock(block).map(textOfLine).join('');
  const count = text.match(RTL)?.length ?? 0;
  return count > 0 && count * 2 > (text.match(/\p{L}/gu)?.length ?? 0);
}

/** Adds attributes to the first element. */
function within(html: string, attributes: string): string {
  return attributes ? html.replace(/^<[a-z]\w*/, (tag) => tag + attributes) : html;
}
