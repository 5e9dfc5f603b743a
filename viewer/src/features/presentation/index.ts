import { Presentation } from 'lucide-react';
import { createStore } from 'zustand/vanilla';
import type { Slice, ViewerContext } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import type { ViewerState } from '../../core/store.js';
import './presentation.css';

/** How the document was seen before it was presented. */
type Before = Pick<ViewerState, 'layout' | 'zoom' | 'panel'>;

const BEFORE: Slice<{ before: Before | null }> = { name: 'presentation', create: () => createStore(() => ({ before: null })) };

/** A turn of the wheel is one page: what comes within so many ms belongs to it. */
const TURN = 300;
/** The pointer is not seen when it has stood still for so many ms. */
const STILL = 2500;

/** Pages one at a time on the whole screen, for an audience. */
export const presentation: Feature = {
  name: 'presentation',
  commands: [
    {
      id: 'presentation.start',
      label: 'presentation.start',
      icon: Presentation,
      shortcuts: ['Mod+Alt+p'],
      menu: 'layout',
      enabled: ({ presenting }) => !presenting,
      run: begin,
    },
    {
      id: 'presentation.end',
      label: 'presentation.end',
      shortcuts: ['Escape'],
      enabled: ({ presenting }) => presenting,
      run: end,
    },
    {
      id: 'presentation.next',
      label: 'navigate.next',
      shortcuts: [' ', 'ArrowDown'],
      enabled: ({ presenting }) => presenting,
      run: ({ run }) => void run('navigate.next'),
    },
    {
      id: 'presentation.previous',
      label: 'navigate.previous',
      shortcuts: ['Backspace', 'ArrowUp'],
      enabled: ({ presenting }) => presenting,
      run: ({ run }) => void run('navigate.previous'),
    },
  ],
  start,
};

async function begin(context: ViewerContext): Promise<void> {
  const { root, store, pages } = context;
  const { layout, zoom, panel, page } = store.getState();
  context.slice(BEFORE).setState({ before: { layout, zoom, panel } });
  store.setState({ presenting: true, layout: 'page', zoom: { mode: 'page' }, panel: { ...panel, open: false } });
  pages.goTo({ page }, { entry: false });
  pages.focus();
  // Where the whole screen is forbidden, in a frame for example, the viewer is what there is.
  if (root && !root.ownerDocument.fullscreenElement) await root.requestFullscreen().catch(() => undefined);
}

async function end(context: ViewerContext): Promise<void> {
  const { root, store, pages } = context;
  const { presenting, page } = store.getState();
  const { before } = context.slice(BEFORE).getState();
  if (!presenting) return;
  store.setState({ presenting: false, ...before });
  pages.goTo({ page }, { entry: false });
  pages.focus();
  if (root && root.ownerDocument.fullscreenElement === root) await root.ownerDocument.exitFullscreen().catch(() => undefined);
}

/** Clicks and the wheel turn pages; leaving the whole screen ends it. */
function start(context: ViewerContext): () => void {
  const { root, store } = context;
  if (!root) return () => undefined;
  const owner = root.ownerDocument;
  let turned = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const presenting = () => store.getState().presenting;
  const abort = new AbortController();
  const { signal } = abort;

  root.addEventListener(
    'click',
    ({ target, button }) => {
      if (!presenting() || button !== 0) return;
      // The menu's own click comes after what it has chosen.
      if (!(target as Element).closest('.ode-body') || (target as Element).closest('a, button, input, select, textarea, dialog')) return;
      if (owner.getSelection()?.isCollapsed !== false) context.run('navigate.next');
    },
    { signal },
  );
  root.addEventListener(
    'wheel',
    (event) => {
      if (!presenting() || event.ctrlKey || event.timeStamp - turned < TURN || !event.deltaY) return;
      turned = event.timeStamp;
      context.run(event.deltaY > 0 ? 'navigate.next' : 'navigate.previous');
    },
    { signal, passive: true },
  );
  root.addEventListener(
    'pointermove',
    () => {
      delete root.dataset.idle;
      clearTimeout(timer);
      if (presenting()) timer = setTimeout(() => (root.dataset.idle = ''), STILL);
    },
    { signal },
  );
  owner.addEventListener('fullscreenchange', () => owner.fullscreenElement || void end(context), { signal });
  const unsubscribe = store.subscribe(({ presenting }) => {
    if (presenting) root.dataset.presenting = '';
    else for (const key of ['presenting', 'idle']) delete root.dataset[key];
  });
  return () => {
    abort.abort();
    clearTimeout(timer);
    unsubscribe();
  };
}
