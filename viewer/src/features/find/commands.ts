import { Search } from 'lucide-react';
import type { Command } from '../../core/commands.js';
import { goOn } from './go-on.js';
import { FIND, PLAIN, type FindSettings } from './state.js';

export const commands: readonly Command[] = [
  {
    id: 'find.open',
    label: 'find.open',
    icon: Search,
    shortcuts: ['Mod+f'],
    toolbar: { group: 'end', order: 0 },
    run: (context) => context.slice(FIND).setState(({ asked }) => ({ open: true, asked: asked + 1 })),
  },
  { id: 'find.next', label: 'find.next', shortcuts: ['F3', 'Mod+g'], run: (context) => goOn(context, 1) },
  { id: 'find.previous', label: 'find.previous', shortcuts: ['Shift+F3', 'Mod+Shift+g'], run: (context) => goOn(context, -1) },
  {
    // The argument: a text, or settings with the text as `query`.
    id: 'find.search',
    label: 'find.open',
    run(context, argument) {
      const { query, ...settings } =
        typeof argument === 'string' ? { query: argument } : (argument as Partial<FindSettings> & { query: string });
      context.slice(FIND).setState({ open: true, query, settings: { ...PLAIN, ...settings } });
    },
  },
  {
    id: 'find.close',
    label: 'find.close',
    shortcuts: ['Escape'],
    run(context) {
      const slice = context.slice(FIND);
      if (!slice.getState().open) return false;
      slice.setState({ open: false });
      context.pages.focus();
    },
  },
];
