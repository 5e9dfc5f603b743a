import { PanelLeft } from 'lucide-react';
import type { Command } from '../../core/commands.js';

export const commands: readonly Command[] = [
  {
    id: 'panel.toggle',
    label: 'panel.label',
    icon: PanelLeft,
    shortcuts: ['F4'],
    toolbar: { group: 'start', order: 0 },
    pressed: ({ panel }) => panel.open,
    run({ store, root, pages }) {
      // What had the keyboard goes.
      if (root?.querySelector('.ode-side-panel:focus-within')) pages.focus();
      store.setState(({ panel }) => ({ panel: { ...panel, open: !panel.open } }));
    },
  },
  {
    // The argument: the id of a tab.
    id: 'panel.show',
    label: 'panel.label',
    run: ({ store }, argument) => store.setState({ panel: { open: true, tab: String(argument) } }),
  },
];
