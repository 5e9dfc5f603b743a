/** pdf.js, as the safety net uses it: a chunk of its own, loaded when a page first needs it. */
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { DrawOptions, FallbackModule } from '@ode/viewer';

GlobalWorkerOptions.workerSrc = workerUrl;

/** Opens a file in pdf.js' own worker, with the resources that the engine has, too. */
async function openInPdfjs(file: Blob, password: string | undefined): Promise<PDFDocumentProxy> {
  const folder = (name: string) => new URL(`${__RESOURCES__}${name}/`, location.href).href;
  return getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    password,
    cMapUrl: folder('cmaps'),
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    isEvalSupported: false, // which the Content-Security-Policy forbids
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
