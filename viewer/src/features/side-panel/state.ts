import type { Feature, PanelTab } from '../../core/feature.js';
import type { ViewerState } from '../../core/store.js';

/** The tabs of all features that the document has something for, in their order. */
export function tabsOf(features: readonly Feature[], state: ViewerState): PanelTab[] {
  return features
    .flatMap(({ tabs = [] }) => tabs)
    .filter(({ available }) => available?.(state) !== false)
    .sort((a, b) => a.order - b.order);
}

/** The tab that is looked at: the last one, where the document has something for it. */
export function shownTab(features: readonly Feature[], state: ViewerState): PanelTab | undefined {
  const tabs = tabsOf(features, state);
  return tabs.find(({ id }) => id === state.panel.tab) ?? tabs[0];
}
