import { ListRestart } from 'lucide-react';
import type { Feature } from '../../core/feature.js';
import { FormLayer } from './form-layer.js';
import { FormsOverlay } from './overlay.js';

/** Forms that are filled in (ISO 32000-2, 12.7). The engine draws the values; the file is not changed, and no script is run. */
export const forms: Feature = {
  name: 'forms',
  PageLayer: FormLayer,
  Overlay: FormsOverlay,
  commands: [
    {
      id: 'forms.reset',
      label: 'forms.reset',
      icon: ListRestart,
      menu: 'forms',
      enabled: ({ edits }) => Object.keys(edits).length > 0,
      run: async (context) => {
        const { reset } = await import('./fill.js');
        await reset(context);
      },
    },
  ],
};
