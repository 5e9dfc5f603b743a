/**
 * The document that the address names, opened, and the pages that are seen of it drawn, before the viewer's own code has come.
 *
 * What is shown is made of the viewer's classes and stands where the viewer will show it. The viewer takes over the
 * document and the pictures, and then this goes.
 */
import type { BrowserDocument, PageSize, RemoteSource, RenderOptions } from '@ode/engine/browser';
import { openDocument } from '../../engine.js';
import { nameOfUrl } from '../open/state.js';
import {
  ACTUAL_SIZE,
  arranged,
  cornerOf,
  cornerOfDestination,
  destinationOf,
  firstViewOf,
  layOut,
  outlineOf,
  parseFragment,
  pictureScale,
  rememberedColors,
  renderColors,
  scaleOf,
  show,
  sizesOf,
  zoomOf,
  type FirstView,
  type Layout,
  type LayoutMode,
  type Place,
  type Zoom,
} from '@ode/viewer/geometry';
import { fetchAhead } from './ahead.js';
import type { Panel } from './panel.js';
import { setStage, type Stage } from './stage.js';

/** A page's picture, which is on its canvas when it has been drawn. */
interface Picture {
  document: object;
  index: number;
  scale: number;
  colors: RenderOptions['colors'];
  canvas: HTMLCanvasElement;
  drawn: Promise<void>;
}

type Follow = (fetched: number, total: number) => void;

/** A document that is being opened. */
export interface EarlyDocument {
  /** Rejects with the engine's errors. */
  document: Promise<BrowserDocument>;
  abort(): void;
  /** Tells how much has come of a file that is fetched as a whole. */
  follow(onProgress: Follow): void;
}

/** After this many ms the viewer comes although the document has not, and is seen although not all pages are drawn in it. */
const PATIENCE = 1500;
const HANDING_OVER = 300;
/** What comes so many ms after the page is shown with it: each time that the window is painted takes as long as to draw a page. */
const TOGETHER = 120;
/** The viewer comes at most so many ms after the page, although not all that is seen beside it is there. */
const BESIDE = 300;

let early: (EarlyDocument & { url: string }) | null = null;
let stage: Stage | null = null;
let isShown = false;
let pictures: Picture[] = [];
let panel: Panel | null = null;
/** Pages that the viewer has drawn, and what ends the wait for others. */
const shownByViewer = new Set<number>();
let leaving: ReturnType<typeof setTimeout> | 0 = 0;

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
  const document = openDocument(source, { signal: controller.signal, onProgress, firstPage: likelyPage() });
  early = { url, document, abort: () => controller.abort(), follow: (onProgress) => (follow = onProgress) };
  const drawn = document.then(draw).catch(leaveFirstPage);
  await Promise.race([drawn, sleep(PATIENCE)]);
  if (!isShown) leaveFirstPage();
}

async function draw(document: BrowserDocument): Promise<void> {
  if (!stage) return;
  const sizes = sizesOf(document);
  const seen = seenFirst(await firstViewOf(document), sizes, stage.width);
  if (!seen || !stage) return leaveFirstPage();
  const { index, layout: mode = 'continuous', tab } = seen;
  const places = stage.layOut(tab !== null, index, (viewport) => {
    const layout = layOut(sizes, scaleOf(seen.zoom(viewport), sizes, index, viewport, { layout: mode }), { mode, page: index, viewport });
    return { layout, corner: seen.corner(layout, viewport) };
  });
  const { scale, canvases } = places;
  const { colors: kind = 'original', inks } = rememberedColors();
  const colors = kind === 'custom' && !inks ? undefined : renderColors({ colors: kind, inks: inks! });
  const drawPage = (index: number, canvas: HTMLCanvasElement): Promise<void> => {
    const wanted = pictureScale(sizes[index]!, scale * (window.devicePixelRatio || 1));
    const bitmap = document.renderBitmap(index, { scale: wanted, zoom: scale / ACTUAL_SIZE, colors });
    const drawn = bitmap.then((bitmap) => {
      show(bitmap, canvas);
      canvas.parentElement!.classList.add('drawn');
    });
    drawn.catch(() => undefined); // the viewer asks for it again, and tells
    pictures.push({ document, index, scale: wanted, colors, canvas, drawn });
    return drawn;
  };
  const canvas = canvases.get(index);
  if (!canvas) return leaveFirstPage();
  const drawing = drawPage(index, canvas);
  // While a worker draws, nothing else is on the line.
  const panelCode = places.panel && import('./panel.js');
  panelCode?.catch(() => undefined); // the viewer's own comes
  fetchAhead('viewer', ...(tab === null ? [] : [tab]));
  await drawing;
  if (!stage) return;
  isShown = true;
  canvases.delete(index);
  const beside = async () => {
    // One after the other: another worker for the second would start while the viewer's code comes, and be there later.
    const outline = tab === 'outline' ? await outlineOf(document).catch(() => []) : []; // the viewer's panel asks again, and tells
    if (!stage) return;
    const others = [...canvases].map(([other, canvas]) => drawPage(other, canvas));
    if (panelCode) await panelCode.then(({ showPanel }) => stage && (panel = showPanel(places.panel!, tab!, outline, index)));
    await Promise.all(others);
  };
  const all = beside().catch(() => undefined);
  await Promise.race([all, sleep(TOGETHER)]);
  places.reveal();
  await Promise.race([all, sleep(BESIDE)]);
  await nextFrame();
  // The viewer says their number at once, and the first `Intl` object takes long: it has a task of its own.
  if (sizes.length >= 1000) new Intl.NumberFormat(navigator.language);
}

