/**
 * The document that the address names, opened, and its page drawn, before the viewer's own code has come.
 *
 * What is shown is made of the viewer's classes and stands where the viewer will show it. The viewer takes over the
 * document and the picture, and then this goes.
 */
import type { BrowserDocument, PageSize, RemoteSource, RenderOptions } from '@ode/engine/browser';
import { openDocument } from '../../engine.js';
import { nameOfUrl } from '../open/state.js';
import {
  ACTUAL_SIZE,
  anyLeft,
  cornerOf,
  destinationOf,
  fingerprintOf,
  layOut,
  leftOf,
  parseFragment,
  pictureScale,
  rememberedColors,
  renderColors,
  scaleOf,
  show,
  type Layout,
  type Place,
  type Zoom,
} from '@ode/viewer/geometry';
import { setStage, type Stage } from './stage.js';

type Follow = (fetched: number, total: number) => void;

/** A document that is being opened. */
export interface EarlyDocument {
  /** Rejects with the engine's errors. */
  document: Promise<BrowserDocument>;
  abort(): void;
  /** Tells how much has come of a file that is fetched as a whole. */
  follow(onProgress: Follow): void;
}

/** After this many ms the viewer comes although the document has not. */
const PATIENCE = 1500;

let early: (EarlyDocument & { url: string }) | null = null;
let stage: Stage | null = null;
let picture: { document: object; index: number; scale: number; colors: RenderOptions['colors']; canvas: HTMLCanvasElement } | null = null;

/**
 * Opens the document and shows the page that the address asks for. Resolves when the viewer may come: the page is on the
 * screen, or will not be, or takes long.
 */
export async function showFirstPage(source: RemoteSource & { url: string }): Promise<void> {
  const { url } = source;
  stage = setStage(nameOfUrl(url));
  const controller = new AbortController();
  let follow: Follow = () => undefined;
  const onProgress: Follow = (fetched, total) => follow(fetched, total);
  const document = openDocument(source, { signal: controller.signal, onProgress });
  early = { url, document, abort: () => controller.abort(), follow: (onProgress) => (follow = onProgress) };
  const drawn = document.then(draw).catch(leaveFirstPage);
  await Promise.race([drawn, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  if (!picture) leaveFirstPage();
}

async function draw(document: BrowserDocument): Promise<void> {
  if (!stage) return;
  const sizes = Array.from({ length: document.pageCount }, (_, i) => document.pageSize(i));
  const seen = await seenFirst(document, sizes);
  if (!seen || !stage) return leaveFirstPage();
  const { index, zoom, corner } = seen;
  const scale = stage.layOut((viewport) => {
    const scale = scaleOf(zoom, sizes, index, viewport);
    const layout = layOut(sizes, scale);
    return { layout, index, size: sizes[index]!, corner: corner(layout, viewport) };
  });
  const wanted = pictureScale(sizes[index]!, scale * (window.devicePixelRatio || 1));
  const { colors: kind = 'original', inks } = rememberedColors();
  const colors = kind === 'custom' && !inks ? undefined : renderColors({ colors: kind, inks: inks! });
  const bitmap = await document.renderBitmap(index, { scale: wanted, zoom: scale / ACTUAL_SIZE, colors });
  if (!stage) return bitmap.close();
  show(bitmap, stage.canvas);
  picture = { document, index, scale: wanted, colors, canvas: stage.canvas };
  await nextFrame();
}

interface Seen {
  index: number;
  zoom: Zoom;
  /** Where the window's corner is in the area. */
  corner(layout: Layout, viewport: { width: number }): { x: number; y: number };
}

/** What the address asks for, or how the document was left; null: what only the viewer can show. */
async function seenFirst(document: BrowserDocument, sizes: readonly PageSize[]): Promise<Seen | null> {
  const asked = parseFragment(location.hash);
  const destination = destinationOf(asked, sizes, 0);
  const left = anyLeft() ? leftOf(await fingerprintOf(document)) : null;
  if (left && (left.rotation || left.layout !== 'continuous' || left.panel.open)) return null;
  if (asked.named !== undefined || asked.fit) return null;
  // When the page is loaded again, what was seen is known exactly.
  const kept = (history.state as { ode?: { place?: Place } } | null)?.ode?.place;
  const place = kept ?? (location.hash ? null : left?.place);
  if (place) {
    if (!sizes[place.page]) return null;
    return { index: place.page, zoom: place.zoom, corner: (layout, viewport) => cornerOf(layout, 0, viewport, place) };
  }
  const { page: index = 0, y } = destination ?? {};
  return {
    index,
    zoom: asked.zoom ?? { mode: 'auto' },
    corner: (layout) => ({ x: 0, y: y === undefined ? (index ? layout.tops[index]! - 8 : 0) : layout.tops[index]! + y * layout.scale }),
  };
}

/** Resolves when what is there now has been painted; a window that is not seen is not painted at all. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });
}

/** The document at an address, where it is being opened already; to be had once. */
export function takeEarlyDocument(url: string): EarlyDocument | null {
  const taken = early?.url === url ? early : null;
  early = null;
  return taken;
}

/** The picture of a page at a scale, where it is on the screen already. */
export function earlyPicture(document: object, index: number, scale: number, colors: RenderOptions['colors']): Promise<ImageBitmap> | null {
  const has = picture?.document === document && picture.index === index && picture.scale === scale && picture.colors === colors;
  return has ? createImageBitmap(picture!.canvas) : null;
}

/** Makes way for the viewer. */
export function leaveFirstPage(): void {
  stage?.remove();
  stage = picture = null;
}
