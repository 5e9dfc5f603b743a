import type { DocumentCore } from '../core.js';
import { throwIfAborted } from '../errors.js';
import type { ConvertOptions } from '../types.js';
import { wantedPages } from './pages.js';

/** Plain text in reading order, the lines as they stand on the page; a form feed between pages. */
export async function* textOf(core: DocumentCore, { pages, onProgress, signal }: ConvertOptions = {}): AsyncGenerator<string, void> {
  const wanted = wantedPages(core, pages);
  for (const [done, page] of wanted.entries()) {
    throwIfAborted(signal);
    const text = await core.pageText(page);
    yield `${done ? '\f' : ''}${text}${text ? '\n' : ''}`;
    onProgress?.(done + 1, wanted.length);
  }
}
