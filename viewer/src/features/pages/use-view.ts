import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Box } from '../../core/place.js';
import type { Layout } from './layout.js';
import { hasDrifted, isJump, placeOf, positionOf, scrolledLength } from './scroll-space.js';
import { leadAfter } from './state.js';

/** After so many ms without scrolling the scroll bar is put where it belongs, and nothing is ahead any more. */
const STILL = 200;
/** A first frame has none before it, and a slow one was not all scrolling: a frame counts as so many ms at least and at most. */
const SHORTEST = 8;
const LONGEST = 50;

/** What the window shows: places of the layout, which positions of the scroll bar need not be (scroll-space.ts). */
export interface View extends Box {
  /** What stands at a position of the scrolled element stands so much further in the layout. */
  offset: number;
  /** See `nearPages`. */
  lead: number;
}

/**
 * The window over the pages. `look` is to be called when it was scrolled; `scrollTo` shows a place in its upper left corner; `seen` has at
 * once what `view` has when it is drawn.
 */
export function useView(scrollerRef: RefObject<HTMLElement | null>, layout: Layout, onMove: () => void) {
  const length = layout.axis === 'x' ? layout.width : layout.height;
  const [view, setView] = useState<View>({ x: 0, y: 0, width: 800, height: 600, offset: 0, lead: 0 });
  const seen = useRef(view);
  const position = useRef(0);
  const time = useRef(0);
  const calm = useRef<ReturnType<typeof setTimeout>>(undefined);

  const look = useCallback(() => {
    const element = scrollerRef.current!;
    const { scrollLeft: x, scrollTop: y, clientWidth: width, clientHeight: height } = element;
    const [along, window] = layout.axis === 'x' ? [x, width] : [y, height];
    const moved = along - position.current;
    const now = performance.now();
    const ms = Math.min(Math.max(now - time.current, SHORTEST), LONGEST);
    let { offset, lead } = seen.current;
    if (isJump(moved, window)) [offset, lead] = [placeOf(along, length) - along, 0];
    else if (moved) lead = leadAfter(lead, moved, ms, window); // else it was moved by the viewer
    position.current = along;
    time.current = now;
    const next = { x, y, width, height, offset, lead };
    next[layout.axis] += offset;
    seen.current = next;
    setView(next);
    clearTimeout(calm.current);
    if (lead) calm.current = setTimeout(() => setView((seen.current = { ...seen.current, lead: 0 })), STILL);
    onMove();
  }, [scrollerRef, layout, length, onMove]);

  useEffect(() => () => clearTimeout(calm.current), []);

  const scrollTo = useCallback(
    (x: number, y: number) => {
      const element = scrollerRef.current!;
      const place = { x, y };
      const along = Math.max(0, Math.min(place[layout.axis], length));
      position.current = positionOf(along, length);
      seen.current = { ...seen.current, offset: along - position.current };
      place[layout.axis] = position.current;
      element.scrollTo(place.x, place.y);
      // The browser rounds, and stops at the ends.
      position.current = layout.axis === 'x' ? element.scrollLeft : element.scrollTop;
      look();
    },
    [scrollerRef, layout, length, look],
  );

  // What was scrolled a little moves pages a little; where the scroll bar belongs, it goes when all stands still.
  useEffect(() => {
    const place = view[layout.axis];
    if (length === scrolledLength(length) || positionOf(place, length) === position.current) return;
    const tidy = () => scrollTo(seen.current.x, seen.current.y);
    if (hasDrifted(position.current, place, length)) return tidy();
    const timer = setTimeout(tidy, STILL);
    return () => clearTimeout(timer);
  }, [view, layout, length, scrollTo]);

  return { view, seen, look, scrollTo };
}
