import { BookOpen, Columns2, File, LayoutGrid, RotateCcw, RotateCw, Rows3, StretchVertical, type LucideIcon } from 'lucide-react';
import type { Command } from '../../core/commands.js';
import type { LayoutMode } from '../../core/store.js';
import { turnedBy } from './state.js';

const LAYOUTS: readonly [LayoutMode, LucideIcon][] = [
  ['continuous', Rows3],
  ['page', File],
  ['spreads', Columns2],
  ['spreads-cover', BookOpen],
  ['horizontal', StretchVertical],
  ['wrapped', LayoutGrid],
];

export const commands: readonly Command[] = [
  {
    id: 'rotate.right',
    label: 'rotate.right',
    icon: RotateCw,
    shortcuts: ['r'],
    toolbar: { group: 'end', order: 30, narrow: 'menu' },
    run: ({ store }) => store.setState(({ rotation }) => ({ rotation: turnedBy(rotation, 90) })),
  },
  {
    id: 'rotate.left',
    label: 'rotate.left',
    icon: RotateCcw,
    shortcuts: ['Shift+r'],
    menu: 'rotate',
    run: ({ store }) => store.setState(({ rotation }) => ({ rotation: turnedBy(rotation, -90) })),
  },
  ...LAYOUTS.map(([layout, icon]): Command => ({
    id: `layout.${layout}`,
    label: `layout.${layout}`,
    icon,
    menu: 'layout',
    pressed: (state) => state.layout === layout,
    run: ({ store }) => store.setState({ layout }),
  })),
];
