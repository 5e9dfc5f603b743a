import type { ViewerContext } from '../../core/context.js';
import { keepLeft } from './state.js';

/** It is kept when the pages have stood still for so many ms. */
const STILL = 500;

/** From now on keeps how the document is seen, for when it is opened again; returns what ends it. */
export function remember(context: ViewerContext, fingerprint: string): () => void {
  const { store, pages } = context;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // When the viewer goes, its pages have gone already.
  let seen = pages.place();
  const keep = () => {
    clearTimeout(timer);
    const { rotation, layout, panel, presenting } = store.getState();
    const place = pages.place() ?? seen;
    // An audience's view is not how the reader left it.
    if (place && !presenting) keepLeft(fingerprint, { place, rotation, layout, panel, at: Date.now() });
  };
  const soon = () => {
    clearTimeout(timer);
    seen = pages.place() ?? seen;
    timer = setTimeout(keep, STILL);
  };
  const ends = [context.onMove(soon), store.subscribe(soon)];
  window.addEventListener('pagehide', keep);
  return () => {
    keep();
    clearTimeout(timer);
    for (const end of ends) end();
    window.removeEventListener('pagehide', keep);
  };
}
