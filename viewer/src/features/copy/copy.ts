import type { Box, TableBlock } from '@ode/engine/browser';
import type { ViewerContext } from '../../core/context.js';
import { selectedPlaces } from './selected-places.js';
import { markedUp, tabbed, type TablePart } from '../text/table-text.js';

/** Puts what is selected, or the page where nothing is, onto the clipboard as Markdown. */
export function copyMarkdown(context: ViewerContext): Promise<void> {
  const { pages, within } = wanted(context);
  return put(context, { 'text/plain': new Response(context.document.convert('markdown', { pages, within })).text() });
}

/** Puts the tables that something is selected of, or those of the page, onto the clipboard: for spreadsheets, and as HTML. */
export function copyTables(context: ViewerContext): Promise<void> {
  const tables = tablesOf(context);
  return put(context, {
    'text/plain': tables.then((all) => all.map((table) => tabbed(wholeOf(table))).join('\n\n')),
    'text/html': tables.then((all) => all.map((table) => markedUp(wholeOf(table))).join('\n')),
  });
}

const wholeOf = ({ cells, rows, columns }: TableBlock): TablePart => ({ cells, rows: [0, rows - 1], columns: [0, columns - 1] });

async function tablesOf(context: ViewerContext): Promise<TableBlock[]> {
  const { pages, within } = wanted(context);
  const tables: TableBlock[] = [];
  for await (const { blocks } of context.document.structured({ pages, within }))
    for (const block of blocks) if (block.kind === 'table') tables.push(block);
  return tables;
}

function wanted({ root, store }: ViewerContext): { pages: number[]; within?: Record<number, readonly Box[]> } {
  const state = store.getState();
  const places = root ? selectedPlaces(root.ownerDocument.getSelection(), root, state) : new Map<number, Box[]>();
  return places.size ? { pages: [...places.keys()], within: Object.fromEntries(places) } : { pages: [state.page] };
}

/** Browsers want to be asked while the reader's click still counts: what is copied comes later. */
async function put({ emit }: ViewerContext, texts: Record<string, Promise<string>>): Promise<void> {
  try {
    const parts = Object.entries(texts).map(([type, text]) => [type, text.then((content) => new Blob([content], { type }))] as const);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
  } catch (error) {
    emit('onError', { code: 'copy-failed', message: error instanceof Error ? error.message : String(error) });
  }
}
