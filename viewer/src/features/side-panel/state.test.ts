import { expect, test } from 'vitest';
import type { Feature, PanelTab } from '../../core/feature.js';
import type { ViewerState } from '../../core/store.js';
import { shownTab, tabsOf } from './state.js';

const tab = (id: string, order: number, available?: () => boolean) => ({ id, order, available }) as PanelTab;

test('tabs of all features come in their order, without those that the document has nothing for', () => {
  const features: Feature[] = [
    { name: 'a', tabs: [tab('outline', 2), tab('layers', 4, () => false)] },
    { name: 'b' },
    { name: 'c', tabs: [tab('pages', 1)] },
  ];
  expect(tabsOf(features, {} as ViewerState).map(({ id }) => id)).toEqual(['pages', 'outline']);
});

test('the tab that is shown is the last one looked at, or the first that there is', () => {
  const features: Feature[] = [{ name: 'a', tabs: [tab('outline', 2), tab('pages', 1), tab('layers', 3, () => false)] }];
  const shown = (last: string) => shownTab(features, { panel: { open: true, tab: last } } as ViewerState)?.id;
  expect([shown('outline'), shown('layers'), shown('')]).toEqual(['outline', 'pages', 'pages']);
});
