import { Keyboard } from 'lucide-react';
import { createElement, lazy, Suspense } from 'react';
import { createStore } from 'zustand/vanilla';
import { useSlice, type Slice } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';

const Sheet = lazy(() => import('./shortcuts.js'));

export const SHORTCUTS: Slice<{ open: boolean }> = { name: 'shortcuts', create: () => createStore(() => ({ open: false })) };

function Overlay() {
  const open = useSlice(SHORTCUTS, (state) => state.open);
  return open ? createElement(Suspense, null, createElement(Sheet)) : null;
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
