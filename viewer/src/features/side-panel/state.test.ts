import { expect, test } from 'vitest';
import type { Feature, PanelTab } from '../../core/feature.js';
import type { ViewerState } from '../../core/store.js';
import { tabsOf } from './state.js';

const tab = (id: string, order: number, available?: () => boolean) => ({ id, order, available }) as PanelTab;

test('tabs of all features come in their order, without those that the document has nothing for', () => {
  const features: Feature[] = [
    { name: 'a', tabs: [tab('outline', 2), tab('layers', 4, () => false)] },
    { name: 'b' },
    { name: 'c', tabs: [tab('pages', 1)] },
  ];
  expect(tabsOf(features, {} as ViewerState).map(({ id }) => id)).toEqual(['pages', 'outline']);
});
