import { useEffect, useMemo } from 'react';
import type { DrawOptions } from '../pages/draw.js';

/** Draws pages that the engine has given up. */
export type Fallback = (index: number, options: DrawOptions) => Promise<ImageBitmap>;

/** The safety net of a document: nothing of pdf.js is loaded, and nothing of the file read by it, before a page needs it. */
export function useFallback(file: Blob, password: string | undefined): Fallback {
  const net = useMemo(() => {
    let opened: Promise<{ draw: Fallback; close: () => Promise<void> }> | null = null;
    const open = async () => {
      const { openInPdfjs, drawInPdfjs } = await import('./pdfjs.js');
      const document = await openInPdfjs(file, password);
      return {
        draw: (index: number, options: DrawOptions) => drawInPdfjs(document, index, options),
        close: () => document.loadingTask.destroy(),
      };
    };
    return {
      draw: async (index: number, options: DrawOptions) => (await (opened ??= open())).draw(index, options),
      close: () => void opened?.then(({ close }) => close()).catch(() => undefined),
    };
  }, [file, password]);
  useEffect(() => net.close, [net]);
  return net.draw;
}
