import { Hand } from 'lucide-react';
import type { ViewerContext } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { isSpace } from './space.js';
import './hand.css';

/** Moves the pages by pulling at them: with the tool, or as long as the space bar is held. */
export const hand: Feature = {
  name: 'hand',
  commands: [
    {
      id: 'hand.toggle',
      label: 'hand.toggle',
      icon: Hand,
      shortcuts: ['h'],
      menu: 'zoom',
      pressed: ({ tool }) => tool === 'hand',
      run: ({ store }) => store.setState(({ tool }) => ({ tool: tool === 'hand' ? 'select' : 'hand' })),
    },
  ],
  start,
};

/** What pulls comes with the tool, or with the first press of the space bar, of which it is told. */
function start(context: ViewerContext): () => void {
  const { root, store } = context;
  const until = new AbortController();
  const { signal } = until;
  const keys: KeyboardEvent[] = [];
  let loading: Promise<void> | undefined;
  let end = () => undefined as void;
  const load = async () => {
    const { startHand } = await import('./hand.js');
    if (signal.aborted) return;
    until.abort();
    end = startHand(context, keys);
  };
  // Where it cannot be loaded the space bar is the browser's again.
  const begin = () => void (loading ??= load().catch(() => until.abort()));
  const look = () => store.getState().tool === 'hand' && begin();
  const heed = (event: KeyboardEvent) => {
    if (!isSpace(event, context)) return;
    event.preventDefault();
    keys.push(event);
    begin();
  };
  root?.addEventListener('keydown', heed, { signal });
  root?.addEventListener('keyup', heed, { signal });
  const unsubscribe = store.subscribe(look);
  look();
  return () => {
    until.abort();
    unsubscribe();
    end();
  };
}
