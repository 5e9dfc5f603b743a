import type { ViewerContext } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { ADDRESS } from '../address/asked.js';
import { remember } from '../remember/index.js';
import { fingerprintOf } from '../remember/state.js';
import { arranged, firstViewOf, type FirstView } from './first-view.js';

/**
 * How a document is shown at first. What the address says wins, then how the document was left, then what the host has said,
 * then what the document asks for; and all of it gives way to a reader who has done something already.
 */
export const opening: Feature = { name: 'opening', start };

/** Who has moved by more than this, in points, has begun to read. */
const MOVED = 24;

function start(context: ViewerContext): () => void {
  const { document, store, pages, initial } = context;
  const before = store.getState();
  const begun = pages.place();
  let gone = false;
  let end = () => undefined as void;

  const open = async () => {
    const view = await firstViewOf(document);
    if (gone) return;
    if (view.title) store.setState({ title: view.title });
    show(context.remember ? view : { ...view, left: null });
    if (!context.remember) return;
    const fingerprint = await fingerprintOf(document);
    if (!gone) end = remember(context, fingerprint);
  };

  const show = (view: FirstView) => {
    const { left, destination } = view;
    const now = store.getState();
    const address = context.slice(ADDRESS).getState();
    const place = pages.place();
    const untouched = !address.place && begun && place && begun.page === place.page && Math.abs(begun.y - place.y) < MOVED;
    const free = (key: 'rotation' | 'layout' | 'panel') => now[key] === before[key] && !(key === 'panel' && address.panel);
    // Where it has been known before the viewer came, all of this is so already, and nothing moves.
    const { rotation = now.rotation, layout = now.layout, panel = now.panel } = arranged(view, initial, context.root?.clientWidth ?? 0);
    store.setState({ ...(free('rotation') && { rotation }), ...(free('layout') && { layout }), ...(free('panel') && { panel }) });
    const zoomed = address.zoom || now.zoom !== before.zoom;
    if (left && untouched) pages.restore(zoomed ? { ...left.place, zoom: now.zoom } : left.place);
    else if (left && !zoomed) store.setState({ zoom: left.place.zoom });
    if (left || !untouched || !destination) return;
    const { page, x, y } = destination;
    pages.goTo(zoomed || initial.zoom ? { page, x, y } : destination, { entry: false });
  };

  void open().catch(() => undefined); // it cannot be told from others, and is not remembered
  return () => {
    gone = true;
    end();
  };
}
