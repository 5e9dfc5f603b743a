import { useEffect, useState } from 'react';
import { heldPages, type Range } from './state.js';

/** The pages from one end of the selection to the other: they have to stay, or what is selected on them would go. */
export function useSelectedPages(): Range | null {
  const [range, setRange] = useState<Range | null>(null);
  useEffect(() => {
    const look = () => {
      const selection = document.getSelection();
      const next = selection && !selection.isCollapsed ? heldPages(pageOf(selection.anchorNode), pageOf(selection.focusNode)) : null;
      setRange((before) => (before?.[0] === next?.[0] && before?.[1] === next?.[1] ? before : next));
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, []);
  return range;
}

/** The page that a node is on, counted from 0; null: none. */
function pageOf(node: Node | null): number | null {
  const element = node instanceof Element ? node : node?.parentElement;
  const index = element?.closest<HTMLElement>('[data-index]')?.dataset.index;
  return index === undefined ? null : Number(index);
}
