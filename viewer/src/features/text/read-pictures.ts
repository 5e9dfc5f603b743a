import type { ViewerContext } from '../../core/context.js';
import { readOf } from './runs.js';

/** Has the text of scans read: it can be selected, copied and found then. Resolves when that of the page that is looked at is there. */
export async function readPictures({ document, store, emit }: ViewerContext): Promise<void> {
  const { runs, readPictures } = readOf(document);
  readPictures();
  // Pages that are shown ask for their text anew.
  store.setState(({ edits }) => ({
    edits: Object.fromEntries(Array.from({ length: document.pageCount }, (_, page) => [page, (edits[page] ?? 0) + 1])),
  }));
  await runs.get(store.getState().page).catch((error: unknown) => {
    emit('onError', { code: 'ocr-failed', message: error instanceof Error ? error.message : String(error) });
  });
}
