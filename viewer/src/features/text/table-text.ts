import type { Cell } from '@ode/engine/browser';
import { joined } from './joined.js';

/** A table, or the part of it between two rows and two columns, both included; from 0. */
export interface TablePart {
  cells: readonly Cell[];
  rows: readonly [first: number, last: number];
  columns: readonly [first: number, last: number];
}

const rowsOf = ({ cells, rows: [first, last], columns: [left, right] }: TablePart): Cell[][] =>
  Array.from({ length: last - first + 1 }, (_, i) =>
    cells.filter(({ row, column }) => row === first + i && column >= left && column <= right),
  );

/** As spreadsheets paste it: tabs between the columns, lines between rows. A cell over several places stands in the first. */
export function tabbed(part: TablePart): string {
  const [left, right] = part.columns;
  return rowsOf(part)
    .map((cells) => {
      const row = Array.from({ length: right - left + 1 }, () => '');
      for (const cell of cells) row[cell.column - left] = textOf(cell);
      return row.join('\t');
    })
    .join('\n');
}

/** As programs for text paste it, with cells over several places. */
export function markedUp(part: TablePart): string {
  const rows = rowsOf(part).map((cells) => `<tr>${cells.map(cellMarkup).join('')}</tr>`);
  return `<table>${rows.join('')}</table>`;
}

function cellMarkup(cell: Cell): string {
  const name = cell.header ? 'th' : 'td';
  const span = (attribute: string, count: number) => (count > 1 ? ` ${attribute}="${count}"` : '');
  return `<${name}${span('colspan', cell.columnSpan)}${span('rowspan', cell.rowSpan)}>${escaped(textOf(cell))}</${name}>`;
}

const textOf = ({ lines }: Cell) =>
  lines.map(({ spans }) => spans.map(({ text }) => text).join('')).reduce((before, line) => (before ? joined(before, line) : line), '');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
