import type { ViewerPreferences } from '@ode/engine/browser';
import type { LayoutMode, ViewerState } from '../../core/store.js';

/** ISO 32000-2, table 29. Two columns scroll; two pages at a time do so here, too. */
const LAYOUTS: Record<string, LayoutMode> = {
  SinglePage: 'page',
  OneColumn: 'continuous',
  TwoColumnLeft: 'spreads',
  TwoColumnRight: 'spreads-cover',
  TwoPageLeft: 'spreads',
  TwoPageRight: 'spreads-cover',
};

const TABS: Record<string, string> = { UseOutlines: 'outline', UseThumbs: 'pages', UseOC: 'layers', UseAttachments: 'attachments' };

/** What a document asks for in the terms of the viewer: `/PageLayout` and `/PageMode`. Full screen is for the reader to ask for. */
export function askedFor({
  pageLayout,
  pageMode,
  nonFullScreenPageMode,
}: ViewerPreferences): Partial<Pick<ViewerState, 'layout' | 'panel'>> {
  const layout = LAYOUTS[pageLayout ?? ''];
  const tab = TABS[(pageMode === 'FullScreen' ? nonFullScreenPageMode : pageMode) ?? ''];
  return { ...(layout && { layout }), ...(tab && { panel: { open: true, tab } }) };
}
