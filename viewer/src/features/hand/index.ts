import { Hand } from 'lucide-react';
import type { Feature } from '../../core/feature.js';
import { startHand } from './hand.js';
import './hand.css';

/** Moves the pages by pulling at them: with the tool, or as long as the space bar is held. */
export const hand: Feature = {
  name: 'hand',
  commands: [
    {
      id: 'hand.toggle',
      label: 'hand.toggle',
      icon: Hand,
      shortcuts: ['h'],
      menu: 'zoom',
      pressed: ({ tool }) => tool === 'hand',
      run: ({ store }) => store.setState(({ tool }) => ({ tool: tool === 'hand' ? 'select' : 'hand' })),
    },
  ],
  start: startHand,
};
