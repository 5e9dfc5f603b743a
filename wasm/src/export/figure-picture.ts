import type { DocumentCore } from '../core.js';
import type { Box } from '../structure/tree.js';
import { encodeJpeg } from './jpeg.js';
import { dataUrl } from './markup.js';
import { pictureTile } from './picture-tile.js';
import { encodePng } from './png.js';

/** What PNG takes more than so many bytes a pixel for is a photograph: as JPEG it is a fraction of that, and nobody sees it. */
const PHOTOGRAPH = 0.7;
const QUALITY = 85;

/** A picture of a part of a page, as a data URL, and its size in points; null where there is no such part. */
export async function pictureOf(
  core: DocumentCore,
  page: number,
  box: Box,
): Promise<{ url: string; width: number; height: number } | null> {
  const tile = pictureTile(box);
  if (!tile) return null;
  const { scale } = tile;
  const { width, height, data } = await core.renderPage(page, { scale, tile });
  const png = await encodePng(width, height, new Uint8Array(data.buffer), 4);
  const url =
    png.length > PHOTOGRAPH * width * height
      ? dataUrl('image/jpeg', encodeJpeg(width, height, data, QUALITY, Math.max(1, Math.round(72 * scale))))
      : dataUrl('image/png', png);
  return { url, width: Math.round(box[2] - box[0]), height: Math.round(box[3] - box[1]) };
}
