import { Redo2, Undo2 } from 'lucide-react';
import type { Command } from '../../core/commands.js';
import type { ViewerContext } from '../../core/context.js';
import { HISTORY, stepped } from './state.js';

export const commands: readonly Command[] = [
  {
    id: 'history.back',
    label: 'history.back',
    icon: Undo2,
    shortcuts: ['Alt+ArrowLeft'],
    menu: 'history',
    run: (context) => step(context, -1),
  },
  {
    id: 'history.forward',
    label: 'history.forward',
    icon: Redo2,
    shortcuts: ['Alt+ArrowRight'],
    menu: 'history',
    run: (context) => step(context, 1),
  },
];

function step(context: ViewerContext, steps: number): void {
  const slice = context.slice(HISTORY);
  // The browser's history has what was before the document, too.
  if (slice.getState().browser) return history.go(steps);
  const from = context.pages.place();
  const found = from && stepped(slice.getState(), steps, from);
  if (!found) return;
  slice.setState(found.trail);
  context.pages.restore(found.to);
}
