import type { BrowserDocument, Destination, PageSize } from '@ode/engine/browser';
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react';
import type { Fallback } from '../fallback/fallback.js';
import type { EarlyPicture } from './draw.js';
import { Page } from './page.js';
import { useSelectAll } from '../text/use-select-all.js';
import { useSelectedPages } from '../text/use-selected-pages.js';
import { anchorAt, currentPage, layOut, nearPages, pagesIn, pointOf, visiblePart } from './state.js';
import { useZoomGestures } from './use-zoom-gestures.js';
import './pages.css';

export interface PagesHandle {
  goTo(destination: Destination): void;
}

interface PagesProps {
  document: BrowserDocument;
  fallback: Fallback;
  early: EarlyPicture | undefined;
  sizes: readonly PageSize[];
  scale: number;
  handle: Ref<PagesHandle>;
  /** Told when another page is looked at, and when the window has another size. */
  onPage: (page: number) => void;
  onResize: (viewport: { width: number; height: number }) => void;
  /** Asked by the wheel and by two fingers: a factor. */
  onZoom: (factor: number) => void;
}

/** All pages, below one another; only those near the window are there. */
export function Pages({ document, fallback, early, sizes, scale, handle, onPage, onResize, onZoom }: PagesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layOut(sizes, scale), [sizes, scale]);
  const [view, setView] = useState({ x: 0, y: 0, width: 800, height: 600 });
  /** Where somebody zooms with the wheel or two fingers. */
  const pointer = useRef<{ x: number; y: number } | null>(null);
  const last = useRef(layout);

  const look = useCallback(() => {
    const element = scroller.current;
    if (element) setView({ x: element.scrollLeft, y: element.scrollTop, width: element.clientWidth, height: element.clientHeight });
  }, []);

  // The first pictures are drawn at the right scale.
  useLayoutEffect(() => {
    const { clientWidth: width, clientHeight: height } = scroller.current!;
    onResize({ width, height });
  }, [onResize]);

  useEffect(() => {
    const element = scroller.current!;
    // So that the arrow keys and the space bar scroll at once; a ring is for those who come here by keyboard.
    element.dataset.focused = 'quietly';
    element.focus({ preventScroll: true });
    const observer = new ResizeObserver(() => {
      onResize({ width: element.clientWidth, height: element.clientHeight });
      look();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [look, onResize]);

  // When the scale has changed, the place under the pointer (or in the middle) stays.
  useLayoutEffect(() => {
    const element = scroller.current!;
    const before = last.current;
    last.current = layout;
    if (before === layout) return;
    const { x, y } = pointer.current ?? { x: element.clientWidth / 2, y: element.clientHeight / 3 };
    pointer.current = null;
    const widthBefore = Math.max(before.width, element.clientWidth);
    const anchor = anchorAt(before, sizes, widthBefore, element.scrollLeft + x, element.scrollTop + y);
    const point = pointOf(layout, sizes, Math.max(layout.width, element.clientWidth), anchor);
    element.scrollTo(point.x - x, point.y - y);
    look();
  }, [layout, sizes, look]);

  const goTo = useCallback(
    ({ page, y }: Destination) => {
      const top = layout.tops[page];
      if (top !== undefined) scroller.current!.scrollTop = y ? top + y * scale - 24 : top - 8;
    },
    [layout, scale],
  );
  useImperativeHandle(handle, () => ({ goTo }), [goTo]);

  useSelectAll(area, document);
  useZoomGestures(
    scroller,
    useCallback(
      (factor, at) => {
        pointer.current = at;
        onZoom(factor);
      },
      [onZoom],
    ),
  );

  const page = currentPage(layout, sizes, view.y, view.height);
  useEffect(() => onPage(page), [page, onPage]);

  const near = nearPages(layout, view.y, view.height);
  const selected = useSelectedPages();
  const shown = [];
  for (const i of pagesIn(near, selected)) {
    const visible = visiblePart(layout, sizes, i, view);
    shown.push(
      <Page
        key={i}
        document={document}
        fallback={fallback}
        early={early}
        index={i}
        size={sizes[i]!}
        top={layout.tops[i]!}
        scale={scale}
        visible={visible}
        onGo={goTo}
      />,
    );
  }

  return (
    <div
      className="pages"
      ref={scroller}
      onScroll={look}
      onBlur={(event) => delete event.currentTarget.dataset.focused}
      tabIndex={0}
      role="document"
      aria-label="Pages"
    >
      <div className="area" ref={area} style={{ height: layout.height, minWidth: layout.width }}>
        {shown}
      </div>
    </div>
  );
}
