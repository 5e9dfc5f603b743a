import type { BrowserDocument, Destination, PageSize } from '@ode/engine/browser';
import { lacking, OdeError, undrawn } from '@ode/engine/browser';
import { memo, useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Fallback } from '../fallback/fallback.js';
import { painterReducer, toldOf } from '../fallback/state.js';
import type { Box } from '../../core/place.js';
import { useViewerContext, useViewerState } from '../../core/context.js';
import type { PageLayerProps } from '../../core/feature.js';
import { inTurn } from '../../core/turns.js';
import { useMessages } from '../../messages/messages.js';
import { lazily } from '../../shell/lazily.js';
import { renderColors } from '../page-colors/state.js';
import { ACTUAL_SIZE } from '../zoom/state.js';
import { drawInEngine, show, type DrawOptions, type EarlyPicture } from './draw.js';
import { readSize } from './read-size.js';
import { pictureScale, unturned } from './state.js';

const FallbackBadge = lazily(() => import('../fallback/badge.js'), 'nowhere');

/** While somebody zooms, the old picture is stretched; the new one is asked for when the size has stood still this long, in ms. */
const SETTLE = 80;
/** A page near the window waits this long, in ms: those in the window come first, and who flies past asks for none. */
const AHEAD = 40;

/** Draws the page, or a tile of it. */
type Draw = (options: DrawOptions) => Promise<ImageBitmap>;

interface PageProps {
  document: BrowserDocument;
  fallback: Fallback;
  early: EarlyPicture | undefined;
  index: number;
  /** As the document has it. */
  size: PageSize;
  /** Where it stands in the area, in CSS pixels. */
  left: number;
  top: number;
  scale: number;
  /** Device pixels a point. */
  sharp: number;
  /** Whether any of it is. */
  seen: boolean;
  /** Of a page that is too large to be drawn sharply, the part that is seen, in CSS pixels from its corner. */
  part: Box | null;
  /** Whether pages fly past: then they are pictures, and nothing lies over those that come. */
  passing: boolean;
  onGo: (destination: Destination) => void;
}

