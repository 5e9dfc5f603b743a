import type { RequestOptions } from '@ode/engine/browser';
import type { ViewerStore } from '../../core/store.js';

/** Sees to it that the viewer knows a page's own size: of a file on a server it is guessed until the page is read. */
export async function readSize(store: ViewerStore, index: number, options: RequestOptions): Promise<void> {
  const size = await store.getState().document.readPageSize(index, options);
  const { sizes } = store.getState();
  if (sizes[index] !== size) store.setState({ sizes: Object.assign([...sizes], { [index]: size }) });
}
