import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useViewerContext, useViewerState } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { renderColors } from '../page-colors/state.js';
import { show } from '../pages/draw.js';
import { readSize } from '../pages/read-size.js';
import { useRead } from '../side-panel/loaded.js';
import { COLUMNS, thumbnailAt, thumbnailSize } from './state.js';
import './thumbnails.css';

/** Side of the square that a thumbnail fits, and height of a row with its label, in CSS pixels. */
const SIDE = 112;
const ROW = SIDE + 34;
/** Who flies past asks for no picture: a thumbnail waits this long, in ms. */
const WAIT = 80;

/** The tab "Pages": the thumbnails of all pages, of which only those in sight exist. */
export default function Thumbnails() {
  const { run } = useViewerContext();
  const { t, dir } = useMessages();
  const page = useViewerState((state) => state.page);
  const count = useViewerState((state) => state.sizes.length);
  const labels = useRead(readLabels);
  const list = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const rows = useVirtualizer({
    count: Math.ceil(count / COLUMNS),
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    overscan: 2,
  });
  const active = focused ?? page;

  // The page that is looked at is in sight here, too.
  useEffect(() => rows.scrollToIndex(Math.floor(page / COLUMNS)), [rows, page]);
  useEffect(() => {
    if (focused === null) return;
    rows.scrollToIndex(Math.floor(focused / COLUMNS));
    const frame = requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-page="${focused}"]`)?.focus());
    return () => cancelAnimationFrame(frame);
  }, [rows, focused]);

  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      // The one that was moved to, also before the browser has drawn it and given it the keyboard.
      event.preventDefault();
      run('navigate.go', active);
      return;
    }
    const next = thumbnailAt(event.key, active, count, dir === 'rtl');
    if (next === null) return;
    event.preventDefault();
    setFocused(next);
  };

  return (
    <div
      ref={list}
      className="ode-thumbnails"
      role="listbox"
      aria-label={t('pages.label')}
      onKeyDown={press}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setFocused(null)}
    >
      <div style={{ height: rows.getTotalSize() }} role="presentation">
        {rows.getVirtualItems().map(({ index: row, start }) => (
          <div key={row} className="ode-thumbnail-row" style={{ top: start, height: ROW }} role="presentation">
            {Array.from({ length: Math.min(COLUMNS, count - row * COLUMNS) }, (_, i) => row * COLUMNS + i).map((index) => (
              <button
                key={index}
                type="button"
                className="ode-thumbnail"
                role="option"
                data-page={index}
                aria-selected={index === page}
                aria-current={index === page ? 'page' : undefined}
                aria-label={t('pages.page', { page: index + 1 })}
                aria-posinset={index + 1}
                aria-setsize={count}
                tabIndex={index === active ? 0 : -1}
                onClick={() => void run('navigate.go', index)}
              >
                <Thumbnail index={index} />
                <span>{labels?.[index] ?? index + 1}</span>
              </button>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

const readLabels = (document: { labels(): Promise<string[]> }) => document.labels();

function Thumbnail({ index }: { index: number }) {
  const { document, store } = useViewerContext();
  const rotation = useViewerState((state) => state.rotation);
  const layers = useViewerState((state) => state.layers);
  const colors = useViewerState(renderColors);
  const edits = useViewerState((state) => state.edits[index]);
  const size = useViewerState((state) => state.sizes[index]!);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, scale } = thumbnailSize(size, rotation, SIDE);

  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const draw = async () => {
      const [priority, now] = ['thumbnail' as const, scale * devicePixelRatio];
      await readSize(store, index, { priority, signal });
      const bitmap = await document.renderBitmap(index, { scale: now, layers, colors, priority, signal });
      show(bitmap, canvas.current!, signal);
    };
    // What cannot be drawn stays a blank sheet: the page itself says why.
    const timer = setTimeout(() => void draw().catch(() => undefined), WAIT);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [document, store, index, scale, layers, colors, edits]);

  return (
    <div className="ode-thumbnail-sheet" style={{ width, height }}>
      <canvas
        ref={canvas}
        style={{ width: size.width * scale, height: size.height * scale, transform: `translate(-50%, -50%) rotate(${rotation}deg)` }}
      />
    </div>
  );
}
