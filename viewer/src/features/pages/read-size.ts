import type { RequestOptions } from '@ode/engine/browser';
import { withSize } from '../../core/sizes.js';
import type { ViewerStore } from '../../core/store.js';

/** Sees to it that the viewer knows a page's own size: of a file on a server it is guessed until the page is read. */
export async function readSize(store: ViewerStore, index: number, options: RequestOptions): Promise<void> {
  const { document } = store.getState();
  const size = await document.readPageSize(index, options);
  if (store.getState().sizes[index] !== size) store.setState({ sizes: withSize(document, index, size) });
}
