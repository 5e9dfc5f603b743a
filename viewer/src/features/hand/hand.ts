import type { ViewerContext } from '../../core/context.js';
import { isSpace } from './space.js';

/** Who has pulled by less than this, in CSS pixels, has clicked. */
const SLACK = 3;
/** The space bar scrolls by so much of the window. */
const SCREEN = 0.875;

/** What is filled in, and what is chosen from, is never pulled at. */
const FIELDS = 'input, textarea, select, button, dialog, [contenteditable]';

/** Listens for the pointer on the pages, and for the space bar; `keys`: what has come of it before. A finger scrolls anyway. */
export function startHand(context: ViewerContext, keys: readonly KeyboardEvent[]): () => void {
  const { root, store, pages } = context;
  if (!root) return () => undefined;
  const abort = new AbortController();
  const { signal } = abort;
  let space = false;
  /** The space bar was held for a pull. */
  let spent = false;
  let pull: { id: number; x: number; y: number; left: number; top: number; moved: boolean } | null = null;
  let pulled = false;
  const scroller = () => root.querySelector<HTMLElement>('.ode-pages')!;
  const holds = () => space || store.getState().tool === 'hand';
  const look = () => {
    if (holds()) root.dataset.hand = pull?.moved ? 'pulling' : 'open';
    else delete root.dataset.hand;
  };
  const on = <E extends keyof HTMLElementEventMap>(type: E, heed: (event: HTMLElementEventMap[E]) => void, capture = false) =>
    root.addEventListener(type, heed, { signal, capture });

  on(
    'pointerdown',
    (event) => {
      const target = event.target as Element;
      if (!holds() || event.button !== 0 || event.pointerType === 'touch' || !target.closest('.ode-area, .ode-pages')) return;
      if (target.closest(FIELDS)) return;
      const { scrollLeft: left, scrollTop: top } = scroller();
      spent = space;
      pull = { id: event.pointerId, x: event.clientX, y: event.clientY, left, top, moved: false };
    },
    true,
  );
  on('mousedown', (event) => {
    if (!pull) return;
    // Nothing is selected; and the keys are the pages', as after every click on them.
    event.preventDefault();
    pages.focus();
  });
  on('dragstart', (event) => pull && event.preventDefault());
  on('pointermove', (event) => {
    if (!pull || event.pointerId !== pull.id) return;
    const [x, y] = [event.clientX - pull.x, event.clientY - pull.y];
    if (!pull.moved) {
      if (Math.hypot(x, y) < SLACK) return;
      pull.moved = true;
      root.setPointerCapture(event.pointerId);
      look();
    }
    scroller().scrollTo(pull.left - x, pull.top - y);
  });
  const release = () => {
    pulled = pull?.moved === true;
    pull = null;
    look();
  };
  on('pointerup', release);
  on('pointercancel', release);
  on(
    'click',
    (event) => {
      // The end of a pull is no click on what happens to be there.
      if (pulled) event.preventDefault();
      if (pulled) event.stopPropagation();
      pulled = false;
    },
    true,
  );
  const press = ({ repeat }: KeyboardEvent) => {
    if (repeat) return;
    space = true;
    spent = false;
    look();
  };
  on('keydown', (event) => {
    if (!isSpace(event, context)) return;
    event.preventDefault();
    press(event);
  });
  const lift = ({ key, shiftKey }: KeyboardEvent) => {
    if (key !== ' ' || !space) return;
    space = false;
    const { clientHeight } = scroller();
    if (!spent) scroller().scrollBy({ top: (shiftKey ? -SCREEN : SCREEN) * clientHeight });
    look();
  };
  on('keyup', lift);
  on('focusout', () => {
    space = false;
    look();
  });
  const unsubscribe = store.subscribe(look);
  for (const key of keys) (key.type === 'keydown' ? press : lift)(key);
  look();
  return () => {
    abort.abort();
    unsubscribe();
  };
}
