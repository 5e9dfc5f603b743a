import type { Destination, Document, PageSize } from '@ode/engine/browser';
import { useEffect, useRef, useState } from 'react';
import { LinkLayer } from './link-layer.js';
import { TextLayer } from './text-layer.js';

/** A page's own picture has at most so many pixels; a page that would have more gets its visible part drawn sharply on top. */
const MOST_PIXELS = 12_000_000;
/** While somebody zooms, the old picture is stretched; the new one is asked for when the size has stood still this long. */
const SETTLE = 80;

interface PageProps {
  document: Document;
  index: number;
  size: PageSize;
  top: number;
  scale: number;
  /** The part of the page that is seen, in CSS pixels from its corner; null: none. */
  visible: { x: number; y: number; width: number; height: number } | null;
  onGo: (destination: Destination) => void;
}

/** One page: its picture, and over it the text that can be selected and the links. */
export function Page({ document, index, size, top, scale, visible, onGo }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  const width = size.width * scale;
  const height = size.height * scale;
  const ratio = window.devicePixelRatio || 1;
  const whole = Math.min(scale * ratio, Math.sqrt(MOST_PIXELS / (size.width * size.height)));
  const sharp = whole >= scale * ratio * 0.999;

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        void document
          .renderPage(index, { scale: whole, signal: abort.signal })
          .then(async ({ width, height, data }) => {
            const bitmap = await createImageBitmap(new ImageData(data, width, height));
            const target = canvas.current;
            if (abort.signal.aborted || !target) return bitmap.close();
            target.width = width;
            target.height = height;
            target.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
            setDrawn(true);
          })
          .catch(() => undefined); // aborted, or given up: the page stays as it is
      },
      canvas.current?.dataset.scale ? SETTLE : 0,
    );
    if (canvas.current) canvas.current.dataset.scale = String(whole);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, index, whole]);

  return (
    <section
      className="page"
      data-testid={`page-${index + 1}`}
      aria-label={`Page ${index + 1}`}
      style={{ top, width, height, marginLeft: -width / 2, '--scale': scale } as React.CSSProperties}
    >
      <canvas ref={canvas} data-testid="page-canvas" className={drawn ? 'drawn' : ''} />
      {!sharp && visible && <SharpPart document={document} index={index} scale={scale * ratio} ratio={ratio} visible={visible} />}
      <TextLayer document={document} index={index} />
      <LinkLayer document={document} index={index} onGo={onGo} />
    </section>
  );
}

/** The part of a large page that is seen, drawn as sharply as the screen can show it. */
function SharpPart({
  document,
  index,
  scale,
  ratio,
  visible,
}: {
  document: Document;
  index: number;
  scale: number;
  ratio: number;
  visible: NonNullable<PageProps['visible']>;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const x = Math.floor(visible.x * ratio);
  const y = Math.floor(visible.y * ratio);
  const width = Math.max(1, Math.ceil(visible.width * ratio));
  const height = Math.max(1, Math.ceil(visible.height * ratio));

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void document
        .renderPage(index, { scale, tile: { x, y, width, height }, signal: abort.signal })
        .then(async (picture) => {
          const bitmap = await createImageBitmap(new ImageData(picture.data, picture.width, picture.height));
          const target = canvas.current;
          if (abort.signal.aborted || !target) return bitmap.close();
          target.width = picture.width;
          target.height = picture.height;
          target.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
          Object.assign(target.style, {
            left: `${x / ratio}px`,
            top: `${y / ratio}px`,
            width: `${width / ratio}px`,
            height: `${height / ratio}px`,
          });
        })
        .catch(() => undefined);
    }, SETTLE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, index, scale, ratio, x, y, width, height]);

  return <canvas ref={canvas} className="part drawn" key={scale} />;
}
