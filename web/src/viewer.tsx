import type { Document } from '@ode/engine/browser';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ConvertPanel } from './features/convert/panel.js';
import { PageInput } from './features/pages/page-input.js';
import { Pages, type PagesHandle } from './features/pages/pages.js';
import { clampScale, parseFragment, percent, scaleOf, step, type Zoom } from './features/zoom/state.js';
import { ConvertIcon, FitPageIcon, FitWidthIcon, Logo, MinusIcon, OpenIcon, PlusIcon } from './icons.js';

/** An open document: the toolbar, its pages, and the panel that offers to convert it. */
export function Viewer({
  document,
  name,
  file,
  onChoose,
  onClose,
}: {
  document: Document;
  name: string;
  file: Blob;
  onChoose: () => void;
  onClose: () => void;
}) {
  const pages = useRef<PagesHandle>(null);
  const [zoom, setZoom] = useState<Zoom>(() => parseFragment(location.hash).zoom ?? { mode: 'width' });
  const [page, setPage] = useState(0);
  const [viewport, setViewport] = useState({ width: window.innerWidth, height: window.innerHeight });
  const [converting, setConverting] = useState(false);
  const sizes = useMemo(() => Array.from({ length: document.pageCount }, (_, i) => document.pageSize(i)), [document]);
  const scale = scaleOf(zoom, sizes, page, viewport);

  useEffect(() => {
    const before = window.document.title;
    window.document.title = `${name} – ODE`;
    return () => void (window.document.title = before);
  }, [name]);

  // The address may ask for a page.
  useEffect(() => {
    const wanted = parseFragment(location.hash).page;
    if (wanted) requestAnimationFrame(() => pages.current?.goTo(wanted - 1));
  }, []);

  const zoomBy = useCallback((factor: number) => setZoom({ mode: 'custom', scale: clampScale(scale * factor) }), [scale]);
  const zoomStep = useCallback((direction: 1 | -1) => setZoom({ mode: 'custom', scale: step(scale, direction) }), [scale]);

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName);
      if (typing || event.altKey) return;
      const command = event.ctrlKey || event.metaKey;
      if (event.key === '+' || event.key === '=') zoomStep(1);
      else if (event.key === '-') zoomStep(-1);
      else if (event.key === '0') setZoom({ mode: 'width' });
      else if (!command && event.key === 'n') pages.current?.goTo(page + 1);
      else if (!command && event.key === 'p') pages.current?.goTo(page - 1);
      else return;
      if (command) event.preventDefault();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [zoomStep, page]);

  return (
    <>
      <header className="toolbar" role="toolbar" aria-label="Viewer">
        <div className="group start">
          <button className="plain home" onClick={onClose} aria-label="Close the document">
            <Logo />
          </button>
          <button className="plain" onClick={onChoose} aria-label="Open a file" title="Open a file">
            <OpenIcon />
          </button>
          <span className="name" title={name}>
            {name}
          </span>
        </div>
        <PageInput page={page} count={sizes.length} onGo={(to) => pages.current?.goTo(to)} />
        <div className="group end">
          <button className="plain" onClick={() => zoomStep(-1)} aria-label="Zoom out" title="Zoom out (−)" data-testid="zoom-out">
            <MinusIcon />
          </button>
          <span className="percent" aria-live="polite">
            {percent(scale)}
          </span>
          <button className="plain" onClick={() => zoomStep(1)} aria-label="Zoom in" title="Zoom in (+)" data-testid="zoom-in">
            <PlusIcon />
          </button>
          <button
            className="plain"
            aria-pressed={zoom.mode === 'width'}
            onClick={() => setZoom({ mode: 'width' })}
            aria-label="Fit width"
            title="Fit width (0)"
            data-testid="fit-width"
          >
            <FitWidthIcon />
          </button>
          <button
            className="plain"
            aria-pressed={zoom.mode === 'page'}
            onClick={() => setZoom({ mode: 'page' })}
            aria-label="Fit page"
            title="Fit page"
            data-testid="fit-page"
          >
            <FitPageIcon />
          </button>
          <button
            className="convert-toggle"
            aria-expanded={converting}
            onClick={() => setConverting(!converting)}
            data-testid="convert-button"
          >
            <ConvertIcon /> <span>Convert to HTML</span>
          </button>
        </div>
      </header>
      <Pages document={document} sizes={sizes} scale={scale} handle={pages} onPage={setPage} onResize={setViewport} onZoom={zoomBy} />
      {converting && <ConvertPanel file={file} name={name} onClose={() => setConverting(false)} />}
    </>
  );
}