/** One page: its picture, and over it the text that can be selected and the links. Who scrolls draws again only what moves into sight. */
export const Page = memo(function Page(props: PageProps) {
  const { document, fallback, early, index, size, left, top, scale, sharp, seen, part, passing, onGo } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawnAt = useRef('');
  const [picture, setPicture] = useState<'awaited' | 'drawn' | 'failed'>('awaited');
  const [painter, tell] = useReducer(painterReducer, { by: 'engine' });
  const [waited, setWaited] = useState(false);
  const [layered, setLayered] = useState(false);
  const wantsLayers = picture !== 'awaited' && !passing && !layered;
  const { store } = useViewerContext();
  const { t } = useMessages();
  const rotation = useViewerState((state) => state.rotation);
  const layers = useViewerState((state) => state.layers);
  const colors = useViewerState(renderColors);
  const edits = useViewerState((state) => state.edits[index] ?? 0);
  const width = size.width * scale;
  const height = size.height * scale;
  const whole = pictureScale(size, sharp);
  const [outerWidth, outerHeight] = rotation % 180 ? [height, width] : [width, height];
  const visible = part && unturned(part, rotation, outerWidth, outerHeight);
  const due = seen || waited;
  const isSeen = useRef(seen);
  const urgent = useRef<AbortController>(null);
  const byPdfjs = painter.by === 'pdfjs';

  const draw = useCallback<Draw>(
    (options) => {
      if (byPdfjs) return fallback(index, options);
      const zoom = scale / ACTUAL_SIZE;
      return (
        (!edits && !options.tile && early?.picture(document, index, options.scale, colors)) ||
        drawInEngine(document, index, { ...options, zoom, layers, colors })
      );
    },
    [document, fallback, early, index, byPdfjs, layers, colors, edits, scale],
  );

  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), AHEAD);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => (wantsLayers ? inTurn(() => setLayered(true)) : undefined), [wantsLayers]);

  useEffect(() => {
    isSeen.current = seen;
    if (seen) urgent.current?.abort();
  }, [seen]);

  useEffect(() => {
    const wanted = `${whole} ${byPdfjs} ${JSON.stringify(layers)} ${edits} ${JSON.stringify(colors)}`;
    if (!due || drawnAt.current === wanted) return;
    const abort = new AbortController();
    const { signal } = abort;
    const paint = async () => {
      try {
        urgent.current = new AbortController();
        const how = { priority: isSeen.current ? 'visible' : 'near', urgent: urgent.current.signal, signal } as const;
        await readSize(store, index, how);
        show(await draw({ scale: whole, ...how }), canvas.current!, signal);
        drawnAt.current = wanted;
        setPicture('drawn');
        const { warnings } = document;
        tell(byPdfjs ? { type: 'pdfjs-drew' } : { type: 'engine-drew', lacks: undrawn(warnings, index), lost: lacking(warnings, index) });
      } catch (error) {
        if (signal.aborted) return;
        setPicture((before) => (before === 'drawn' ? before : 'failed'));
        tell(byPdfjs ? { type: 'pdfjs-failed' } : { type: 'engine-failed', code: error instanceof OdeError ? error.code : 'unknown' });
      }
      early?.leave(index);
    };
    const timer = setTimeout(() => void paint(), drawnAt.current ? SETTLE : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, store, early, index, draw, byPdfjs, layers, colors, edits, whole, due]);

  return (
    <section
      className="ode-page"
      data-index={index}
      data-testid={`page-${index + 1}`}
      aria-label={t('pages.page', { page: index + 1 })}
      style={{ left, top, width: outerWidth, height: outerHeight, '--scale': scale } as React.CSSProperties}
    >
      {picture === 'awaited' && (
        <span className="ode-number" aria-hidden>
          {index + 1}
        </span>
      )}
      <div className="ode-sheet" style={{ width, height, ...(rotation && { transform: turn(rotation, width, height) }) }}>
        <canvas ref={canvas} data-testid="page-canvas" className={picture === 'drawn' ? 'ode-drawn' : ''} />
        {picture === 'failed' && painter.by === 'nobody' && (
          <p className="ode-undrawn" role="status">
            {t('pages.undrawn')}
          </p>
        )}
        {visible && <SharpPart draw={draw} scale={sharp} ratio={sharp / scale} visible={visible} />}
        {layered && <Layers document={document} index={index} onGo={onGo} />}
      </div>
      {toldOf(painter) && <FallbackBadge painter={painter} />}
    </section>
  );
});

/** What features lay over the page: hundreds of elements, which are the same wherever the page stands. */
const Layers = memo(function Layers(props: PageLayerProps) {
  const { features } = useViewerContext();
  return features.map(({ name, PageLayer }) => PageLayer && <PageLayer key={name} {...props} />);
});

/** Turns a sheet about its upper left corner, and moves it back into its place. */
function turn(rotation: number, width: number, height: number): string {
  const [x, y] = rotation === 90 ? [height, 0] : rotation === 180 ? [width, height] : [0, width];
  return `translate(${x}px, ${y}px) rotate(${rotation}deg)`;
}

interface SharpPartProps {
  draw: Draw;
  scale: number;
  ratio: number;
  visible: Box;
}

/** The part of a large page that is seen, drawn as sharply as the screen can show it. */
function SharpPart({ draw, scale, ratio, visible }: SharpPartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const x = Math.floor(visible.x * ratio);
  const y = Math.floor(visible.y * ratio);
  const width = Math.max(1, Math.ceil(visible.width * ratio));
  const height = Math.max(1, Math.ceil(visible.height * ratio));

  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const paint = async () => {
      const bitmap = await draw({ scale, tile: { x, y, width, height }, signal });
      const target = canvas.current!;
      show(bitmap, target, signal);
      Object.assign(target.style, {
        left: `${x / ratio}px`,
        top: `${y / ratio}px`,
        width: `${width / ratio}px`,
        height: `${height / ratio}px`,
      });
    };
    const timer = setTimeout(() => void paint().catch(() => undefined), SETTLE); // the whole page's picture stands below
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [draw, scale, ratio, x, y, width, height]);

  // Another scale, another canvas: what was drawn at the last one is in the wrong place now.
  return <canvas ref={canvas} className="ode-part ode-drawn" key={scale} />;
}
