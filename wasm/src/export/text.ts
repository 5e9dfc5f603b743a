import type { DocumentCore } from '../core.js';
import { throwIfAborted } from '../errors.js';
import { linesOfBlock, textOfLine } from '../structure/spans.js';
import type { ConvertOptions } from '../types.js';
import { wantedPages } from './pages.js';

/** Plain text in reading order, the lines as they stand on the page; a form feed between pages. */
export async function* textOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  const { pages, ocr, onProgress, signal } = options;
  const wanted = wantedPages(core, pages);
  for (const [done, page] of wanted.entries()) {
    throwIfAborted(signal);
    const written = await core.pageText(page, { annotations: true });
    const text = written || !ocr ? written : await textOfScan(core, page, options);
    yield `${done ? '\f' : ''}${text}${text ? '\n' : ''}`;
    onProgress?.(done + 1, wanted.length);
  }
}

async function textOfScan(core: DocumentCore, page: number, { ocr, signal }: ConvertOptions): Promise<string> {
  const { structured } = await import('../structure/structured.js');
  const lines: string[] = [];
  for await (const { blocks } of structured(core, { pages: [page], ocr, signal }, { words: false, links: false }))
    for (const block of blocks) lines.push(...linesOfBlock(block).map((line) => textOfLine(line).trim()));
  return lines.join('\n');
}
