import type { Command } from '../../core/commands.js';
import { isWhole, neighbour } from './state.js';

export const commands: readonly Command[] = [
  {
    id: 'navigate.next',
    label: 'navigate.next',
    shortcuts: ['n', 'ArrowRight'],
    enabled: ({ page, sizes }) => page < sizes.length - 1,
    run: ({ store, pages }) => pages.goTo({ page: neighbour(store.getState(), 1) }, { entry: false }),
  },
  {
    id: 'navigate.previous',
    label: 'navigate.previous',
    shortcuts: ['p', 'ArrowLeft'],
    enabled: ({ page }) => page > 0,
    run: ({ store, pages }) => pages.goTo({ page: neighbour(store.getState(), -1) }, { entry: false }),
  },
  {
    id: 'navigate.turn',
    label: 'navigate.next',
    shortcuts: ['PageDown'],
    enabled: isWhole,
    run: ({ store, pages }) => pages.goTo({ page: neighbour(store.getState(), 1) }, { entry: false }),
  },
  {
    id: 'navigate.turn-back',
    label: 'navigate.previous',
    shortcuts: ['PageUp'],
    enabled: isWhole,
    run: ({ store, pages }) => pages.goTo({ page: neighbour(store.getState(), -1) }, { entry: false }),
  },
  { id: 'navigate.first', label: 'navigate.first', shortcuts: ['Home'], run: ({ pages }) => pages.goTo({ page: 0 }) },
  {
    id: 'navigate.last',
    label: 'navigate.last',
    shortcuts: ['End'],
    run: ({ store, pages }) => pages.goTo({ page: store.getState().sizes.length - 1 }),
  },
  {
    // The argument: a page from 0, or a `Destination` of the engine's.
    id: 'navigate.go',
    label: 'navigate.page',
    run({ pages }, argument) {
      pages.goTo(typeof argument === 'number' ? { page: argument } : (argument as { page: number }));
    },
  },
  {
    id: 'navigate.type',
    label: 'navigate.page',
    shortcuts: ['Mod+Alt+g'],
    run: ({ root }) => root?.querySelector<HTMLElement>('.ode-page-input input')?.focus(),
  },
];
