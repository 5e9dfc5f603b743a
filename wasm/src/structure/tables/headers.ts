import type { Cell } from '../tree.js';

/** The rows at the top of a table that are headers, where one has a cell over several columns: the next row names these. */

/** How many rows are headers, `known` of which are at least. */
export function headerRowsOf(cells: readonly Cell[], rows: number, columns: number, known: number): number {
  let count = known;
  while (count < rows - 1 && namesColumns(cells, count, columns)) count++;
  return count;
}

/** Whether all that a row says stands below cells over several columns, which end where it begins, and tells these apart. */
function namesColumns(cells: readonly Cell[], row: number, columns: number): boolean {
  const over = cells.filter((c) => c.row + c.rowSpan === row && c.columnSpan > 1 && c.columnSpan < columns && c.lines.length > 0);
  const own = over.length ? cells.filter((c) => c.row === row && c.lines.length > 0) : [];
  const isBelow = (c: Cell) => over.some((o) => c.column >= o.column && c.column + c.columnSpan <= o.column + o.columnSpan);
  return own.length > 1 && own.every((c) => c.rowSpan === 1 && isBelow(c));
}
