import type { Box } from './display-list.js';
import { encodePng } from './png.js';
import type { Sheet } from './sheet.js';

/** Pixels a point: sharp on a screen with two pixels to one. */
const SCALE = 2;
/** Pixels of a picture, however large what it shows: it costs no more, and what is so large is seen from afar. */
const MOST_PIXELS = 1 << 22;

/** The pixels of a picture of a part of a page, from the page's left and upper edge. */
export interface PictureTile {
  /** Pixels a point. */
  scale: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture of a box on a page, in points; null where there is nothing in it. */
export function pictureTile([x0, y0, x1, y1]: Box): PictureTile | null {
  if (!(x1 > x0 && y1 > y0)) return null;
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / ((x1 - x0) * (y1 - y0))));
  const [x, y] = [Math.floor(x0 * scale), Math.floor(y0 * scale)];
  return { scale, x, y, width: Math.ceil(x1 * scale) - x, height: Math.ceil(y1 * scale) - y };
}

/**
 * The address of a picture in a converted document; null: it cannot be drawn. `draw` returns where the engine has its pixels, 0
 * when memory is out.
 */
export function pictureUrl({ core, assets }: Sheet, { width, height }: PictureTile, draw: (raster: number) => number): string | null {
  const address = core.draw(draw);
  if (!address) return null;
  const pixels = core.instance.bytes(address, width * height * 4).slice();
  core.instance.exports.give(address);
  return assets.url('image/png', encodePng(width, height, pixels, 4));
}

/** Where a picture lies on its page, in points. */
export function boxOfTile({ scale, x, y, width, height }: PictureTile): Box {
  return [x / scale, y / scale, (x + width) / scale, (y + height) / scale];
}
