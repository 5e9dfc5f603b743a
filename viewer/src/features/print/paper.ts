import type { BrowserDocument, RenderOptions } from '@ode/engine/browser';
import { paperRules, printScale } from './state.js';

interface PrintOptions extends Pick<RenderOptions, 'annotations' | 'layers'> {
  signal: AbortSignal;
  onProgress: (done: number) => void;
}

/** Everything of the page that is not to be printed is left out; each picture fills a sheet of its own size. */
const RULES = `
.ode-paper { display: none }
@media print {
  html, body { margin: 0 !important; padding: 0 !important; height: auto !important; overflow: visible !important; background: none !important }
  body > :not(.ode-paper) { display: none !important }
  .ode-paper { display: block }
  .ode-paper > div { overflow: hidden; break-after: page }
  .ode-paper > div:last-child { break-after: auto }
  .ode-paper img { display: block; width: 100%; height: 100% }
}
`;

/**
 * Draws pages as they are on paper and opens the browser's print dialog on them. Rejects with the engine's errors, and with
 * `aborted`; what was made is given back when the dialog has closed.
 */
export async function printPages(document: BrowserDocument, pages: readonly number[], options: PrintOptions): Promise<void> {
  const { signal, onProgress, annotations, layers } = options;
  const sizes = await Promise.all(pages.map((page) => document.readPageSize(page, { signal })));
  const { rules, names } = paperRules(sizes);
  const paper = window.document.createElement('div');
  paper.className = 'ode-paper';
  const addresses: string[] = [];
  const sheet = new CSSStyleSheet();
  const clear = () => {
    paper.remove();
    for (const address of addresses) URL.revokeObjectURL(address);
    window.document.adoptedStyleSheets = window.document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  try {
    for (const [i, page] of pages.entries()) {
      const { width, height } = sizes[i]!;
      const scale = printScale(width, height, pages.length);
      const bitmap = await document.renderBitmap(page, { scale, annotations, layers, intent: 'print', signal });
      const image = new Image();
      addresses.push((image.src = URL.createObjectURL(await asPng(bitmap))));
      await image.decode();
      signal.throwIfAborted();
      const place = window.document.createElement('div');
      // A hair less than the sheet, whose size is rounded: no empty one follows.
      Object.assign(place.style, { width: `${width}pt`, height: `${height - 0.1}pt` });
      place.style.setProperty('page', names[i]!);
      place.append(image);
      paper.append(place);
      onProgress(i + 1);
    }
    sheet.replaceSync(RULES + rules);
    window.document.adoptedStyleSheets = [...window.document.adoptedStyleSheets, sheet];
    window.document.body.append(paper);
  } catch (error) {
    clear();
    throw error;
  }
  window.addEventListener('afterprint', clear, { once: true });
  window.print();
}

async function asPng(bitmap: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: 'image/png' });
}
