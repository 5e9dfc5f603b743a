import type { DocumentCore } from '../core.js';
import type { Box } from '../structure/tree.js';
import { encodeJpeg } from './jpeg.js';
import { dataUrl } from './markup.js';
import { encodePng } from './png.js';

/** Pixels a point in pictures of figures: sharp on a screen with two pixels to one. */
const SCALE = 2;
/** Pixels of a picture. */
const MOST_PIXELS = 1 << 22;
/** What PNG takes more than so many bytes a pixel for is a photograph: as JPEG it is a fraction of that, and nobody sees it. */
const PHOTOGRAPH = 0.7;
const QUALITY = 85;

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
  const png = await encodePng(width, height, new Uint8Array(data.buffer), 4);
  const url =
    png.length > PHOTOGRAPH * width * height
      ? dataUrl('image/jpeg', encodeJpeg(width, height, data, QUALITY, Math.max(1, Math.round(72 * scale))))
      : dataUrl('image/png', png);
  return { url, width: Math.round(x1 - x0), height: Math.round(y1 - y0) };
}
