import type { BrowserDocument } from '@ode/engine/browser';
import type { ViewerContext } from '../../core/context.js';
import type * as Texts from './copied.js';
import { readOf } from './runs.js';
import { ordered, TEXT, type TextPoint } from './state.js';

/** What is selected is read for the clipboard when it has stood still for so many ms. */
const STILL = 150;
/** Of more pages the structure is not looked into: their lines are copied as they stand, with divided words whole. */
const MOST_STRUCTURED = 100;

interface Ends {
  from: TextPoint;
  to: TextPoint;
}
interface Copied {
  text: string;
  html: string | null;
}

/** What makes text of pages; it comes when something is selected for the first time. */
let texts: typeof Texts | null = null;
const loadTexts = async () => (texts ??= await import('./copied.js'));

/** What is copied is what was selected, also of pages that are not there, and also at once. */
export function startCopying(context: ViewerContext): () => void {
  const { document, root } = context;
  if (!root) return () => undefined;
  const owner = root.ownerDocument;
  const slice = context.slice(TEXT);
  const abort = new AbortController();
  const { signal } = abort;
  let timer: ReturnType<typeof setTimeout> | undefined;

  let told = '';
  const emit = (text: string) => {
    if (text !== told) context.emit('onSelection', (told = text));
  };
  const tell = async ({ selection, all }: ReturnType<typeof slice.getState>) => {
    const ends = selection && ordered(selection);
    if (all || !ends) return emit('');
    const copied = await read(document, ends).catch(() => null);
    if (copied && !signal.aborted && slice.getState().selection === selection) emit(copied.text);
  };
  const unsubscribe = slice.subscribe((state) => {
    clearTimeout(timer);
    timer = setTimeout(() => void tell(state), STILL);
  });

  // True while the browser is asked to copy by itself.
  let byBrowser = false;
  owner.addEventListener(
    'copy',
    (event) => {
      if (byBrowser) return;
      const shown = owner.getSelection();
      const area = root.querySelector('.ode-area');
      const field = (event.target as HTMLElement | null)?.closest?.('input, textarea, select');
      if (!shown || shown.isCollapsed || !area || field || !shown.containsNode(area, true)) return;
      const { selection, all } = slice.getState();
      const ends = selection && ordered(selection);
      if (!all && !ends) return;
      const known = !all && ends ? knownOf(document, ends) : null;
      if (known && event.clipboardData) {
        event.clipboardData.setData('text/plain', known.text);
        if (known.html) event.clipboardData.setData('text/html', known.html);
        return event.preventDefault();
      }
      if (!navigator.clipboard?.write) return;
      const copied = all ? textOfAll(document) : read(document, ends!);
      const part = (type: string, of: (copied: Copied) => string) => copied.then((copied) => new Blob([of(copied)], { type }));
      const html = !all && ends!.from.page === ends!.to.page;
      const item = new ClipboardItem({
        'text/plain': part('text/plain', ({ text }) => text),
        ...(html && { 'text/html': part('text/html', ({ text, html }) => html ?? asMarkup(text)) }),
      });
      event.preventDefault();
      // Where this is not allowed, in a frame for example, there is what the browser copies: the pages that are near.
      void navigator.clipboard.write([item]).catch(() => {
        byBrowser = true;
        owner.execCommand('copy');
        byBrowser = false;
      });
    },
    { signal },
  );
  return () => {
    abort.abort();
    clearTimeout(timer);
    unsubscribe();
  };
}

const pagesOf = ({ from, to }: Ends, { pageCount }: BrowserDocument) =>
  Array.from({ length: Math.min(to.page, pageCount - 1) - from.page + 1 }, (_, i) => from.page + i);

function copiedOf({ tableBetween, textBetween }: typeof Texts, pages: readonly Texts.CopiedPage[], { from, to }: Ends): Copied {
  const table = pages.length === 1 ? tableBetween(pages[0]!, from, to) : null;
  return table ?? { text: textBetween(pages, from, to), html: null };
}

/** What is selected, read page by page. */
async function read(document: BrowserDocument, ends: Ends): Promise<Copied> {
  const { runs, structure } = readOf(document);
  const numbers = pagesOf(ends, document);
  const structured = numbers.length <= MOST_STRUCTURED;
  const pages = await Promise.all(
    numbers.map(async (page): Promise<Texts.CopiedPage> => ({
      page,
      runs: await runs.get(page).catch(() => []),
      structure: structured ? await structure.get(page).catch(() => null) : null,
    })),
  );
  return copiedOf(await loadTexts(), pages, ends);
}

/** What is selected, where all of it has been read already. */
function knownOf(document: BrowserDocument, ends: Ends): Copied | null {
  if (!texts) return null;
  const { runs, structure } = readOf(document);
  const pages: Texts.CopiedPage[] = [];
  for (const page of pagesOf(ends, document)) {
    const [text, structured] = [runs.known(page), structure.known(page)];
    if (!text || structured === undefined) return null;
    pages.push({ page, runs: text, structure: structured });
  }
  return copiedOf(texts, pages, ends);
}

/** The text of all pages; of one that cannot be read, none. */
async function textOfAll(document: BrowserDocument): Promise<Copied> {
  const { pageCount } = document;
  if (pageCount <= MOST_STRUCTURED)
    return read(document, { from: { page: 0, run: 0, offset: 0 }, to: { page: pageCount, run: 0, offset: 0 } });
  const { undivided } = await loadTexts();
  const textOf = (page: number) => document.pageText(page, { priority: 'background', annotations: true }).then(undivided, () => '');
  const texts = await Promise.all(Array.from({ length: pageCount }, (_, i) => textOf(i)));
  return { text: texts.join('\n\n'), html: null };
}

function asMarkup(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<p>${escaped.split('\n').join('</p><p>')}</p>`;
}
