import { Presentation } from 'lucide-react';
import type { Feature } from '../../core/feature.js';
import './presentation.css';

/** Pages one at a time on the whole screen, for an audience. */
export const presentation: Feature = {
  name: 'presentation',
  commands: [
    {
      id: 'presentation.start',
      label: 'presentation.start',
      icon: Presentation,
      shortcuts: ['Mod+Alt+p'],
      menu: 'layout',
      enabled: ({ presenting }) => !presenting,
      run: async (context) => (await import('./present.js')).present(context),
    },
    {
      id: 'presentation.end',
      label: 'presentation.end',
      shortcuts: ['Escape'],
      enabled: ({ presenting }) => presenting,
      run: ({ store }) => store.setState({ presenting: false }),
    },
    {
      id: 'presentation.next',
      label: 'navigate.next',
      shortcuts: [' ', 'ArrowDown'],
      enabled: ({ presenting }) => presenting,
      run: ({ run }) => void run('navigate.next'),
    },
    {
      id: 'presentation.previous',
      label: 'navigate.previous',
      shortcuts: ['Backspace', 'ArrowUp'],
      enabled: ({ presenting }) => presenting,
      run: ({ run }) => void run('navigate.previous'),
    },
  ],
};
