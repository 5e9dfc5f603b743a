import { MARGIN } from '../pages/layout.js';
import { turned } from '../pages/page-sizes.js';
import type { ViewerState } from '../../core/store.js';

/** The page, counted from 0, that somebody means who typed this: a page's label, or its number, from 1; null: no page at all. */
export function pageOf(typed: string, count: number, labels: readonly string[] = []): number | null {
  const name = typed.trim();
  const exact = labels.indexOf(name);
  const labelled = exact >= 0 ? exact : labels.findIndex((label) => label.toLowerCase() === name.toLowerCase());
  if (name !== '' && labelled >= 0) return labelled;
  const wanted = Number(typed);
  if (typed.trim() === '' || !Number.isInteger(wanted)) return null;
  return Math.min(count, Math.max(1, wanted)) - 1;
}

/** The first page of the next row, or of the one before: a page on, and in spreads two. Beyond either end: no page. */
export function neighbour({ layout, page }: Pick<ViewerState, 'layout' | 'page'>, direction: 1 | -1): number {
  if (layout === 'spreads') return (Math.floor(page / 2) + direction) * 2;
  if (layout === 'spreads-cover') {
    const row = Math.ceil(page / 2) + direction;
    return row === 0 ? 0 : 2 * row - 1;
  }
  return page + direction;
}

/** Whether a page that is shown alone, or beside others, is seen from top to bottom: there is nothing to scroll that way, so PageDown turns it. */
export function isWhole({ layout, sizes, page, rotation, scale, viewport }: ViewerState): boolean {
  const isAlone = layout === 'page' || layout === 'horizontal';
  return isAlone && turned(sizes[page]!, rotation).height * scale + 2 * MARGIN <= viewport.height + 1;
}
