import type { DocumentCore } from '../core.js';
import { joinLines, textOfLine } from '../structure/spans.js';
import { structured } from '../structure/structured.js';
import type { TableBlock } from '../structure/tree.js';
import type { ConvertOptions } from '../types.js';

/** The tables of a document as CSV (RFC 4180), an empty line between two. A cell over several places stands in the first. */
export async function* csvOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  let first = true;
  for await (const { blocks } of structured(core, { hidden: false, ...options }, { words: false, links: false })) {
    for (const block of blocks) {
      if (block.kind !== 'table') continue;
      yield `${first ? '' : '\r\n'}${rowsOf(block).join('\r\n')}\r\n`;
      first = false;
    }
  }
}

function rowsOf(table: TableBlock): string[] {
  const rows = Array.from({ length: table.rows }, () => Array.from({ length: table.columns }, () => ''));
  for (const { row, column, lines } of table.cells) rows[row]![column] = field(joinLines(lines.map((l) => textOfLine(l).trim())));
  return rows.map((row) => row.join(','));
}

function field(text: string): string {
  // A spreadsheet would take what begins like this for a formula; numbers are none.
  const safe = /^[=@\t\r]|^[+-](?![\d.,\s%]*$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
