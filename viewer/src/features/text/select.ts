import type { ViewerContext } from '../../core/context.js';
import { unturned } from '../pages/state.js';
import { caretAt, placesOf, type TextPlaces } from './caret.js';
import { extentAt, spanning, type Extent, type Grain } from './extent.js';
import { offsetAlong } from './measure.js';
import { readOf } from './runs.js';
import { isSamePoint, TEXT, type TextPoint, type TextSelection } from './state.js';

/** Where the pointer leaves the window, the pages are scrolled: by so much of the distance, every so many ms. */
const PULL = 0.25;
const OFTEN = 30;

/** What one click, two and three draw with. */
const GRAINS: readonly Grain[] = ['letter', 'word', 'line'];

/** What has a meaning of its own for a press, and what is written in. */
const OTHERS = 'a, button, input, textarea, select, dialog, [contenteditable], [role=button]';

const areaOf = ({ root }: ViewerContext) => root?.querySelector<HTMLElement>('.ode-area') ?? null;
const pageElement = (area: HTMLElement, page: number) => area.querySelector<HTMLElement>(`:scope > [data-index="${page}"]`);

/** The text node of a place, where its page is there. */
function nodeOf(area: HTMLElement, { page, run, offset }: TextPoint): [Node, number] | null {
  const span = pageElement(area, page)?.querySelector(`[data-run="${run}"]`);
  const text = span?.firstChild;
  return text ? [text, Math.min(offset, text.textContent!.length)] : null;
}

/** The place of a boundary of the browser's selection; null: it is in no page's text. */
function pointOf(area: HTMLElement, node: Node | null, offset: number): TextPoint | null {
  if (!node || !area.contains(node)) return null;
  const element = node instanceof Element ? node : node.parentElement!;
  const page = Number(element.closest<HTMLElement>('[data-index]')?.dataset.index ?? NaN);
  if (Number.isNaN(page)) return null;
  const span = element.closest<HTMLElement>('[data-run]');
  const length = (span: HTMLElement) => span.textContent!.length;
  if (span) return { page, run: Number(span.dataset.run), offset: node instanceof Text ? offset : offset ? length(span) : 0 };
  if (!(node instanceof Element) || !element.closest('.ode-text-layer')) return null;
  // Between two spans, or pieces of the layer: the beginning of the next one, or else the end of the last.
  for (let next = node.childNodes[offset]; next; next = next.nextSibling!) {
    const span = next instanceof HTMLElement && (next.dataset.run ? next : next.querySelector<HTMLElement>('[data-run]'));
    if (span) return { page, run: Number(span.dataset.run), offset: 0 };
  }
  const last = [...node.querySelectorAll<HTMLElement>('[data-run]')].at(-1);
  return last ? { page, run: Number(last.dataset.run), offset: length(last) } : null;
}

/** Makes the browser show what is selected, where both its ends are there. */
export function drawSelection(context: ViewerContext): void {
  const area = areaOf(context);
  const { selection } = context.slice(TEXT).getState();
  if (!area || !selection) return;
  const [anchor, focus] = [nodeOf(area, selection.anchor), nodeOf(area, selection.focus)];
  const shown = area.ownerDocument.getSelection();
  if (!anchor || !focus || !shown) return;
  if (shown.anchorNode === anchor[0] && shown.anchorOffset === anchor[1] && shown.focusNode === focus[0] && shown.focusOffset === focus[1])
    return;
  shown.setBaseAndExtent(...anchor, ...focus);
}

