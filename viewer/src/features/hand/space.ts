import type { ViewerContext } from '../../core/context.js';

/** Whether a key that is pressed is the space bar, for the pages: with it held they are pulled. */
export function isSpace(press: KeyboardEvent, { root, store }: ViewerContext): boolean {
  if (press.key !== ' ' || press.defaultPrevented || press.ctrlKey || press.altKey || press.metaKey) return false;
  return press.target === root?.querySelector('.ode-pages') && !store.getState().presenting;
}
