import type { Jump, ViewerContext } from '../../core/context.js';
import { boxOf, FIND, hitFrom } from './state.js';

/** Goes so many hits on. A search that was closed is taken up again. */
export function goOn(context: ViewerContext, steps: number): void {
  const slice = context.slice(FIND);
  const { open, query } = slice.getState();
  if (!open || !query) return void slice.setState(({ asked }) => ({ open: true, asked: asked + 1 }));
  const current = hitFrom(slice.getState(), steps);
  if (!current) return;
  slice.setState({ current });
  reveal(context);
}

/** Shows the hit that the reader is at. */
export function reveal(context: ViewerContext, jump?: Jump): void {
  const { current } = context.slice(FIND).getState();
  if (current) context.pages.reveal(current.page, boxOf(current), jump);
}
