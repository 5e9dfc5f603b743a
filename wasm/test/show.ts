import { openDocument, type OpenOptions, type RenderOptions } from '@ode/engine';

export interface Shown {
  pageCount: number;
  width: number;
  height: number;
  /** Red, green and blue of a pixel, from the top left corner; one pixel a point unless it is shown at another scale. */
  at(x: number, y: number): number[];
  /** The part of the page's pixels that are not white. */
  ink: number;
  text: string;
  /** Names of the warnings, each once. */
  warnings: string[];
}

/** Opens a document and shows one page of it. */
export async function show(pdf: Uint8Array, page = 0, options: OpenOptions = {}, view: RenderOptions = {}): Promise<Shown> {
  const doc = await openDocument(pdf, options);
  const { width, height, data } = await doc.renderPage(page, view);
  const text = await doc.pageText(page);
  const warnings = [...new Set(doc.warnings.map((w) => w.feature))];
  const { pageCount } = doc;
  doc.close();
  const colors = new Uint32Array(data.buffer);
  return {
    pageCount,
    width,
    height,
    at: (x, y) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)],
    ink: colors.reduce((n, color) => n + (color === 0xffffffff ? 0 : 1), 0) / colors.length,
    text,
    warnings,
  };
}
