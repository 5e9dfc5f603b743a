import type { Destination, Document, PageSize } from '@ode/engine/browser';
import { useEffect, useRef, useState } from 'react';
import { LinkLayer } from '../links/links.js';
import { TextLayer } from '../text/text.js';
import { draw } from './draw.js';
import { pictureScale, type Box } from './state.js';
import { usePixelRatio } from './use-pixel-ratio.js';

/** While somebody zooms, the old picture is stretched; the new one is asked for when the size has stood still this long, in ms. */
const SETTLE = 80;
/** A page near the window waits this long, in ms: those in the window come first, and who flies past asks for none. */
const AHEAD = 200;

interface PageProps {
  document: Document;
  index: number;
  size: PageSize;
  top: number;
  scale: number;
  /** The part of the page that is seen, in CSS pixels from its corner; null: none. */
  visible: Box | null;
  onGo: (destination: Destination) => void;
}

/** One page: its picture, and over it the text that can be selected and the links. */
export function Page({ document, index, size, top, scale, visible, onGo }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawnAt = useRef(0);
  const [picture, setPicture] = useState<'awaited' | 'drawn' | 'failed'>('awaited');
  const [waited, setWaited] = useState(false);
  const ratio = usePixelRatio();
  const width = size.width * scale;
  const height = size.height * scale;
  const sharp = scale * ratio;
  const whole = pictureScale(size, sharp);
  const due = visible !== null || waited;

  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), AHEAD);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    if (!due || drawnAt.current === whole) return;
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        draw(document, index, canvas.current!, { scale: whole, signal: abort.signal }).then(
          () => {
            drawnAt.current = whole;
            setPicture('drawn');
          },
          () => abort.signal.aborted || setPicture((before) => (before === 'drawn' ? before : 'failed')),
        );
      },
      drawnAt.current ? SETTLE : 0,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, index, whole, due]);

  return (
    <section
      className="page"
      data-testid={`page-${index + 1}`}
      aria-label={`Page ${index + 1}`}
      style={{ top, width, height, marginLeft: -width / 2, '--scale': scale } as React.CSSProperties}
    >
      <canvas ref={canvas} data-testid="page-canvas" className={picture === 'drawn' ? 'drawn' : ''} />
      {picture === 'failed' && (
        <p className="undrawn" role="status">
          This page could not be drawn.
        </p>
      )}
      {whole < sharp && visible && <SharpPart document={document} index={index} scale={sharp} ratio={ratio} visible={visible} />}
      {picture !== 'awaited' && (
        <>
          <TextLayer document={document} index={index} />
          <LinkLayer document={document} index={index} onGo={onGo} />
        </>
      )}
    </section>
  );
}

interface SharpPartProps {
  document: Document;
  index: number;
  scale: number;
  ratio: number;
  visible: Box;
}

/** The part of a large page that is seen, drawn as sharply as the screen can show it. */
function SharpPart({ document, index, scale, ratio, visible }: SharpPartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const x = Math.floor(visible.x * ratio);
  const y = Math.floor(visible.y * ratio);
  const width = Math.max(1, Math.ceil(visible.width * ratio));
  const height = Math.max(1, Math.ceil(visible.height * ratio));

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const target = canvas.current!;
      draw(document, index, target, { scale, tile: { x, y, width, height }, signal: abort.signal }).then(
        () =>
          Object.assign(target.style, {
            left: `${x / ratio}px`,
            top: `${y / ratio}px`,
            width: `${width / ratio}px`,
            height: `${height / ratio}px`,
          }),
        () => undefined, // the whole page's picture stands below
      );
    }, SETTLE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, index, scale, ratio, x, y, width, height]);

  // Another scale, another canvas: what was drawn at the last one is in the wrong place now.
  return <canvas ref={canvas} className="part drawn" key={scale} />;
}
