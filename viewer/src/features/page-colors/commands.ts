import { Contrast, Moon, Palette, Sun, type LucideIcon } from 'lucide-react';
import { createStore } from 'zustand/vanilla';
import type { Command } from '../../core/commands.js';
import type { Slice } from '../../core/context.js';
import type { PageColors } from '../../core/store.js';

/** Whether own colours are being chosen. */
export const CHOOSING: Slice<{ open: boolean }> = { name: 'page-colors', create: () => createStore(() => ({ open: false })) };

const KINDS: readonly [Exclude<PageColors, 'custom'>, LucideIcon][] = [
  ['original', Sun],
  ['dark', Moon],
  ['sepia', Contrast],
];

export const commands: readonly Command[] = [
  ...KINDS.map(([colors, icon]): Command => ({
    id: `colors.${colors}`,
    label: `colors.${colors}`,
    icon,
    menu: 'colors',
    pressed: (state) => state.colors === colors,
    run: ({ store }) => store.setState({ colors }),
  })),
  {
    id: 'colors.custom',
    label: 'colors.custom',
    icon: Palette,
    menu: 'colors',
    pressed: (state) => state.colors === 'custom',
    run: (context, inks) => {
      // A program names them; a reader is asked.
      if (inks && typeof inks === 'object' && 'ink' in inks && 'paper' in inks)
        context.store.setState({ colors: 'custom', inks: { ink: String(inks.ink), paper: String(inks.paper) } });
      else context.slice(CHOOSING).setState({ open: true });
    },
  },
];
