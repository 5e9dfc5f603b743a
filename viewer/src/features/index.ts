import type { Feature } from '../core/feature.js';
import { arrange } from './arrange/index.js';
import { find } from './find/index.js';
import { links } from './links/index.js';
import { navigate } from './navigate/index.js';
import { notice } from './notice/index.js';
import { sidePanel } from './side-panel/index.js';
import { text } from './text/index.js';
import { zoom } from './zoom/index.js';

/** What a viewer has; `<OdeViewer without={['zoom']}>` leaves some out. Layers lie over pages in this order. */
export const FEATURES: readonly Feature[] = [sidePanel, navigate, zoom, arrange, text, find, links, notice];
