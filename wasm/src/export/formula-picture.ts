import type { DocumentCore } from '../core.js';
import type { Box } from '../structure/tree.js';
import { InlineAssets } from './assets.js';
import { grown } from './boxes.js';
import { FontFaces } from './fonts/faces.js';
import { Images } from './images.js';
import { dataUrl, short } from './markup.js';
import { svgOfArea } from './svg.js';

/** How far, in points, what belongs to a formula may stand outside of the box of its letters: signs of roots, and bars of fractions. */
const MARGIN = 2;
/** Around what is drawn, so that nothing of its edges is cut off. */
const EDGE = 0.5;

/** A formula as it is drawn on a page, an SVG as a data URL, and its size in points; null where nothing is drawn. */
export async function formulaPicture(
  core: DocumentCore,
  page: number,
  around: Box,
): Promise<{ url: string; width: number; height: number } | null> {
  let ids = 0;
  const nextId = () => `i${ids++}`;
  const assets = new InlineAssets();
  const images = new Images(core, nextId, assets);
  images.page = page;
  const area = grown(around, MARGIN);
  const sheet = { core, faces: new FontFaces(core), images, assets, nextId, area };
  const drawing = await core.withList(page, (list) => (list ? svgOfArea(sheet, list) : null));
  if (!drawing) return null;
  const { art, box } = drawing;
  const [width, height] = [box[2] - box[0] + 2 * EDGE, box[3] - box[1] + 2 * EDGE];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}pt" height="${short(height)}pt" viewBox="${[box[0] - EDGE, box[1] - EDGE, width, height].map(short).join(' ')}">${art}</svg>`;
  return { url: dataUrl('image/svg+xml', new TextEncoder().encode(svg)), width, height };
}
