import type { ViewerPreferences } from '@ode/engine/browser';
import type { ViewerContext } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { ADDRESS } from '../address/asked.js';
import { remember } from '../remember/index.js';
import { fingerprintOf, leftOf } from '../remember/state.js';
import { askedFor } from './state.js';

/**
 * How a document is shown at first. What the address says wins, then how the document was left, then what the host has said,
 * then what the document asks for; and all of it gives way to a reader who has done something already.
 */
export const opening: Feature = { name: 'opening', start };

/** Where there is no room beside the pages, a panel is opened by the reader alone: CSS pixels. */
const NARROW = 620;
/** Who has moved by more than this, in points, has begun to read. */
const MOVED = 24;

function start(context: ViewerContext): () => void {
  const { document, store, pages, initial } = context;
  const before = store.getState();
  const begun = pages.place();
  let gone = false;
  let end = () => undefined as void;

  const open = async () => {
    const fingerprint = context.remember ? await fingerprintOf(document) : null;
    const left = fingerprint === null ? null : leftOf(fingerprint);
    const preferences = await document.viewerPreferences().catch((): ViewerPreferences => ({}));
    const title = preferences.displayDocTitle ? (await document.metadata()).title : undefined;
    if (gone) return;
    if (title?.trim()) store.setState({ title: title.trim() });
    show(left, preferences);
    if (fingerprint !== null) end = remember(context, fingerprint);
  };

  const show = (left: ReturnType<typeof leftOf>, preferences: ViewerPreferences) => {
    const now = store.getState();
    const address = context.slice(ADDRESS).getState();
    const place = pages.place();
    const untouched = !address.place && begun && place && begun.page === place.page && Math.abs(begun.y - place.y) < MOVED;
    const wanted = left ? { rotation: left.rotation, layout: left.layout, panel: left.panel } : { ...askedFor(preferences), ...initial };
    const free = (key: 'rotation' | 'layout' | 'panel') => now[key] === before[key] && !(key === 'panel' && address.panel);
    const { rotation = now.rotation, layout = now.layout, panel = now.panel } = wanted;
    store.setState({
      ...(free('rotation') && { rotation }),
      ...(free('layout') && { layout }),
      ...(free('panel') && (!panel.open || now.viewport.width > NARROW) && { panel }),
    });
    const zoomed = address.zoom || now.zoom !== before.zoom;
    if (left && untouched) pages.restore(zoomed ? { ...left.place, zoom: now.zoom } : left.place);
    else if (left && !zoomed) store.setState({ zoom: left.place.zoom });
    const { destination } = preferences;
    if (left || !untouched || !destination) return;
    const { page, x, y } = destination;
    pages.goTo(zoomed || initial.zoom ? { page, x, y } : destination, { entry: false });
  };

  void open().catch(() => undefined); // a document that says nothing of itself is shown as any
  return () => {
    gone = true;
    end();
  };
}
