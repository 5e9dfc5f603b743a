import type { ViewerContext } from '../../core/context.js';

/** What has the keyboard by turns, in the order in which it stands. */
const REGIONS = '.ode-toolbar, .ode-find, .ode-side-panel, .ode-pages, .ode-find-list';
/** Where one is in it: in a list or a tree, where one writes, at the tab that is shown. */
const PLACES = ['.ode-tab [role][tabindex="0"]', '.ode-find-box input', '[role=tab][data-state=active]'];

/** Gives the keyboard to the next region, or by -1 to the one before. */
export function go({ root, pages }: ViewerContext, by: 1 | -1): void {
  const regions = [...(root?.querySelectorAll<HTMLElement>(REGIONS) ?? [])].filter((region) => region.getClientRects().length);
  const at = regions.findIndex((region) => region.matches(':focus-within'));
  const next = regions[(Math.max(at, 0) + by + regions.length) % regions.length];
  if (!next || next.matches('.ode-pages')) pages.focus();
  else (PLACES.map((place) => next.querySelector<HTMLElement>(place)).find(Boolean) ?? next).focus();
}
