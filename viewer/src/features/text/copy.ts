import type { ViewerContext } from '../../core/context.js';
import type * as Reading from './read-copied.js';
import { ordered, TEXT } from './state.js';

/** What is selected is read for the clipboard when it has stood still for so many ms. */
const STILL = 150;

/** What makes text of pages; it comes when something is selected for the first time. */
let reading: typeof Reading | null = null;
const load = async () => (reading ??= await import('./read-copied.js'));

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
    const copied = await load()
      .then(({ read }) => read(document, ends))
      .catch(() => null);
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
      const known = !all && ends ? reading?.knownOf(document, ends) : null;
      if (known && event.clipboardData) {
        event.clipboardData.setData('text/plain', known.text);
        if (known.html) event.clipboardData.setData('text/html', known.html);
        return event.preventDefault();
      }
      if (!navigator.clipboard?.write) return;
      const copied = load().then(({ read, readAll }) => (all ? readAll(document) : read(document, ends!)));
      const part = (type: string, of: (copied: Reading.Copied) => string) => copied.then((copied) => new Blob([of(copied)], { type }));
      const html = !all && ends!.from.page === ends!.to.page;
      const item = new ClipboardItem({
        'text/plain': part('text/plain', ({ text }) => text),
        ...(html && { 'text/html': part('text/html', ({ text, html }) => html ?? reading!.asMarkup(text)) }),
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