/** Selecting by pointer: it goes where the eye would, and outlasts the pages that it is on. */
export function startSelecting(context: ViewerContext): () => void {
  const { root, store } = context;
  if (!root) return () => undefined;
  const owner = root.ownerDocument;
  const slice = context.slice(TEXT);
  const abort = new AbortController();
  const { signal } = abort;
  const places = new WeakMap<readonly unknown[], TextPlaces | null>();
  let dragging: { x: number; y: number; anchor: Extent; grain: Grain } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  /** The place that a point of the window belongs to; null: the browser finds it. */
  const placeAt = (x: number, y: number, anchor: TextPoint | null): TextPoint | null => {
    const area = areaOf(context);
    if (!area) return null;
    let nearest: { page: HTMLElement; box: DOMRect; away: number } | null = null;
    for (const page of area.querySelectorAll<HTMLElement>(':scope > [data-index]')) {
      const box = page.getBoundingClientRect();
      const away = Math.hypot(Math.max(box.left - x, x - box.right, 0), Math.max(box.top - y, y - box.bottom, 0));
      if (!nearest || away < nearest.away) nearest = { page, box, away };
    }
    if (!nearest) return null;
    const { page, box } = nearest;
    const index = Number(page.dataset.index);
    const runs = readOf(context.document).runs.known(index);
    if (!runs) return null;
    if (!places.has(runs)) places.set(runs, placesOf(runs));
    const text = places.get(runs);
    if (!text) return null;
    const { rotation, scale } = store.getState();
    const at = unturned({ x: x - box.left, y: y - box.top, width: 0, height: 0 }, rotation, box.width, box.height);
    const { run, along } = caretAt(text, at.x / scale, at.y / scale, anchor?.page === index ? anchor.run : undefined);
    return { page: index, run, offset: offsetAlong(runs[run]!.text, along) };
  };

  const select = (selection: TextSelection) => {
    const before = slice.getState().selection;
    if (before && isSamePoint(before.anchor, selection.anchor) && isSamePoint(before.focus, selection.focus)) return drawSelection(context);
    slice.setState({ selection, all: false });
    drawSelection(context);
  };

  const draw = () => {
    if (!dragging) return;
    const { x, y, anchor, grain } = dragging;
    const at = placeAt(x, y, anchor.from);
    const runs = at && readOf(context.document).runs.known(at.page);
    if (runs) select(spanning(anchor, extentAt(runs, at, grain)));
  };

  const end = () => {
    dragging = null;
    clearInterval(timer);
  };

  root.addEventListener(
    'mousedown',
    (event) => {
      const target = event.target as HTMLElement;
      const pages = target.closest<HTMLElement>('.ode-pages');
      if (event.button !== 0 || event.defaultPrevented || !pages || target.closest(OTHERS)) return;
      if (target === pages && (event.offsetX >= pages.clientWidth || event.offsetY >= pages.clientHeight)) return; // a scroll bar
      if (root.dataset.hand !== undefined || store.getState().presenting) return;
      if ((event as MouseEvent & { sourceCapabilities?: { firesTouchEvents: boolean } | null }).sourceCapabilities?.firesTouchEvents)
        return;
      const { clientX: x, clientY: y } = event;
      const before = event.shiftKey ? (slice.getState().selection?.anchor ?? null) : null;
      const at = placeAt(x, y, before);
      const runs = at && readOf(context.document).runs.known(at.page);
      if (!runs) return;
      event.preventDefault();
      context.pages.focus();
      const grain = before ? 'letter' : GRAINS[Math.min(Math.max(event.detail, 1), GRAINS.length) - 1]!;
      dragging = { x, y, anchor: before ? { from: before, to: before } : extentAt(runs, at, grain), grain };
      draw();
      clearInterval(timer);
      timer = setInterval(() => {
        if (!dragging) return;
        const box = pages.getBoundingClientRect();
        const [x, y] = [outside(dragging.x, box.left, box.right), outside(dragging.y, box.top, box.bottom)];
        if (x || y) pages.scrollBy(x * PULL, y * PULL);
        if (x || y) draw();
      }, OFTEN);
    },
    { signal },
  );
  owner.defaultView!.addEventListener(
    'mousemove',
    (event) => {
      if (!dragging) return;
      if (!(event.buttons & 1)) return end();
      Object.assign(dragging, { x: event.clientX, y: event.clientY });
      draw();
    },
    { signal },
  );
  owner.defaultView!.addEventListener('mouseup', end, { signal });

  // What is selected in any other way: by the keyboard, by a finger.
  owner.addEventListener(
    'selectionchange',
    () => {
      const area = areaOf(context);
      const shown = owner.getSelection();
      if (!area || !shown || dragging) return;
      if (shown.anchorNode === area && shown.focusNode === area && !shown.isCollapsed) return;
      const [anchor, focus] = [pointOf(area, shown.anchorNode, shown.anchorOffset), pointOf(area, shown.focusNode, shown.focusOffset)];
      // An end whose page has gone for now is still selected.
      if (!anchor || !focus) return;
      const before = slice.getState().selection;
      if (before && !slice.getState().all && isSamePoint(before.anchor, anchor) && isSamePoint(before.focus, focus)) return;
      slice.setState({ selection: { anchor, focus }, all: false });
    },
    { signal },
  );
  return () => {
    abort.abort();
    end();
  };
}

/** How far a point is outside of an extent; negative: before it. */
function outside(value: number, low: number, high: number): number {
  return value < low ? value - low : value > high ? value - high : 0;
}
