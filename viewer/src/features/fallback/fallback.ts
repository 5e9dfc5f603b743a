import { useEffect, useMemo } from 'react';
import type { DrawOptions } from '../pages/draw.js';

/** Draws pages that the engine has given up. */
export type Fallback = (index: number, options: DrawOptions) => Promise<ImageBitmap>;

/** What brings pdf.js: a module that the host loads on demand, so that who wants no safety net has none of it. */
export interface FallbackModule {
  openFallback(file: Blob, password: string | undefined): Promise<{ draw: Fallback; close(): Promise<void> }>;
}

/** The safety net of a document: nothing of pdf.js is loaded, and nothing of the file read by it, before a page needs it. */
export function useFallback(
  file: () => Promise<Blob>,
  password: string | undefined,
  load: (() => Promise<FallbackModule>) | undefined,
): Fallback {
  const net = useMemo(() => {
    let opened: ReturnType<FallbackModule['openFallback']> | null = null;
    const open = async () => {
      if (!load) throw new Error('There is no fallback.');
      return (await load()).openFallback(await file(), password);
    };
    return {
      draw: async (index: number, options: DrawOptions) => (await (opened ??= open())).draw(index, options),
      close: () => void opened?.then(({ close }) => close()).catch(() => undefined),
    };
  }, [file, password, load]);
  useEffect(() => net.close, [net]);
  return net.draw;
}
