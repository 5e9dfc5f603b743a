import { Printer } from 'lucide-react';
import { createElement } from 'react';
import { useSlice } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { lazily } from '../../shell/lazily.js';
import { PRINT } from './state.js';

const Dialog = lazily(() => import('./print.js'));

function Overlay() {
  const open = useSlice(PRINT, (state) => state.open);
  return open ? createElement(Dialog) : null;
}

/** The document on paper: a sheet a page, in the page's own size. */
export const print: Feature = {
  name: 'print',
  Overlay,
  commands: [
    {
      id: 'print.open',
      label: 'print.label',
      icon: Printer,
      shortcuts: ['Mod+p'],
      toolbar: { group: 'end', order: 40, narrow: 'menu' },
      run: (context) => context.slice(PRINT).setState({ open: true }),
    },
  ],
};
