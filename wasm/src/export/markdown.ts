import type { DocumentCore } from '../core.js';
import { structured } from '../structure/structured.js';
import type { ConvertOptions } from '../types.js';
import { joinLines, textOfLine } from '../structure/spans.js';
import type { Block, Cell, Line, TableBlock } from '../structure/tree.js';

/** Markdown (CommonMark 0.31 with GitHub's tables), page by page; tables with cells over several places as HTML. */
export async function* markdownOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  let first = true;
  for await (const { blocks } of structured(core, options)) {
    for (const block of blocks) {
      const text = blockOf(block);
      if (!text) continue;
      yield first ? `${text}\n` : `\n${text}\n`;
      first = false;
    }
  }
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level ?? 1)} ${inline(block.lines)}`;
    case 'list':
      return block.items.map((item) => `${'  '.repeat(item.depth)}${item.ordered ? item.mark : '-'} ${inline(item.lines)}`).join('\n');
    case 'table':
      return tableOf(block);
    case 'contents':
      return block.lines
        .map((l) =>
          textOfLine(l)
            .trim()
            .replace(/\.(\s\.){3,}/g, (dots) => dots.replace(/\s/g, '')),
        )
        .join('  \n');
    case 'figure':
      return block.alt ?? block.lines.map((l) => textOfLine(l).trim()).join('\n');
    default:
      return paragraph(inline(block.lines));
  }
}

function inline(lines: readonly Line[]): string {
  return joinLines(lines.map((l) => textOfLine(l).trim()));
}

/** What would read as a mark at the start of a paragraph is text. */
function paragraph(text: string): string {
  return text.replace(/^(#{1,6}\s|>|[-+*]\s)/, '\\$1');
}

function tableOf(table: TableBlock): string {
  if (table.cells.some((c) => c.rowSpan > 1 || c.columnSpan > 1)) return htmlTable(table);
  const rows = Array.from({ length: table.rows }, (_, r) =>
    table.cells.filter((c) => c.row === r).map((c) => cellText(c).replaceAll('|', '\\|')),
  );
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(rows[0]!), line(rows[0]!.map(() => '---')), ...rows.slice(1).map(line)].join('\n');
}

function cellText(cell: Cell): string {
  return inline(cell.lines);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function htmlTable(table: TableBlock): string {
  const rows = Array.from({ length: table.rows }, (_, r) => {
    const cells = table.cells
      .filter((c) => c.row === r)
      .map((c) => {
        const tag = c.header ? 'th' : 'td';
        const spans = `${c.columnSpan > 1 ? ` colspan="${c.columnSpan}"` : ''}${c.rowSpan > 1 ? ` rowspan="${c.rowSpan}"` : ''}`;
        return `<${tag}${spans}>${cellText(c).replace(/[&<>]/g, (x) => ENTITIES[x]!)}</${tag}>`;
      });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table>\n${rows.join('\n')}\n</table>`;
}
