import { useEffect } from 'react';
import type { Destination } from '@ode/engine/browser';
import type { ViewerContext } from '../../core/context.js';
import { HISTORY } from '../history/state.js';
import type { Place } from '../../core/place.js';
import { destinationOf, fragmentOf, parseFragment, type Fragment } from './state.js';
import { ADDRESS } from './asked.js';

/** The address follows when the pages have stood still for so many ms. */
const STILL = 400;

/** An entry of the browser's history: whose it is, and what was seen. */
interface Kept {
  viewer: string;
  place: Place;
  merge?: string;
}

/** The viewer whose entry it is. */
function ownerOf(state: unknown): string | undefined {
  return (state as { ode?: Partial<Kept> } | null)?.ode?.viewer;
}

/** Null where nothing has been seen yet. */
function keptIn(state: unknown): Kept | null {
  const kept = (state as { ode?: Kept } | null)?.ode;
  return kept?.place ? kept : null;
}

/**
 * Binds the page's address to what is seen: it is heeded at the start and whenever it changes, it follows, and every jump is
 * an entry of the browser's history. `name` tells this viewer's entries from those of others on the page; null: leaves the
 * address alone.
 */
export function useAddress(context: ViewerContext, name: string | null): void {
  useEffect(() => {
    if (name === null) return;
    const address = context.slice(ADDRESS);
    // As it was heeded or written last.
    let known = location.hash;
    const write = (method: 'pushState' | 'replaceState', place: Place, merge?: string) => {
      // Another viewer's entry is not written over: it may have been opened just now, while this one waited to stand still.
      if (method === 'replaceState' && (ownerOf(history.state) ?? name) !== name) return;
      const kept: Kept = { viewer: name, place, ...(merge !== undefined && { merge }) };
      const fragment = fragmentOf(place, context.store.getState().sizes[place.page]!);
      try {
        history[method]({ ...history.state, ode: kept }, '', `${location.pathname}${location.search}${fragment}`);
        known = location.hash;
      } catch {
        // A frame without an origin has no address to follow.
      }
    };

    const [state, first] = [keptIn(history.state), !address.getState().heeded];
    if (state?.viewer === name) void restore(context, state.place);
    else if (first) void heed(context, parseFragment(location.hash));
    address.setState({ heeded: true, ...(state?.viewer === name && { place: true }) });

    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (location.hash !== known) {
          // It has been changed just now: `hashchange` is about to tell.
          known = location.hash;
          return follow();
        }
        const place = context.pages.place();
        if (place) write('replaceState', place, keptIn(history.state)?.merge);
      }, STILL);
    };
    const changed = () => {
      known = location.hash;
      // What was gone back to is told by `popstate`, with what was seen.
      if (!keptIn(history.state)) void heed(context, parseFragment(location.hash));
    };
    const popped = ({ state }: PopStateEvent) => {
      known = location.hash;
      const kept = keptIn(state);
      if (kept?.viewer !== name) return;
      clearTimeout(timer);
      restore(context, kept.place);
    };
    context.slice(HISTORY).setState({
      browser: {
        push(from, to, merge) {
          clearTimeout(timer);
          const joins = merge !== undefined && keptIn(history.state)?.merge === merge;
          if (!joins) write('replaceState', from, keptIn(history.state)?.merge);
          write(joins ? 'replaceState' : 'pushState', to, merge);
        },
      },
    });
    follow();
    const ends = [context.onMove(follow), () => clearTimeout(timer)];
    window.addEventListener('hashchange', changed);
    window.addEventListener('popstate', popped);
    return () => {
      for (const end of ends) end();
      window.removeEventListener('hashchange', changed);
      window.removeEventListener('popstate', popped);
      context.slice(HISTORY).setState({ browser: null });
    };
  }, [context, name]);
}

function restore(context: ViewerContext, place: Place): void {
  context.pages.restore(place);
}

async function heed(context: ViewerContext, fragment: Fragment): Promise<void> {
  const { store, pages } = context;
  const address = context.slice(ADDRESS);
  if (fragment.zoom) store.setState({ zoom: fragment.zoom });
  if (fragment.panel !== undefined)
    store.setState(({ panel }) => ({ panel: fragment.panel ? { open: true, tab: fragment.panel } : { ...panel, open: false } }));
  const { sizes, page } = store.getState();
  const destination: Destination | null = destinationOf(fragment, sizes, page);
  address.setState({
    zoom: !!fragment.zoom,
    panel: fragment.panel !== undefined,
    place: !!destination || !!fragment.named || !!fragment.search,
  });
  if (fragment.search) context.run('find.search', fragment.search);
  if (destination) pages.goTo(destination, { exact: true, entry: false });
  if (!fragment.named) return;
  const named = await context.document.namedDestinations();
  const found = named.find(({ name }) => name === fragment.named);
  if (found) pages.goTo(found.destination, { entry: false });
}
