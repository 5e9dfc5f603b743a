import writeWorkbook from 'write-excel-file/universal';
import type { DocumentCore } from '../core.js';
import { joinLines, textOfLine } from '../structure/spans.js';
import { structured } from '../structure/structured.js';
import type { TableBlock } from '../structure/tree.js';
import type { ConvertOptions } from '../types.js';

/** A number as a spreadsheet would read it, of no more digits than it can hold. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;
/** The most sheets that a workbook is opened with without trouble. */
const MOST_SHEETS = 1000;

type SheetCell = {
  value: string | number;
  type: StringConstructor | NumberConstructor;
  columnSpan?: number;
  rowSpan?: number;
  fontWeight?: 'bold';
};

/** The tables of a document as a workbook, a sheet each, by their pages. Text stays text: none of it is a formula. */
export async function* xlsxOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<Uint8Array, void> {
  const sheets: { sheet: string; data: (SheetCell | null)[][] }[] = [];
  for await (const { page, blocks } of structured(core, options)) {
    let number = 0;
    for (const block of blocks) {
      if (block.kind !== 'table' || sheets.length === MOST_SHEETS) continue;
      sheets.push({ sheet: `Page ${page + 1}${number++ ? ` (${number})` : ''}`, data: rowsOf(block) });
    }
  }
  // A workbook has a sheet, whether there are tables or not.
  if (!sheets.length) sheets.push({ sheet: 'No tables', data: [[{ value: '', type: String }]] });
  yield new Uint8Array(await (await writeWorkbook(sheets).toBlob()).arrayBuffer());
}

function rowsOf(table: TableBlock): (SheetCell | null)[][] {
  const rows = Array.from({ length: table.rows }, () => Array.from({ length: table.columns }, (): SheetCell | null => null));
  for (const { row, column, rowSpan, columnSpan, header, lines } of table.cells) {
    const text = joinLines(lines.map((line) => textOfLine(line).trim()));
    rows[row]![column] = {
      ...(NUMBER.test(text) ? { value: Number(text), type: Number } : { value: text, type: String }),
      ...(rowSpan > 1 ? { rowSpan } : {}),
      ...(columnSpan > 1 ? { columnSpan } : {}),
      ...(header ? { fontWeight: 'bold' as const } : {}),
    };
  }
  return rows;
}
