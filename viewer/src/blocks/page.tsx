import { OdeError, type BrowserDocument, type Priority } from '@ode/engine/browser';
import { useEffect, useReducer, useRef, type ComponentPropsWithRef, type CSSProperties, type ReactNode } from 'react';
import { show } from '../features/pages/draw.js';
import { pictureScale } from '../features/pages/state.js';
import { usePixelRatio } from '../features/pages/use-pixel-ratio.js';

export interface PageProps extends Omit<ComponentPropsWithRef<'div'>, 'onError'> {
  document: BrowserDocument;
  /** The page, from 0. */
  index: number;
  /** CSS pixels a point; 1 by default. */
  scale?: number;
  /** Before or after what else is to be drawn. */
  priority?: Priority;
  /** What lies over the picture, as `<TextLayer>`: it may read `--scale`. */
  children?: ReactNode;
  onDrawn?: () => void;
  onError?: (error: { code: string; message: string }) => void;
}

/** A page's picture, as large as the page is at its scale and as sharp as the screen. It has no looks of its own. */
export function Page({ document, index, scale = 1, priority = 'visible', children, style, onDrawn, onError, ...rest }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const told = useRef({ onDrawn, onError });
  useEffect(() => {
    told.current = { onDrawn, onError };
  });
  const ratio = usePixelRatio();
  const size = document.pageSize(index); // of a page of a file on a server it is a guess at first
  const [, resized] = useReducer((times: number) => times + 1, 0);
  const sharp = pictureScale(size, scale * ratio);
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    document
      .readPageSize(index, { priority, signal })
      .then((own) => {
        if (own !== size) resized();
        return document.renderBitmap(index, { scale: sharp, priority, signal });
      })
      .then((bitmap) => {
        show(bitmap, canvas.current!, signal);
        told.current.onDrawn?.();
      })
      .catch((error: unknown) => {
        if (signal.aborted) return;
        const code = error instanceof OdeError ? error.code : 'unknown';
        told.current.onError?.({ code, message: error instanceof Error ? error.message : String(error) });
      });
    return () => abort.abort();
  }, [document, index, size, sharp, priority]);
  const place = { position: 'relative', width: size.width * scale, height: size.height * scale, '--scale': scale } as CSSProperties;
  return (
    <div {...rest} style={{ ...place, ...style }}>
      <canvas ref={canvas} style={{ display: 'block', width: '100%', height: '100%' }} />
      {children}
    </div>
  );
}
