import type { ViewerContext } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { FindBar } from './find.js';
import { HitLayer } from './hit-layer.js';
import { commands } from './commands.js';
import { FindSide } from './side.js';
import { FIND } from './state.js';

export const find: Feature = { name: 'find', commands, Overlay: FindBar, PageLayer: HitLayer, Beside: FindSide, start };

/** What searches comes when the search box is opened for the first time. */
function start(context: ViewerContext): () => void {
  const slice = context.slice(FIND);
  let gone = false;
  let end = () => undefined as void;
  const begin = async ({ open }: { open: boolean }) => {
    if (!open) return;
    unsubscribe();
    const { startFinding } = await import('./search.js');
    if (!gone) end = startFinding(context);
  };
  const unsubscribe = slice.subscribe((state) => void begin(state));
  void begin(slice.getState());
  return () => {
    gone = true;
    unsubscribe();
    end();
  };
}
