import type { Document, RenderOptions } from '@ode/engine/browser';

/**
 * Draws a page, or a tile of it, and then puts the picture on the canvas in one step: until it is there the canvas keeps,
 * stretched, what it shows. Rejects with the engine's errors, also `aborted`.
 */
export async function draw(
  document: Document,
  index: number,
  canvas: HTMLCanvasElement,
  options: RenderOptions & { signal: AbortSignal },
): Promise<void> {
  const { width, height, data } = await document.renderPage(index, options);
  const bitmap = await createImageBitmap(new ImageData(data, width, height));
  if (options.signal.aborted) {
    bitmap.close();
    options.signal.throwIfAborted();
  }
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
}
