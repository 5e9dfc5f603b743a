/** The app in somebody's iframe: the page around it gives commands and is told what happens, see `@ode/viewer/frame`. */
import type { ViewerEvents, ViewerHandle } from '@ode/viewer';
import { framesAreRuled, serveFrame } from '@ode/viewer/frame-host';

/** Whether there is a page around this one. It keeps the keyboard. */
export const isFramed = window.parent !== window;

let viewer: ViewerHandle | null = null;
let open: (url: string) => void = () => undefined;

const served = isFramed
  ? serveFrame({
      viewer: () => viewer,
      open: (url) => open(url),
      isAllowed: async (origin) => origin === location.origin || framesAreRuled(),
    })
  : null;

/** Props of the viewer that tell the page around. */
export const frameEvents: ViewerEvents = served?.events ?? {};

/** A ref for the viewer that takes the commands. */
export function attachViewer(handle: ViewerHandle | null): void {
  viewer = handle;
}

/** What opens the documents that the page around asks for. */
export function attachOpener(opener: typeof open): void {
  open = opener;
}
