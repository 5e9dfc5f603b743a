import type { DocumentCore } from '../core.js';
import type { Box } from '../structure/tree.js';
import { dataUrl } from './markup.js';
import { encodePng } from './png.js';

/** Pixels a point in pictures of figures: sharp on a screen with two pixels to one. */
const SCALE = 2;
/** Pixels of a picture. */
const MOST_PIXELS = 1 << 22;

/** A picture of a part of a page, as a data URL, and its size in points; null where there is no such part. */
export async function pictureOf(
  core: DocumentCore,
  page: number,
  [x0, y0, x1, y1]: Box,
): Promise<{ url: string; width: number; height: number } | null> {
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / Math.max((x1 - x0) * (y1 - y0), 1)));
  const tile = {
    x: Math.floor(x0 * scale),
    y: Math.floor(y0 * scale),
    width: Math.ceil((x1 - x0) * scale),
    height: Math.ceil((y1 - y0) * scale),
  };
  if (tile.width < 1 || tile.height < 1) return null;
  const { width, height, data } = await core.renderPage(page, { scale, tile });
  const url = dataUrl('image/png', await encodePng(width, height, new Uint8Array(data.buffer), 4));
  return { url, width: Math.round(x1 - x0), height: Math.round(y1 - y0) };
}
