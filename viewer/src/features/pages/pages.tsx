import type { Destination } from '@ode/engine/browser';
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useReducer, useRef, useState, type Ref } from 'react';
import type { Box, Place } from '../../core/place.js';
import { useSlice, useViewerContext, useViewerState, type Jump, type PagesHandle } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import type { Fallback } from '../fallback/fallback.js';
import { inksOf, isDark } from '../page-colors/state.js';
import { READING } from '../reading/state.js';
import { heldPages, TEXT } from '../text/state.js';
import { scaleOf, zoomBy } from '../zoom/state.js';
import type { EarlyPicture } from './draw.js';
import { layOut } from './layout.js';
import { Page } from './page.js';
import { cornerOf, cornerOfDestination, isSamePlace, placeIn, zoomOf } from './place.js';
import { scrolledLength } from './scroll-space.js';
import {
  anchorAt,
  currentPage,
  indent,
  isFlight,
  nearPages,
  pagesIn,
  partOnPage,
  pictureScale,
  pointOf,
  revealed,
  visiblePart,
} from './state.js';
import { usePixelRatio } from './use-pixel-ratio.js';
import { useView } from './use-view.js';
import { useZoomGestures } from './use-zoom-gestures.js';
import './pages.css';

/** What is to be seen once the layout is there that it takes: another page alone, or another zoom, lays pages out anew. */
type Wish = ({ destination: Destination } | { place: Place } | { page: number; part: Box }) & { jump: Jump; from: Place };

/** By how much two taps enlarge a page that is as wide as the window. */
const CLOSER = 2.5;

interface PagesProps {
  fallback: Fallback;
  early: EarlyPicture | undefined;
  handle: Ref<PagesHandle>;
  /** Told whenever what is seen has changed, and of every jump. */
  onMove: () => void;
  onJump: (from: Place, to: Place, merge: string | undefined) => void;
  /** Takes the keyboard when the viewer comes. */
  autoFocus: boolean;
}

