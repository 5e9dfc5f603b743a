import type { DocumentCore } from '../core.js';
import { OdeError, throwIfAborted } from '../errors.js';
import type { ConvertOptions } from '../types.js';
import { archiveOf, type ArchivedFile } from './archive.js';
import { InlineAssets } from './assets.js';
import { FontFaces } from './fonts/faces.js';
import { Images } from './images.js';
import { encodeJpeg } from './jpeg.js';
import { escapeXml, short } from './markup.js';
import { wantedPages } from './pages.js';
import { encodePng } from './png.js';
import { svgOfPage } from './svg.js';
import { encodeWebp, LARGEST } from './webp/webp.js';

/** Formats in which each page is a file. */

/** Pixels of a picture that is made without being asked how large: two a point, as on a sharp screen. */
const SCALE = 2;
/** Of JPEG, from 1 to 100: text keeps its edges. */
const QUALITY = 88;

/** Each page as an SVG that any program draws: its letters are shapes. */
export function svgPagesOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string | Uint8Array, void> {
  return pagesOf(core, options, 'svg', (page) => svgPage(core, page));
}

/** Each page as a PNG, `scale` pixels a point, or `width` pixels across. */
export function pngPagesOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string | Uint8Array, void> {
  return pagesOf(core, options, 'png', async (page) => {
    const { width, height, data } = await core.renderPage(page, { scale: scaleOf(core, page, options), signal: options.signal });
    return encodePng(width, height, new Uint8Array(data.buffer), 4);
  });
}

/** Each page as a JPEG, as large. */
export function jpegPagesOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string | Uint8Array, void> {
  return pagesOf(core, options, 'jpg', async (page) => {
    const scale = scaleOf(core, page, options);
    const { width, height, data } = await core.renderPage(page, { scale, signal: options.signal });
    return encodeJpeg(width, height, data, QUALITY, Math.max(1, Math.min(65535, Math.round(72 * scale))));
  });
}

/** Each page as a WebP without loss, as large. */
export function webpPagesOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string | Uint8Array, void> {
  return pagesOf(core, options, 'webp', async (page) => {
    const { width, height, data } = await core.renderPage(page, { scale: scaleOf(core, page, options), signal: options.signal });
    if (Math.max(width, height) > LARGEST) throw new OdeError('limit-exceeded');
    return encodeWebp(width, height, data);
  });
}

function scaleOf(core: DocumentCore, page: number, { scale = SCALE, width }: ConvertOptions): number {
  return width === undefined ? scale : width / core.pageSize(page).width;
}

async function* pagesOf(
  core: DocumentCore,
  { pages, onProgress, signal, onePage }: ConvertOptions,
  extension: string,
  write: (page: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const wanted = wantedPages(core, pages);
  if (onePage ?? wanted.length === 1) {
    yield await write(wanted[0] ?? 0);
    onProgress?.(1, 1);
    return;
  }
  const digits = String(core.pageCount).length;
  async function* files(): AsyncGenerator<ArchivedFile> {
    for (const [done, page] of wanted.entries()) {
      throwIfAborted(signal);
      const name = `page-${String(page + 1).padStart(digits, '0')}.${extension}`;
      yield { name, bytes: await write(page), stored: extension !== 'svg' };
      onProgress?.(done + 1, wanted.length);
    }
  }
  yield* archiveOf(files());
}

async function svgPage(core: DocumentCore, page: number): Promise<Uint8Array> {
  const { width, height } = core.pageSize(page);
  let ids = 0;
  const nextId = () => `i${ids++}`;
  const assets = new InlineAssets();
  const images = new Images(core, nextId, assets);
  images.page = page;
  const sheet = {
    core,
    faces: new FontFaces(core),
    images,
    assets,
    nextId,
    area: [0, 0, width, height] as [number, number, number, number],
  };
  const art = await core.withList(page, (list) => (list ? svgOfPage(sheet, list) : ''));
  const title = core.metadata().title?.trim();
  return new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}pt" height="${short(height)}pt" viewBox="0 0 ${short(width)} ${short(height)}">${title ? `<title>${escapeXml(title)}</title>` : ''}<style>.thin{vector-effect:non-scaling-stroke;stroke-width:1px}</style><rect width="100%" height="100%" fill="#fff"/>${art}</svg>\n`,
  );
}
