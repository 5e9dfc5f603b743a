import type { ViewerState } from '../../core/store.js';
import { parseColors } from './state.js';

const KEY = 'ode.page-colors';

/** The colours that the reader chose last. Nothing where the browser keeps nothing. */
export function rememberedColors(): Partial<Pick<ViewerState, 'colors' | 'inks'>> {
  try {
    return parseColors(localStorage.getItem(KEY));
  } catch {
    return {};
  }
}

export function rememberColors({ colors, inks }: Pick<ViewerState, 'colors' | 'inks'>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ colors, inks }));
  } catch {
    // Then they are chosen anew the next time.
  }
}
