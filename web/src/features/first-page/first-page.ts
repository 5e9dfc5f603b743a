/**
 * The document that the address names, opened, and its page drawn, before the viewer's own code has come.
 *
 * What is shown is made of the viewer's classes and stands where the viewer will show it. The viewer takes over the
 * document and the picture, and then this goes.
 */
import type { BrowserDocument } from '@ode/engine/browser';
import { openDocument } from '../../engine.js';
import { nameOfUrl } from '../open/state.js';
import { layOut, parseFragment, pictureScale, scaleOf, show } from '@ode/viewer/geometry';
import { setStage, type Stage } from './stage.js';

/** A document that is being opened. Both reject with the engine's errors, or with the code `source-unreachable`. */
export interface EarlyDocument {
  file: Promise<Blob>;
  document: Promise<BrowserDocument>;
}

/** After this many ms the viewer comes although the document has not. */
const PATIENCE = 1500;

let early: (EarlyDocument & { url: string }) | null = null;
let stage: Stage | null = null;
let picture: { document: object; index: number; scale: number; canvas: HTMLCanvasElement } | null = null;

/** Fetches a file. Rejects with the code `source-unreachable`. */
export async function fetchFile(url: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const bytes = await fetch(url, { signal }).then(
    (response) => (response.ok ? response.arrayBuffer() : null),
    () => null,
  );
  if (!bytes) throw Object.assign(new Error(), { code: 'source-unreachable' });
  return bytes;
}

/**
 * Opens the document and shows the page that the address asks for. Resolves when the viewer may come: the page is on the
 * screen, or will not be, or takes long. `onLoaded` is called when the file is there, and the network is free.
 */
export async function showFirstPage(url: string, onLoaded: () => void): Promise<void> {
  stage = setStage(nameOfUrl(url));
  const bytes = fetchFile(url);
  const document = bytes.then((bytes) => openDocument(new Uint8Array(bytes), {}));
  early = { url, file: bytes.then((bytes) => new Blob([bytes])), document };
  void bytes.then(onLoaded, onLoaded);
  const drawn = document.then(draw).catch(leaveFirstPage);
  await Promise.race([drawn, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  if (!picture) leaveFirstPage();
}

async function draw(document: BrowserDocument): Promise<void> {
  if (!stage) return;
  const sizes = Array.from({ length: document.pageCount }, (_, i) => document.pageSize(i));
  const { page = 1, zoom = { mode: 'width' } } = parseFragment(location.hash);
  const index = Math.min(page, sizes.length) - 1;
  const scale = stage.layOut((viewport) => {
    const scale = scaleOf(zoom, sizes, index, viewport);
    return { layout: layOut(sizes, scale), index, size: sizes[index]! };
  });
  const wanted = pictureScale(sizes[index]!, scale * (window.devicePixelRatio || 1));
  const bitmap = await document.renderBitmap(index, { scale: wanted });
  if (!stage) return bitmap.close();
  show(bitmap, stage.canvas);
  picture = { document, index, scale: wanted, canvas: stage.canvas };
  await nextFrame();
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
export function earlyPicture(document: object, index: number, scale: number): Promise<ImageBitmap> | null {
  const has = picture?.document === document && picture.index === index && picture.scale === scale;
  return has ? createImageBitmap(picture!.canvas) : null;
}

/** Makes way for the viewer. */
export function leaveFirstPage(): void {
  stage?.remove();
  stage = picture = null;
}