/** When the page is loaded again, what was seen is known exactly. */
function keptPlace(): Place | undefined {
  return (history.state as { ode?: { place?: Place } } | null)?.ode?.place;
}

/** The page that will be seen first, as far as can be said before the document is there. */
function likelyPage(): number {
  return keptPlace()?.page ?? (parseFragment(location.hash).page ?? 1) - 1;
}

interface Viewport {
  width: number;
  height: number;
}
interface Seen {
  index: number;
  layout?: LayoutMode;
  /** The tab of the side panel that is open; null: it is closed. */
  tab: string | null;
  zoom(viewport: Viewport): Zoom;
  /** Where the window's corner is in the area. */
  corner(layout: Layout, viewport: Viewport): { x: number; y: number };
}

/** What the viewer will show first, by the same rules in the same order (its feature `opening`); null: what only it can show. */
function seenFirst(view: FirstView, sizes: readonly PageSize[], width: number): Seen | null {
  const address = parseFragment(location.hash);
  const { rotation = 0, layout, panel } = arranged(view, {}, width);
  if (rotation || address.named !== undefined) return null;
  const asked = panel?.open ? panel.tab || 'pages' : null;
  const common = { layout, tab: address.panel === undefined ? asked : address.panel };
  const named = destinationOf(address, sizes, 0);
  const kept = keptPlace();
  const place = kept ?? (named || address.search ? null : view.left?.place);
  if (place) {
    if (!sizes[place.page]) return null;
    const zoom = address.zoom && !kept ? address.zoom : place.zoom;
    return { ...common, index: place.page, zoom: () => zoom, corner: (layout, viewport) => cornerOf(layout, 0, viewport, place) };
  }
  const destination = named ?? (address.search ? undefined : view.destination);
  const index = destination?.page ?? 0;
  const size = sizes[index];
  if (!size) return null;
  return {
    ...common,
    index,
    zoom: (viewport) => address.zoom ?? (destination && zoomOf(destination, size, 0, viewport)) ?? { mode: 'auto' },
    corner: (layout, viewport) => {
      const start = { x: (layout.width - viewport.width) / 2, y: 0 };
      return destination ? cornerOfDestination(layout, 0, { ...start, ...viewport }, destination, !!named) : start;
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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

/** Whether a page is on the screen already. */
export function isFirstPageShown(): boolean {
  return isShown;
}

/** The picture of a page at a scale, where it has been drawn already, or is being drawn. */
export function earlyPicture(document: object, index: number, scale: number, colors: RenderOptions['colors']): Promise<ImageBitmap> | null {
  const picture = pictures.find((one) => one.document === document && one.index === index && one.scale === scale && one.colors === colors);
  return picture ? picture.drawn.then(() => createImageBitmap(picture.canvas)) : null;
}

/** Makes way for the viewer once it shows every page that is shown here, and the panel, or has had time for it. */
export function handOver(index: number): void {
  if (!stage) return;
  shownByViewer.add(index);
  leaving ||= setTimeout(leaveFirstPage, HANDING_OVER);
  leaveWhenTaken();
}

function leaveWhenTaken(): void {
  if (!stage || !pictures.every((picture) => shownByViewer.has(picture.index))) return;
  if (panel?.isTaken() ?? true) leaveFirstPage();
  else requestAnimationFrame(leaveWhenTaken);
}

/** Makes way for the viewer. */
export function leaveFirstPage(): void {
  clearTimeout(leaving);
  leaving = 0;
  shownByViewer.clear();
  stage?.remove();
  stage = null;
  panel?.follow();
  panel = null;
  isShown = false;
  pictures = [];
}
