import { isCaption } from '../headings.js';
import { joinLines, textOfLine } from '../spans.js';
import type { Block, Cell, Draft, TableBlock } from '../tree.js';

/** Titles and notes that stand inside of a table's border, each in a row that is one cell. */

/** A note below a table; what is longer than this, in letters, is one as well. */
const NOTE = /^(sources?|notes?|\*|†|\p{L}+ reads)\b/iu;
const LONG = 150;

/** The table without its title and its notes, which come before it and behind it. */
export function withoutCaptions(table: Draft<TableBlock>): Draft[] {
  const isWhole = (cell: Cell) => cell.columnSpan === table.columns && cell.rowSpan === 1;
  const text = (cell: Cell) => joinLines(cell.lines.map(textOfLine));
  const only = (r: number) => {
    const row = table.cells.filter((c) => c.row === r);
    return row.length === 1 && isWhole(row[0]!) ? row[0]! : null;
  };
  const [first, last] = [only(0), only(table.rows - 1)];
  const title = first && isCaption(text(first)) ? first : null;
  const said = last ? text(last) : '';
  const note = said.length > LONG || NOTE.test(said) ? last : null;
  const kept = table.rows - (title ? 1 : 0) - (note ? 1 : 0);
  if ((!title && !note) || kept < 2) return [table];
  const top = title ? 1 : 0;
  const cells = table.cells
    .filter((c) => c !== title && c !== note)
    .map((c) => ({ ...c, row: c.row - top, header: c.row - top < 1 || (c.header && c.row > 0) }));
  const [x0, y0, x1, y1] = table.box;
  const box: Block['box'] = [x0, title ? title.box[3] : y0, x1, note ? note.box[1] : y1];
  const reason = 'in a row of the table that is one cell';
  return [
    ...(title ? [{ kind: 'caption' as const, lines: title.lines, box: title.box, reason }] : []),
    { ...table, rows: kept, cells, box },
    ...(note ? [{ kind: 'paragraph' as const, lines: note.lines, box: note.box, reason }] : []),
  ];
}
