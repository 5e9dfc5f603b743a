import type { ViewerContext } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import type { Place } from '../../core/place.js';
import { commands } from './commands.js';
import { HISTORY, jumped } from './state.js';

/** The way back from every jump. */
export const history: Feature = { name: 'history', commands };

/** Keeps a jump of the reader's. */
export function recordJump(context: ViewerContext, from: Place, to: Place, merge?: string): void {
  const slice = context.slice(HISTORY);
  const { browser } = slice.getState();
  if (browser) browser.push(from, to, merge);
  else slice.setState((trail) => jumped(trail, from, to, merge));
}
