import { Keyboard } from 'lucide-react';
import { createElement } from 'react';
import { useSlice } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { lazily } from '../../shell/lazily.js';
import { SHORTCUTS } from './state.js';

const Sheet = lazily(() => import('./shortcuts.js'));

function Overlay() {
  const open = useSlice(SHORTCUTS, (state) => state.open);
  return open ? createElement(Sheet) : null;
}

/** The sheet of all shortcuts. */
export const shortcuts: Feature = {
  name: 'shortcuts',
  Overlay,
  commands: [
    {
      id: 'shortcuts.show',
      label: 'shortcuts.label',
      icon: Keyboard,
      shortcuts: ['?'],
      menu: 'help',
      run: (context) => context.slice(SHORTCUTS).setState({ open: true }),
    },
  ],
};
