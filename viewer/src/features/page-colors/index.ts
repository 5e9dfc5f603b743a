import type { Feature } from '../../core/feature.js';
import { commands } from './commands.js';
import { ColorsDialog } from './overlay.js';
import { rememberColors, rememberedColors } from './remembered.js';

/** Pages in other colours, which the engine draws: text and drawings change, photographs do not. */
export const pageColors: Feature = {
  name: 'page-colors',
  commands,
  Overlay: ColorsDialog,
  initial: rememberedColors,
  start: ({ store }) =>
    store.subscribe((state, before) => {
      if (state.colors !== before.colors || state.inks !== before.inks) rememberColors(state);
    }),
};
