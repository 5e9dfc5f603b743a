// How each contender opens a file and draws a page of it, in Node.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** @typedef {{ pageCount: number, draw: (page: number, scale: number) => Promise<unknown>, close: () => unknown }} Opened */
/** @typedef {(bytes: Uint8Array) => Promise<Opened>} Open */

/** @type {Record<string, (peers: string) => Promise<Open>>} */
export const CONTENDERS = {
  async ode() {
    const { openDocument } = await import('@ode/engine');
    return async (bytes) => {
      const doc = await openDocument(bytes);
      return { pageCount: doc.pageCount, draw: (page, scale) => doc.renderPage(page, { scale }), close: () => doc.close() };
    };
  },

  async pdfjs(peers) {
    const folder = path.join(peers, 'node_modules/pdfjs-dist/');
    const { getDocument } = await load(peers, 'pdfjs-dist/legacy/build/pdf.mjs');
    const { createCanvas } = (await load(peers, '@napi-rs/canvas/index.js')).default;
    return async (bytes) => {
      const task = getDocument({
        data: bytes.slice(),
        cMapUrl: `${folder}cmaps/`,
        standardFontDataUrl: `${folder}standard_fonts/`,
        wasmUrl: `${folder}wasm/`,
        iccUrl: `${folder}iccs/`,
        verbosity: 0,
      });
      const doc = await task.promise;
      return {
        pageCount: doc.numPages,
        async draw(page, scale) {
          const shown = await doc.getPage(page + 1);
          const viewport = shown.getViewport({ scale });
          const canvas = createCanvas(Math.round(viewport.width), Math.round(viewport.height));
          await shown.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
        },
        close: () => task.destroy(),
      };
    };
  },

  async pdfium(peers) {
    const { PDFiumLibrary } = await load(peers, '@hyzyla/pdfium/dist/index.esm.js');
    const library = await PDFiumLibrary.init();
    return async (bytes) => {
      const doc = await library.loadDocument(bytes);
      return {
        pageCount: doc.getPageCount(),
        draw: (page, scale) => doc.getPage(page).render({ scale, render: 'bitmap' }),
        close: () => doc.destroy(),
      };
    };
  },

  async mupdf(peers) {
    const mupdf = await load(peers, 'mupdf/dist/mupdf.js');
    return async (bytes) => {
      const doc = mupdf.Document.openDocument(bytes, 'application/pdf');
      return {
        pageCount: doc.countPages(),
        async draw(page, scale) {
          const shown = doc.loadPage(page);
          const pixmap = shown.toPixmap(mupdf.Matrix.scale(scale, scale), mupdf.ColorSpace.DeviceRGB, false, true);
          pixmap.getPixels();
          pixmap.destroy();
          shown.destroy();
        },
        close: () => doc.destroy(),
      };
    };
  },
};

/** @param {string} peers @param {string} file */
const load = (peers, file) => import(pathToFileURL(path.join(peers, 'node_modules', file)).href);
