import type { BrowserDocument } from '@ode/engine/browser';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useFallback, type FallbackModule } from './features/fallback/fallback.js';
import { PageInput } from './features/navigate/navigate.js';
import { commandOf } from './features/navigate/state.js';
import { Notice } from './features/notice/notice.js';
import type { EarlyPicture } from './features/pages/draw.js';
import { Pages, type PagesHandle } from './features/pages/pages.js';
import { parseFragment, scaleOf, step, zoomBy, type Zoom } from './features/zoom/state.js';
import { ZoomControls } from './features/zoom/zoom.js';

export interface ViewerProps {
  document: BrowserDocument;
  name: string;
  password: string | undefined;
  /** Brings what draws the pages that the engine cannot. */
  fallback?: () => Promise<FallbackModule>;
  early?: EarlyPicture;
  /** What stands before the name in the toolbar, at the toolbar's end, and over the pages. */
  toolbarStart?: ReactNode;
  toolbarEnd?: ReactNode;
  children?: ReactNode;
}

/** An open document: the toolbar and its pages. */
export function Viewer({ document, name, password, fallback: load, early, toolbarStart, toolbarEnd, children }: ViewerProps) {
  const pages = useRef<PagesHandle>(null);
  const [zoom, setZoom] = useState<Zoom>({ mode: 'width' });
  const [page, setPage] = useState(0);
  const [viewport, setViewport] = useState({ width: window.innerWidth, height: window.innerHeight });
  const sizes = useMemo(() => Array.from({ length: document.pageCount }, (_, i) => document.pageSize(i)), [document]);
  const scale = scaleOf(zoom, sizes, page, viewport);
  const fallback = useFallback(document, password, load);

  const shownAt = useCallback((zoom: Zoom) => scaleOf(zoom, sizes, page, viewport), [sizes, page, viewport]);
  const onZoom = useCallback((factor: number) => setZoom((zoom) => zoomBy(zoom, factor, shownAt)), [shownAt]);
  const onStep = useCallback(
    (direction: 1 | -1) => setZoom((zoom) => ({ mode: 'custom', scale: step(shownAt(zoom), direction) })),
    [shownAt],
  );
  const goTo = useCallback((page: number) => pages.current?.goTo({ page }), []);
  const onFit = useCallback(
    (mode: 'width' | 'page') => {
      setZoom({ mode });
      // A page that is fitted is to be seen as a whole; it has its new size in the next frame.
      if (mode === 'page') requestAnimationFrame(() => goTo(page));
    },
    [page, goTo],
  );

  useEffect(() => {
    const before = window.document.title;
    window.document.title = `${name} – ODE`;
    return () => void (window.document.title = before);
  }, [name]);

  // The address may ask for a page and a zoom: at the start, and whenever who embeds the viewer changes it.
  useEffect(() => {
    const heed = () => {
      const wanted = parseFragment(location.hash);
      if (wanted.zoom) setZoom(wanted.zoom);
      if (wanted.page) requestAnimationFrame(() => goTo(wanted.page! - 1));
    };
    heed();
    window.addEventListener('hashchange', heed);
    return () => window.removeEventListener('hashchange', heed);
  }, [goTo]);

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
      const command = commandOf(event);
      if (!command) return;
      event.preventDefault();
      if (command === 'zoom-in') onStep(1);
      else if (command === 'zoom-out') onStep(-1);
      else if (command === 'fit-width') onFit('width');
      else if (command === 'fit-page') onFit('page');
      else goTo({ 'next-page': page + 1, 'previous-page': page - 1, 'first-page': 0, 'last-page': sizes.length - 1 }[command]);
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [onStep, onFit, goTo, page, sizes]);

  return (
    <>
      <header className="toolbar" role="toolbar" aria-label="Viewer">
        <div className="group start">
          {toolbarStart}
          <span className="name" title={name}>
            {name}
          </span>
        </div>
        <PageInput page={page} count={sizes.length} onGo={goTo} />
        <div className="group end">
          <ZoomControls zoom={zoom} scale={scale} onStep={onStep} onFit={onFit} />
          {toolbarEnd}
        </div>
      </header>
      <Notice warnings={document.warnings} />
      <Pages
        document={document}
        fallback={fallback}
        early={early}
        sizes={sizes}
        scale={scale}
        handle={pages}
        onPage={setPage}
        onResize={setViewport}
        onZoom={onZoom}
      />
      {children}
    </>
  );
}
