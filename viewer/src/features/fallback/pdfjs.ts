/**
 * pdf.js, as the safety net uses it. `<OdeViewer fallback={() => import('@ode/viewer/pdfjs')}>` loads it when a page first needs
 * it; who wants it installs pdfjs-dist, which nothing else here needs.
 */
import { resource } from '@ode/engine/browser';
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import type { DrawOptions } from '../pages/draw.js';
import type { FallbackModule } from './fallback.js';

GlobalWorkerOptions.workerSrc ||= new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href;

/** Gives pdf.js the fonts, CMaps and decoders that the engine has. */
class EngineResources {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const bytes = await resource(filename);
    if (!bytes) throw new Error(`The engine has no ${filename}.`);
    return bytes;
  }
}

/** Opens a file in pdf.js' own worker. */
async function openInPdfjs(file: Blob, password: string | undefined): Promise<PDFDocumentProxy> {
  return getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    password,
    useWorkerFetch: false,
    BinaryDataFactory: EngineResources,
    ...({ isEvalSupported: false } as object), // of version 5, and forbidden by the Content-Security-Policy
  }).promise;
}

export const openFallback: FallbackModule['openFallback'] = async (file, password) => {
  const document = await openInPdfjs(file, password);
  return { draw: (index, options) => drawInPdfjs(document, index, options), close: () => document.loadingTask.destroy() };
};

/** A page's picture, or a tile of it, as the engine's `renderPage` would give it. */
async function drawInPdfjs(document: PDFDocumentProxy, index: number, { scale, tile, signal }: DrawOptions): Promise<ImageBitmap> {
  const page = await document.getPage(index + 1);
  const viewport = page.getViewport({ scale, offsetX: -(tile?.x ?? 0), offsetY: -(tile?.y ?? 0) });
  const canvas = window.document.createElement('canvas');
  canvas.width = tile?.width ?? Math.max(1, Math.round(viewport.width));
  canvas.height = tile?.height ?? Math.max(1, Math.round(viewport.height));
  signal.throwIfAborted();
  const task = page.render({ canvas, viewport });
  const stop = () => task.cancel();
  signal.addEventListener('abort', stop);
  try {
    await task.promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return createImageBitmap(canvas);
}
