import type { DocumentCore } from '../core.js';
import { Compounds } from '../structure/compounds.js';
import { flow } from '../structure/flow.js';
import { jointOf, joinLines, rowsOfCells, textOfLine } from '../structure/spans.js';
import { structured } from '../structure/structured.js';
import type { Block, Cell, FigureBlock, Line, ListBlock, Span, TableBlock, TextBlock } from '../structure/tree.js';
import type { ConvertOptions } from '../types.js';
import { escaped, escapedStart } from './markdown-text.js';

/**
 * Markdown (CommonMark 0.31 with GitHub's tables and footnotes), page by page; tables with cells over several places as
 * HTML. Paragraphs and tables that go on over pages are whole, unless it has to be faithful to the pages.
 */
export async function* markdownOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  const { faithful = false } = options;
  const writer = new MarkdownWriter({
    hyphens: faithful,
    furniture: options.furniture ?? faithful,
    links: options.links ?? !faithful,
    notes: !faithful,
  });
  const pages = structured(core, { hidden: false, ...options }, { words: false, links: writer.hasLinks });
  let first = true;
  for await (const { page, blocks } of faithful ? pages : flow(pages)) {
    let written = '';
    if (!faithful) writer.compounds.learn(blocks);
    for (const block of blocks) {
      const text = block.kind === 'figure' && options.images ? await pictured(core, page, block) : writer.block(block);
      if (!text) continue;
      written += first ? `${text}\n` : `\n${text}\n`;
      first = false;
    }
    if (written) yield written;
  }
}

/** What is written, beside the text. `notes`: also what is raised and lowered. */
interface Look {
  /** Of words that are divided at the end of a line. */
  hyphens: boolean;
  furniture: boolean;
  links: boolean;
  notes: boolean;
}

class MarkdownWriter {
  readonly compounds = new Compounds();

  constructor(private readonly look: Look) {}

  /** Whether links are written, or notes, whose marks may be links. */
  get hasLinks(): boolean {
    return this.look.links || this.look.notes;
  }

  block(block: Block): string {
    switch (block.kind) {
      case 'heading':
        // Signs at its end would be taken for the heading's own.
        return `${'#'.repeat(block.level ?? 1)} ${this.inline(block.lines).replace(/(^|\s)(#+)$/, '$1\\$2')}`;
      case 'list':
        return this.list(block);
      case 'table':
        return this.table(block);
      case 'contents':
        return block.lines.map((line) => escapedStart(escaped(withoutSpaces(textOfLine(line).trim())))).join('  \n');
      case 'figure':
        return lettering(block)
          .map((line) => escapedStart(escaped(line)))
          .join('\n');
      case 'code':
        return fenced(block.lines);
      case 'footnote':
        return this.footnote(block);
      case 'running-head':
      case 'page-number':
        return this.look.furniture ? escapedStart(this.inline(block.lines)) : '';
      default:
        return escapedStart(this.inline(block.lines));
    }
  }

  private list({ items }: ListBlock): string {
    return items
      .map((item) => `${'  '.repeat(item.depth)}${item.ordered ? escaped(item.mark) : '-'} ${escapedStart(this.inline(item.lines))}`)
      .join('\n');
  }

