import { OdeError, type FindHit } from '@ode/engine/browser';
import type { ViewerContext } from '../../core/context.js';
import { reveal } from './go-on.js';
import { FIND, MOST_HITS, NOTHING, place, withHits } from './state.js';

/** Hits are shown as they come, this often, in ms; the first at once. */
const OFTEN = 50;

/** Searches whenever the bar, its text or its settings have changed; what was searched before is dropped. */
export function startFinding(context: ViewerContext): () => void {
  const slice = context.slice(FIND);
  let abort = new AbortController();

  const search = async () => {
    abort.abort();
    const { signal } = (abort = new AbortController());
    const { open, query, settings, current } = slice.getState();
    slice.setState({ ...NOTHING, progress: open && query ? 'searching' : 'idle' });
    // An empty text is nowhere; but what searches is there then when one is typed.
    if (open && !query)
      void context.document
        .find('')
        .next()
        .catch(() => undefined);
    if (!open || !query) return;
    let found: FindHit[] = [];
    let shown = 0;
    let count = 0;
    const show = () => {
      const first = slice.getState().current === null;
      slice.setState((state) => withHits(state, found));
      found = [];
      shown = performance.now();
      // While the text is typed, one hit takes the place of the other.
      if (first) reveal(context, { merge: 'find' });
    };
    try {
      // A query that grows stays where it is.
      const from = current?.page ?? context.store.getState().page;
      for await (const hit of context.document.find(query, { ...settings, from, signal })) {
        found.push(hit);
        if (count++ === 0 || performance.now() - shown > OFTEN) show();
        if (count === MOST_HITS) break;
      }
      if (signal.aborted) return;
      show();
      slice.setState({ progress: 'done' });
    } catch (error) {
      if (signal.aborted) return;
      slice.setState({ progress: error instanceof OdeError && error.code === 'closed' ? 'done' : 'invalid' });
    }
  };

  const end = slice.subscribe((state, before) => {
    if (state.open !== before.open || state.query !== before.query || state.settings !== before.settings) void search();
    if (state.hits !== before.hits || state.current !== before.current || state.progress !== before.progress)
      context.emit('onSearch', {
        query: state.query,
        found: state.hits.length,
        current: place(state),
        done: state.progress !== 'searching',
      });
  });
  if (slice.getState().open) void search();
  return () => {
    end();
    abort.abort();
  };
}
