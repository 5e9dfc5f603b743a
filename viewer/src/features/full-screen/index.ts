import { Fullscreen } from 'lucide-react';
import type { Feature } from '../../core/feature.js';

/** The viewer on the whole screen. F11 would be the whole browser: there the browser's own key is left alone. */
export const fullScreen: Feature = {
  name: 'full-screen',
  commands: [
    {
      id: 'full-screen.toggle',
      label: 'full-screen.toggle',
      icon: Fullscreen,
      shortcuts: ['f'],
      toolbar: { group: 'end', order: 34, narrow: 'menu' },
      async run({ root, pages }) {
        if (!root) return;
        // Who forbids it, a frame for example, leaves the viewer as it is.
        if (root.ownerDocument.fullscreenElement) await root.ownerDocument.exitFullscreen().catch(() => undefined);
        else await root.requestFullscreen().catch(() => undefined);
        pages.focus();
      },
    },
  ],
};
