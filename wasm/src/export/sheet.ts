import type { DocumentCore } from '../core.js';
import type { Assets } from './assets.js';
import type { Box } from './display-list.js';
import type { FigureAlts } from './figure-alts.js';
import type { FontFaces } from './fonts/faces.js';
import type { Images } from './images.js';

/** What a converted document has in common over its pages. */
export interface Sheet {
  core: DocumentCore;
  faces: FontFaces;
  /** The page, in points. */
  area: Box;
  images: Images;
  assets: Assets;
  /** Ids are unique in the whole document. */
  nextId: () => string;
  /** The colour of all that is drawn, as in a pattern without colours (ISO 32000-2, 8.7.3.3). */
  ink?: string;
  alts?: FigureAlts | null;
}
