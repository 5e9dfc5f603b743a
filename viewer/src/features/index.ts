import type { Feature } from '../core/feature.js';
import { arrange } from './arrange/index.js';
import { attachments } from './attachments/index.js';
import { comments } from './comments/index.js';
import { copy } from './copy/index.js';
import { download } from './download/index.js';
import { find } from './find/index.js';
import { forms } from './forms/index.js';
import { fullScreen } from './full-screen/index.js';
import { hand } from './hand/index.js';
import { history } from './history/index.js';
import { layers } from './layers/index.js';
import { links } from './links/index.js';
import { navigate } from './navigate/index.js';
import { notice } from './notice/index.js';
import { opening } from './opening/index.js';
import { outline } from './outline/index.js';
import { pageColors } from './page-colors/index.js';
import { presentation } from './presentation/index.js';
import { print } from './print/index.js';
import { properties } from './properties/index.js';
import { readerView } from './reader-view/index.js';
import { reading } from './reading/index.js';
import { regions } from './regions/index.js';
import { shortcuts } from './shortcuts/index.js';
import { sidePanel } from './side-panel/index.js';
import { text } from './text/index.js';
import { thumbnails } from './thumbnails/index.js';
import { zoom } from './zoom/index.js';

/** What a viewer has; `<OdeViewer without={['zoom']}>` leaves some out. Layers lie over pages in this order. */
export const FEATURES: readonly Feature[] = [
  ...[sidePanel, thumbnails, outline, attachments, layers, properties],
  ...[opening, navigate, history, zoom, hand, arrange, pageColors, presentation, fullScreen, text, reading, find, links],
  ...[comments, forms, notice],
  ...[readerView, copy, print, download, regions, shortcuts],
];
