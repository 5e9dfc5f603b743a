import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Destination } from '@ode/engine/browser';
import { useViewerContext, useViewerState } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { show } from '../pages/draw.js';
import type { Target } from './state.js';

/** The picture's size, in CSS pixels, and what of it is above the place that the link leads to. */
const WIDTH = 340;
const HEIGHT = 200;
const ABOVE = 16;
/** Between the link and the card. */
const GAP = 8;

/** A card beside a link: a picture of the place that it leads to, or the address. */
export default function LinkCard({ target, link }: { target: Exclude<Target, { kind: 'command' }>; link: HTMLElement }) {
  const { root } = useViewerContext();
  const { t } = useMessages();
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0, ready: false });
  useLayoutEffect(() => {
    const [own, box, frame] = [card.current!.getBoundingClientRect(), link.getBoundingClientRect(), root!.getBoundingClientRect()];
    const below = box.bottom + GAP + own.height <= frame.bottom;
    const left = Math.min(Math.max(box.left - 12, frame.left + GAP), frame.right - own.width - GAP);
    setPlace({ left: left - frame.left, top: (below ? box.bottom + GAP : box.top - GAP - own.height) - frame.top, ready: true });
  }, [link, root, target]);
  return (
    <div
      ref={card}
      className="ode-link-card"
      role="tooltip"
      style={{ left: place.left, top: place.top, visibility: place.ready ? undefined : 'hidden' }}
    >
      {target.kind === 'web' ? (
        <span className="ode-link-address" dir="ltr">
          {target.url}
        </span>
      ) : (
        <>
          <TargetPicture destination={target.destination} />
          <span>{t('pages.page', { page: target.destination.page + 1 })}</span>
        </>
      )}
    </div>
  );
}

/** The part of a page that a destination leads to, as wide as the page. */
function TargetPicture({ destination: { page, y = 0 } }: { destination: Destination }) {
  const { document } = useViewerContext();
  const size = useViewerState((state) => state.sizes[page]);
  const layers = useViewerState((state) => state.layers);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!size) return;
    const abort = new AbortController();
    const { signal } = abort;
    const scale = (WIDTH / size.width) * devicePixelRatio;
    const [width, whole] = [Math.round(size.width * scale), Math.round(size.height * scale)];
    const height = Math.min(whole, Math.round(HEIGHT * devicePixelRatio));
    const top = Math.min(Math.max(0, Math.round(y * scale - ABOVE * devicePixelRatio)), whole - height);
    const draw = async () => {
      const tile = { x: 0, y: top, width, height };
      show(await document.renderBitmap(page, { scale, tile, layers, priority: 'thumbnail', signal }), canvas.current!, signal);
    };
    void draw().catch(() => undefined); // the page's number is told all the same
    return () => abort.abort();
  }, [document, page, y, size, layers]);
  if (!size) return null;
  return <canvas ref={canvas} style={{ width: WIDTH, height: Math.min(HEIGHT, (size.height * WIDTH) / size.width) }} aria-hidden />;
}