  private footnote({ id, mark, lines }: TextBlock): string {
    if (!this.look.notes || mark === undefined) return escapedStart(this.inline(lines));
    const text = this.inline(withoutMark(lines, mark)).replace(/^[.)]?\s+/, '');
    return `[^${id}]: ${escapedStart(text)}`;
  }

  private table(table: TableBlock): string {
    if (table.cells.some((c) => c.rowSpan > 1 || c.columnSpan > 1)) return this.htmlTable(table);
    const rows = rowsOfCells(table).map((cells) => cells.map((c) => this.inline(c.lines).replaceAll('|', '\\|')));
    const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
    return [line(rows[0]!), line(rows[0]!.map(() => '---')), ...rows.slice(1).map(line)].join('\n');
  }

  /** A table with spans: its text is HTML's, in which there are neither links nor notes. */
  private htmlTable(table: TableBlock): string {
    const rows = rowsOfCells(table).map((cells) => `<tr>${cells.map((c) => htmlCell(c, this.joined(c.lines))).join('')}</tr>`);
    return `<table>\n${rows.join('\n')}\n</table>`;
  }

  private plain(lines: readonly Line[]): string {
    return escaped(this.joined(lines));
  }

  private joined(lines: readonly Line[]): string {
    const texts = lines.map((l) => textOfLine(l).trim());
    return this.look.hyphens ? texts.join(' ') : joinLines(texts, this.compounds);
  }

  private inline(lines: readonly Line[]): string {
    const isFaithful = !this.look.links && !this.look.notes;
    if (isFaithful || !lines.some((line) => line.spans.some((s) => this.isMarked(s)))) return this.plain(lines);
    let text = '';
    let last = '';
    for (const line of lines) {
      const next = textOfLine(line).trim();
      const joint = !last ? '' : this.look.hyphens ? ' ' : jointOf(last, next, this.compounds);
      if (joint === 'divided') text = text.replace(/[-\u2010\u00ad](\]\([^)]*\))?$/, '$1');
      else text += joint;
      text += line.spans
        .map((s) => this.span(s))
        .join('')
        .trim();
      last = next;
    }
    // A formula's letters have fonts of their own.
    return text.replace(/<\/(su[bp])><\1>/g, '');
  }

  /** Whether something is written of it beside its text: a link, a note, that it is raised or lowered. */
  private isMarked({ link, note, script }: Span): boolean {
    return (this.look.links && link !== undefined) || (this.look.notes && (note !== undefined || script !== undefined));
  }

  private span(span: Span): string {
    const { text, link, note, script } = span;
    if (!this.isMarked(span) || !text.trim()) return escaped(text);
    const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(text)!;
    if (this.look.notes && note !== undefined) return `${before}[^${note}]${after}`;
    const raised = this.look.notes && script ? (script === 'super' ? 'sup' : 'sub') : '';
    // Places in the document have no anchors in Markdown.
    if (!this.look.links || !link || link.startsWith('#'))
      return raised ? `${before}<${raised}>${escaped(inner!)}</${raised}>${after}` : escaped(text);
    return `${before}[${escaped(inner!).replace(/\\?[[\]]/g, (sign) => `\\${sign.at(-1)!}`)}](<${link.replace(/[<>\n\\]/g, encodeURIComponent)}>)${after}`;
  }
}

/** What a figure says: in words of its author's, else the lines in it. */
function lettering({ alt, lines }: FigureBlock): string[] {
  return alt === undefined ? lines.map((line) => textOfLine(line).trim()) : [alt.replace(/\s+/g, ' ').trim()];
}

/** What stands behind a footnote's mark. */
function withoutMark([first, ...others]: readonly Line[], mark: string): Line[] {
  const at = first!.spans.findIndex(({ text }) => text.includes(mark));
  const span = first!.spans[at];
  if (!span) return [first!, ...others];
  const rest = { ...span, text: span.text.slice(span.text.indexOf(mark) + mark.length) };
  return [{ ...first!, spans: [rest, ...first!.spans.slice(at + 1)] }, ...others];
}

/** Leaders of a table of contents as one run of dots. */
function withoutSpaces(text: string): string {
  return text.replace(/\.(\s\.){3,}/g, (dots) => dots.replace(/\s/g, ''));
}

function fenced(lines: readonly Line[]): string {
  const code = lines.map((line) => textOfLine(line)).join('\n');
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code}\n${fence}`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function htmlCell({ header, columnSpan, rowSpan }: Cell, text: string): string {
  const tag = header ? 'th' : 'td';
  const spans = `${columnSpan > 1 ? ` colspan="${columnSpan}"` : ''}${rowSpan > 1 ? ` rowspan="${rowSpan}"` : ''}`;
  return `<${tag}${spans}>${text.replace(/[&<>]/g, (x) => ENTITIES[x]!)}</${tag}>`;
}

async function pictured(core: DocumentCore, page: number, figure: FigureBlock): Promise<string> {
  const { pictureOf } = await import('./figure-picture.js');
  const label = escaped(joinLines(lettering(figure)));
  const picture = await pictureOf(core, page, figure.box);
  return picture ? `![${label.replace(/[[\]]/g, ' ')}](${picture.url})` : escapedStart(label);
}
