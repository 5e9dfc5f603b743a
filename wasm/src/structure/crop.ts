import { boxAround } from './segments.js';
import type { Block, Box, Cell, Line, ListItem, Span, StructuredPage, TableBlock } from './tree.js';

/** What of a page lies in some places of it, such as those that a reader has selected: its words, and the rows of tables that have some. */
export function cropPage(page: StructuredPage, places: readonly Box[]): StructuredPage {
  return { ...page, blocks: page.blocks.flatMap((block) => cropBlock(block, places) ?? []) };
}

function cropBlock(block: Block, places: readonly Box[]): Block | null {
  if (block.kind === 'list') {
    const items = block.items.flatMap((item): ListItem[] => {
      const lines = cropLines(item.lines, places);
      return lines.length ? [{ ...item, lines }] : [];
    });
    return items.length ? { ...block, items } : null;
  }
  if (block.kind === 'table') return cropTable(block, places);
  const lines = cropLines(block.lines, places);
  if (lines.length) return { ...block, lines };
  return block.kind === 'figure' && !block.lines.length && isIn(block.box, places) ? block : null;
}

/** Rows that have words in the places, and the rows of headers. */
function cropTable(table: TableBlock, places: readonly Box[]): TableBlock | null {
  const cells = table.cells.map((cell) => ({ ...cell, lines: cropLines(cell.lines, places) }));
  const rows = new Set<number>();
  for (const { row, rowSpan, lines } of cells) if (lines.length) for (let r = row; r < row + rowSpan; r++) rows.add(r);
  if (!rows.size) return null;
  const kept = table.cells.flatMap((cell, i): Cell[] => {
    const covered = Array.from({ length: cell.rowSpan }, (_, r) => cell.row + r).filter((r) => rows.has(r));
    if (!covered.length) return [];
    const before = [...rows].filter((r) => r < covered[0]!).length;
    return [{ ...cells[i]!, row: before, rowSpan: covered.length }];
  });
  return { ...table, rows: rows.size, cells: kept, box: boxAround(kept.map((cell) => cell.box)) };
}

function cropLines(lines: readonly Line[], places: readonly Box[]): Line[] {
  return lines.flatMap((line): Line[] => {
    const spans = line.spans.flatMap((span) => cropSpan(span, places) ?? []);
    return spans.length ? [{ box: boxAround(spans.map((span) => span.box)), spans }] : [];
  });
}

function cropSpan(span: Span, places: readonly Box[]): Span | null {
  const words = span.words.filter((word) => isIn(word.box, places));
  if (words.length === span.words.length) return span;
  if (!words.length) return null;
  // Between words of one span there are spaces; the last one keeps what stands behind it.
  const space = words.at(-1) === span.words.at(-1) && /\s$/.test(span.text) ? ' ' : '';
  return { ...span, text: words.map((word) => word.text).join(' ') + space, box: boxAround(words.map((word) => word.box)), words };
}

function isIn([x0, y0, x1, y1]: Box, places: readonly Box[]): boolean {
  const x = (x0 + x1) / 2;
  const y = (y0 + y1) / 2;
  return places.some((place) => x > place[0] && x < place[2] && y > place[1] && y < place[3]);
}
