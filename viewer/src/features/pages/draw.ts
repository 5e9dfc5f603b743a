import type { BrowserDocument, RenderOptions } from '@ode/engine/browser';

export type DrawOptions = Required<Pick<RenderOptions, 'scale' | 'signal'>> &
  Pick<RenderOptions, 'tile' | 'priority' | 'urgent' | 'layers' | 'colors' | 'zoom'>;

/** A picture of a page that stood on the screen before the viewer came, which takes its place. */
export interface EarlyPicture {
  /** The picture of a page at a scale, in device pixels a point, in these colours; null: there is none. */
  picture(document: BrowserDocument, index: number, scale: number, colors: RenderOptions['colors']): Promise<ImageBitmap> | null;
  /** Called, any number of times, when the viewer has drawn a page, or could not. */
  leave(index: number): void;
}

/** The engine's picture of a page, or of a tile of it. Rejects with the engine's errors, also `aborted`. */
export function drawInEngine(document: BrowserDocument, index: number, options: DrawOptions): Promise<ImageBitmap> {
  return document.renderBitmap(index, options);
}

/** Puts a picture on a canvas in one step: until then it keeps, stretched, what it shows. */
export function show(bitmap: ImageBitmap, canvas: HTMLCanvasElement, signal?: AbortSignal): void {
  if (signal?.aborted) bitmap.close();
  signal?.throwIfAborted();
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  // Opaque, as every picture of a page is: what lies under it is neither painted nor blended with it.
  canvas.getContext('bitmaprenderer', { alpha: false })!.transferFromImageBitmap(bitmap);
}
