import type { ViewerContext } from '../../core/context.js';

/** A turn of the wheel is one page: what comes within so many ms belongs to it. */
const TURN = 300;
/** The pointer is not seen when it has stood still for so many ms. */
const STILL = 2500;

/** Presents the page that is looked at, until `presenting` is false again or the whole screen is left: then all is as it was before. */
export async function present(context: ViewerContext): Promise<void> {
  const { root, store, pages } = context;
  const { layout, zoom, panel, page } = store.getState();
  const ended = new AbortController();
  store.setState({ presenting: true, layout: 'page', zoom: { mode: 'page' }, panel: { ...panel, open: false } });
  const unsubscribe = store.subscribe(({ presenting, page }) => {
    if (presenting) return;
    unsubscribe();
    ended.abort();
    store.setState({ layout, zoom, panel });
    pages.goTo({ page }, { entry: false });
    pages.focus();
  });
  pages.goTo({ page }, { entry: false });
  pages.focus();
  if (!root) return;
  listen(context, root, ended.signal);
  // Where the whole screen is forbidden, in a frame for example, the viewer is what there is.
  if (!root.ownerDocument.fullscreenElement) await root.requestFullscreen().catch(() => undefined);
}

/** Clicks and the wheel turn pages; leaving the whole screen ends it. */
function listen({ run, store }: ViewerContext, root: HTMLElement, signal: AbortSignal): void {
  const owner = root.ownerDocument;
  let turned = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  root.dataset.presenting = '';
  root.addEventListener(
    'click',
    ({ target, button }) => {
      if (button !== 0) return;
      // The menu's own click comes after what it has chosen.
      if (!(target as Element).closest('.ode-body') || (target as Element).closest('a, button, input, select, textarea, dialog')) return;
      if (owner.getSelection()?.isCollapsed !== false) run('navigate.next');
    },
    { signal },
  );
  root.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.timeStamp - turned < TURN || !event.deltaY) return;
      turned = event.timeStamp;
      run(event.deltaY > 0 ? 'navigate.next' : 'navigate.previous');
    },
    { signal, passive: true },
  );
  root.addEventListener(
    'pointermove',
    () => {
      delete root.dataset.idle;
      clearTimeout(timer);
      timer = setTimeout(() => (root.dataset.idle = ''), STILL);
    },
    { signal },
  );
  owner.addEventListener('fullscreenchange', () => owner.fullscreenElement || store.setState({ presenting: false }), { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    for (const key of ['presenting', 'idle']) delete root.dataset[key];
    if (owner.fullscreenElement === root) void owner.exitFullscreen().catch(() => undefined);
  });
}
