import type { Destination, Document, PageSize } from '@ode/engine/browser';
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react';
import { anchorAt, currentPage, layOut, nearPages, pointOf, type Anchor } from './layout.js';
import { Page } from './page.js';
import './pages.css';

export interface PagesHandle {
  goTo(page: number, y?: number): void;
}

interface PagesProps {
  document: Document;
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
export function Pages({ document, sizes, scale, handle, onPage, onResize, onZoom }: PagesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layOut(sizes, scale), [sizes, scale]);
  const [view, setView] = useState({ left: 0, top: 0, width: 800, height: 600 });
  /** What is to stay where it is when the scale changes, and where in the window that is. */
  const fixed = useRef<{ anchor: Anchor; x: number; y: number } | null>(null);
  const pointer = useRef<{ x: number; y: number } | null>(null);
  const last = useRef(layout);

  const areaWidth = Math.max(layout.width, view.width);

  const look = useCallback(() => {
    const element = scroller.current;
    if (element) setView({ left: element.scrollLeft, top: element.scrollTop, width: element.clientWidth, height: element.clientHeight });
  }, []);

  useEffect(() => {
    const element = scroller.current!;
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
    if (before === layout || before.tops.length !== layout.tops.length) return;
    const x = pointer.current?.x ?? element.clientWidth / 2;
    const y = pointer.current?.y ?? element.clientHeight / 3;
    pointer.current = null;
    const old = Math.max(before.width, element.clientWidth);
    const anchor = fixed.current?.anchor ?? anchorAt(before, sizes, old, element.scrollLeft + x, element.scrollTop + y);
    const point = pointOf(layout, sizes, Math.max(layout.width, element.clientWidth), anchor);
    element.scrollLeft = point.x - x;
    element.scrollTop = point.y - y;
    look();
  }, [layout, sizes, look]);

  useImperativeHandle(
    handle,
    () => ({
      goTo(page: number, y = 0) {
        const element = scroller.current;
        const top = layout.tops[page];
        if (element && top !== undefined) element.scrollTop = top + y * scale - (y ? 24 : 8);
      },
    }),
    [layout, scale],
  );

  // React's own wheel listeners are passive: they could not keep the browser from zooming the whole page.
  useEffect(() => {
    const element = scroller.current!;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      pointer.current = { x: event.clientX - box.left, y: event.clientY - box.top };
      onZoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 180));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [onZoom]);

  const page = currentPage(layout, view.top, view.height);
  useEffect(() => onPage(page), [page, onPage]);

  const [first, end] = nearPages(layout, view.top, view.height);
  const shown = [];
  for (let i = first; i <= end; i++) {
    const size = sizes[i]!;
    const left = (areaWidth - size.width * scale) / 2;
    const top = layout.tops[i]!;
    const x0 = Math.max(0, view.left - left);
    const y0 = Math.max(0, view.top - top);
    const x1 = Math.min(size.width * scale, view.left + view.width - left);
    const y1 = Math.min(size.height * scale, view.top + view.height - top);
    const visible = x1 > x0 && y1 > y0 ? { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } : null;
    const go = (destination: Destination) => {
      const element = scroller.current!;
      element.scrollTop = layout.tops[destination.page]! + (destination.y ?? 0) * scale - (destination.y ? 24 : 8);
    };
    shown.push(<Page key={i} document={document} index={i} size={size} top={top} scale={scale} visible={visible} onGo={go} />);
  }

  return (
    <div className="pages" ref={scroller} onScroll={look} tabIndex={0} role="document" aria-label="Pages">
      <div className="area" style={{ height: layout.height, minWidth: layout.width }}>
        {shown}
      </div>
    </div>
  );
}
