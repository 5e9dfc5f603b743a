import { useEffect } from 'react';
import type { ViewerContext } from '../core/context.js';

/** Where the viewer listens for its shortcuts: in itself, or in the whole page where it is alone. */
export type KeyScope = 'viewer' | 'page';

/** Home, End and the arrows belong to what has the keyboard where that is no page: a tab, a menu, a slider, the reader view. */
const MOVES = /^(Arrow|Home$|End$|Page)/;
const OWN_MOVES = 'dialog, [role=toolbar], [role=tablist], [role=menu], [role=tree], [role=listbox], [data-own-moves]';

/** Runs the commands whose shortcuts are pressed. */
export function useShortcuts(context: ViewerContext, root: HTMLElement | null, scope: KeyScope): void {
  useEffect(() => {
    const target = scope === 'page' ? window : root;
    if (!target) return;
    const press = (event: Event) => {
      const key = event as KeyboardEvent;
      if (key.defaultPrevented) return;
      const at = key.target instanceof HTMLElement ? key.target : null;
      const held = key.ctrlKey || key.metaKey;
      // Keys such as F3 and Escape type nothing; what is written is selected, copied and undone as everywhere.
      if (at && held && /^[acvxyz]$/i.test(key.key) && isWritten(at)) return;
      if (at && !held && !/^(F\d|Escape)/.test(key.key) && isWritten(at)) return;
      // React hears the keys of a dialog later than this.
      const isMove = MOVES.test(key.key) && !held && !key.altKey;
      if (at?.closest(isMove ? OWN_MOVES : 'dialog')) return;
      // A page that is scrolled sideways is scrolled by the arrows.
      if (/^Arrow/.test(key.key) && !key.altKey && scrollsSideways(root)) return;
      if (context.commands.byKey(key).some(({ id }) => context.run(id))) key.preventDefault();
    };
    target.addEventListener('keydown', press);
    return () => target.removeEventListener('keydown', press);
  }, [context, root, scope]);

  // A click on a button leaves the keys with the pages, unless what it does has taken them. By the keyboard (then there is no
  // click count) one stays where one is.
  useEffect(() => {
    if (!root) return;
    const click = (event: MouseEvent) => {
      const button = (event.target as Element).closest('button');
      if (!button?.closest('.ode-toolbar, .ode-find') || button.ariaHasPopup === 'menu') return;
      if (event.detail > 0 && [button, root.ownerDocument.body].includes(root.ownerDocument.activeElement as HTMLElement))
        context.pages.focus();
    };
    root.addEventListener('click', click);
    return () => root.removeEventListener('click', click);
  }, [context, root]);
}

function isWritten(element: HTMLElement): boolean {
  return /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable;
}

function scrollsSideways(root: HTMLElement | null): boolean {
  const pages = root?.querySelector('.ode-pages');
  return !!pages && pages.scrollWidth > pages.clientWidth;
}
