/** The app in somebody's iframe: the page around it gives commands and is told what happens, see `@ode/viewer/frame`. */
import type { ViewerEvents, ViewerHandle } from '@ode/viewer';

/** Whether there is a page around this one. It keeps the keyboard. */
export const isFramed = window.parent !== window;

/** Props of the viewer that tell the page around. */
export let frameEvents: ViewerEvents = {};

let viewer: ViewerHandle | null = null;
let open: (url: string) => void = () => undefined;

/** Answers the page around this one. To be waited for before the viewer is made, which tells what happens from then on. */
export async function joinFrame(): Promise<void> {
  const { framesAreRuled, serveFrame } = await import('@ode/viewer/frame-host');
  frameEvents = serveFrame({
    viewer: () => viewer,
    open: (url) => open(url),
    isAllowed: async (origin) => origin === location.origin || framesAreRuled(),
  }).events;
}

/** A ref for the viewer that takes the commands. */
export function attachViewer(handle: ViewerHandle | null): void {
  viewer = handle;
}

/** What opens the documents that the page around asks for. */
export function attachOpener(opener: typeof open): void {
  open = opener;
}