/** All pages, as the layout has them; only those near the window are there. */
export function Pages({ fallback, early, handle, onMove, onJump, autoFocus }: PagesProps) {
  const { document, store } = useViewerContext();
  const { t } = useMessages();
  const scroller = useRef<HTMLDivElement>(null);
  const sizes = useViewerState((state) => state.sizes);
  const [zoom, rotation, mode, viewport] = [
    useViewerState((state) => state.zoom),
    useViewerState((state) => state.rotation),
    useViewerState((state) => state.layout),
    useViewerState((state) => state.viewport),
  ];
  // Only a page that is fitted, or shown alone, changes the layout when another is looked at.
  const page = useViewerState((state) => (state.zoom.mode === 'page' || state.layout === 'page' ? state.page : 0));
  const scale = scaleOf(zoom, sizes, page, viewport, { layout: mode, rotation });
  const layout = useMemo(() => layOut(sizes, scale, { mode, rotation, page, viewport }), [sizes, scale, mode, rotation, page, viewport]);
  const { view, seen, look, scrollTo } = useView(scroller, layout, onMove);
  /** Where somebody zooms with the wheel or two fingers. */
  const pointer = useRef<{ x: number; y: number } | null>(null);
  const last = useRef<typeof layout | null>(null);
  const [wish, setWish] = useState<Wish | null>(null);
  const [, measured] = useReducer((times: number) => times + 1, 0);

  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const before = store.getState().viewport;
      if (before.width !== width || before.height !== height) store.setState({ viewport: { width, height } });
    };
    measure(); // so that the first pictures are drawn at the right scale
    measured(); // Preact listens to the store only after the first frame, and would show that with the wrong one
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [store]);

  useEffect(() => {
    if (!autoFocus) return;
    const element = scroller.current!;
    // So that the arrow keys and the space bar scroll at once; a ring is for those who come here by keyboard.
    element.dataset.focused = 'quietly';
    element.focus({ preventScroll: true });
  }, [autoFocus]);

  // When the layout has changed, the place under the pointer (or in the middle) stays; it is told from what was seen last,
  // as the browser has moved the window already where the area has become shorter.
  useLayoutEffect(() => {
    const element = scroller.current!;
    const before = last.current;
    last.current = layout;
    if (before === layout) return;
    // At the start the middle of what is wider than the window is seen.
    if (!before) return scrollTo((layout.width - element.clientWidth) / 2, 0);
    if (before.mode === 'page' && layout.mode === 'page' && before.rows[0] !== layout.rows[0]) return scrollTo(seen.current.x, 0);
    const { x: left, y: top, width, height } = seen.current;
    const isAtStart = !pointer.current && top <= 0;
    // A window that becomes another one and then itself again, as of a phone that is turned, shows the same again: the place
    // is as far from the top in both, and in the middle of both.
    const { x: wasAt, y } = pointer.current ?? { x: width / 2, y: Math.min(height, element.clientHeight) / 3 };
    const x = wasAt + (element.clientWidth - width) / 2;
    pointer.current = null;
    const anchor =
      before.mode !== layout.mode ? { page: store.getState().page, x: 0.5, y: 0 } : anchorAt(before, seen.current, left + wasAt, top + y);
    const point = pointOf(layout, { width: element.clientWidth }, anchor);
    // Whoever looks at the start, as everybody does at first, goes on to do so.
    if (isAtStart && before.mode === layout.mode && layout.axis === 'y') return scrollTo(point.x - x, 0);
    // At the end the last page is read wherever it stands: in a window of another height, as of a phone that is turned, too.
    const isAtEnd = height !== element.clientHeight && top > 0 && top + height >= before.height - 1;
    if (isAtEnd && before.mode === layout.mode && layout.axis === 'y') return scrollTo(point.x - x, layout.height);
    scrollTo(point.x - x, before.mode === layout.mode ? point.y - y : point.y - 8);
  }, [layout, seen, scrollTo, store]);

  useEffect(() => store.setState({ scale }), [store, scale]);

  const placeNow = useCallback((): Place => {
    const { page, zoom } = store.getState();
    return placeIn(layout, rotation, mode === 'page' ? page : currentPage(layout, seen.current), seen.current, zoom);
  }, [layout, seen, mode, rotation, store]);

  const showDestination = useCallback(
    (destination: Destination, exact: boolean) => {
      const { clientWidth: width, clientHeight: height } = scroller.current!;
      const { x, y } = cornerOfDestination(layout, rotation, { ...seen.current, width, height }, destination, exact);
      scrollTo(x, y);
    },
    [layout, seen, rotation, scrollTo],
  );

  const showPart = useCallback(
    (page: number, part: Box) => {
      const { x, y, width, height } = seen.current;
      const place = partOnPage(layout, rotation, page, part);
      const left = indent(layout, seen.current) + layout.lefts[page]! + place.x;
      const top = layout.tops[page]! + place.y;
      const [toX, toY] = [revealed(x, width, left, left + place.width, 24), revealed(y, height, top, top + place.height, 48)];
      if (toX !== x || toY !== y) scrollTo(toX, toY);
    },
    [layout, seen, rotation, scrollTo],
  );

  // Declared behind what keeps the place in a new layout: this is wanted more.
  const latest = useRef({ placeNow, showDestination, showPart, layout, rotation, scrollTo, onJump });
  useLayoutEffect(() => {
    latest.current = { placeNow, showDestination, showPart, layout, rotation, scrollTo, onJump };
  });
  useLayoutEffect(() => {
    if (!wish) return;
    const { placeNow, showDestination, showPart, layout, rotation, scrollTo, onJump } = latest.current;
    const { jump, from } = wish;
    if ('destination' in wish) showDestination(wish.destination, jump.exact === true);
    else if ('part' in wish) showPart(wish.page, wish.part);
    else {
      const { x, y } = cornerOf(layout, rotation, { width: scroller.current!.clientWidth }, wish.place);
      scrollTo(x, y);
    }
    const to = placeNow();
    if (jump.entry !== false && !isSamePlace(from, to)) onJump(from, to, jump.merge);
  }, [wish]);

  const pagesHandle = useMemo((): PagesHandle => {
    const known = (page: number) => page >= 0 && page < sizes.length;
    const alone = (page: number) => store.getState().layout === 'page' && store.setState({ page });
    return {
      goTo(destination, jump = {}) {
        const { page } = destination;
        if (!known(page)) return;
        const from = latest.current.placeNow();
        const { presenting, rotation, viewport } = store.getState();
        const zoom = presenting ? null : zoomOf(destination, sizes[page]!, rotation, viewport);
        if (zoom) store.setState({ zoom });
        alone(page);
        setWish({ destination, jump, from });
      },
      reveal(page, part, jump = {}) {
        if (!known(page)) return;
        const from = latest.current.placeNow();
        alone(page);
        setWish({ page, part, jump, from });
      },
      place: () => latest.current.placeNow(),
      restore(place) {
        if (!known(place.page)) return;
        const from = latest.current.placeNow();
        if (!store.getState().presenting) store.setState({ zoom: place.zoom });
        alone(place.page);
        setWish({ place, jump: { entry: false }, from });
      },
      focus: () => scroller.current?.focus({ preventScroll: true }),
    };
  }, [sizes, store]);
  useImperativeHandle(handle, () => pagesHandle, [pagesHandle]);

  useZoomGestures(
    scroller,
    useCallback(
      (factor, at) => {
        pointer.current = at;
        store.setState(({ zoom, page, viewport, layout, rotation }) => ({
          zoom: zoomBy(zoom, factor, (zoom) => scaleOf(zoom, sizes, page, viewport, { layout, rotation })),
        }));
      },
      [store, sizes],
    ),
    useCallback(
      (at) => {
        const { zoom, page, viewport, layout, rotation, scale } = store.getState();
        const narrow = scaleOf({ mode: 'width' }, sizes, page, viewport, { layout, rotation });
        pointer.current = at;
        if (scale > narrow * 1.05) store.setState({ zoom: { mode: 'width' } });
        else store.setState({ zoom: zoomBy(zoom, CLOSER, (zoom) => scaleOf(zoom, sizes, page, viewport, { layout, rotation })) });
      },
      [store, sizes],
    ),
  );

  const looked = mode === 'page' ? page : currentPage(layout, view);
  useEffect(() => {
    if (store.getState().page !== looked) store.setState({ page: looked });
  }, [looked, store]);

  const inks = useViewerState(inksOf);
  const language = useSlice(READING, (state) => state.language);
  // A text, so that pages are not drawn again for every letter that is selected.
  const held = useSlice(TEXT, (state) => heldPages(state).join());
  const selected = held && mode !== 'page' ? held.split(',').map(Number) : [];
  const shift = { x: 0, y: 0 };
  shift[layout.axis] = view.offset;
  const sharp = scale * usePixelRatio();
  const passing = isFlight(view.lead, layout.axis === 'x' ? view.width : view.height);
  const shown = [];
  for (const i of pagesIn(nearPages(layout, view, view.lead), selected)) {
    const part = visiblePart(layout, i, view);
    shown.push(
      <Page
        key={i}
        document={document}
        fallback={fallback}
        early={early}
        index={i}
        size={sizes[i]!}
        left={layout.lefts[i]! - shift.x}
        top={layout.tops[i]! - shift.y}
        scale={scale}
        sharp={sharp}
        seen={part !== null}
        part={pictureScale(sizes[i]!, sharp) < sharp ? part : null}
        passing={passing}
        onGo={pagesHandle.goTo}
      />,
    );
  }

  return (
    <main
      className="ode-pages"
      ref={scroller}
      onScroll={look}
      onBlur={(event) => delete event.currentTarget.dataset.focused}
      tabIndex={0}
      dir="ltr"
      aria-label={t('pages.label')}
      data-dark={(inks && isDark(inks)) || undefined}
      style={inks ? ({ '--ode-sheet': inks.paper, '--ode-sheet-ink': inks.ink } as React.CSSProperties) : undefined}
    >
      <div
        className="ode-area"
        lang={language || undefined}
        style={{
          height: layout.axis === 'y' ? scrolledLength(layout.height) : layout.height,
          width: layout.axis === 'x' ? scrolledLength(layout.width) : layout.width,
        }}
      >
        {shown}
      </div>
    </main>
  );
}
