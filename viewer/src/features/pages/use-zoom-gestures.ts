import { useEffect, type RefObject } from 'react';

interface Point {
  x: number;
  y: number;
}

/** Two taps are one after the other within so many ms, within so many CSS pixels of one another, and each no longer than the first. */
const DOUBLE = 300;
const NEAR = 30;

/**
 * The wheel with Control held (which is also what a touchpad's pinch sends), two fingers on a screen, and two taps with one,
 * but for taps on what does something itself. `at` is in the element's window.
 */
export function useZoomGestures(
  element: RefObject<HTMLElement | null>,
  onZoom: (factor: number, at: Point) => void,
  onDoubleTap: (at: Point) => void,
): void {
  useEffect(() => {
    const target = element.current!;
    let spread = 0;
    let down: (Point & { time: number }) | null = null;
    let tapped: (Point & { time: number }) | null = null;

    const zoom = (factor: number, clientX: number, clientY: number) => {
      const box = target.getBoundingClientRect();
      onZoom(factor, { x: clientX - box.left, y: clientY - box.top });
    };
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) {
        // Where there is nothing to scroll downwards the wheel leads along the row of pages, and at its ends on around the viewer.
        if (event.shiftKey || event.deltaX || target.scrollHeight > target.clientHeight) return;
        const before = target.scrollLeft;
        target.scrollLeft += event.deltaY;
        if (target.scrollLeft !== before) event.preventDefault();
        return;
      }
      event.preventDefault();
      // A wheel's notch is about 100, a touchpad's step a few.
      zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 180), event.clientX, event.clientY);
    };
    const touch = (event: TouchEvent) => {
      const [a, b] = event.touches;
      const now = a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
      if (a && b && event.type === 'touchmove') {
        event.preventDefault();
        if (spread && now) zoom(now / spread, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
      }
      spread = now;
      taps(event);
    };
    const near = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y) < NEAR;
    const taps = (event: TouchEvent) => {
      const [finger] = event.changedTouches;
      const alone = event.touches.length + event.changedTouches.length <= (event.type === 'touchend' ? 1 : 2);
      const acts = event.target instanceof Element && event.target.closest('a, button, input, select, textarea');
      if (!finger || !alone || acts || event.type === 'touchcancel') {
        down = tapped = null;
        return;
      }
      const at = { x: finger.clientX, y: finger.clientY, time: event.timeStamp };
      if (event.type === 'touchstart') down = at;
      if (event.type !== 'touchend') return;
      const isTap = down && near(down, at) && at.time - down.time < DOUBLE;
      if (isTap && tapped && near(tapped, at) && at.time - tapped.time < 2 * DOUBLE) {
        event.preventDefault(); // no click comes of it
        tapped = null;
        const box = target.getBoundingClientRect();
        onDoubleTap({ x: at.x - box.left, y: at.y - box.top });
      } else tapped = isTap ? at : null;
    };

    // React's own listeners are passive: they could not keep the browser from zooming the whole page.
    const active = { passive: false };
    target.addEventListener('wheel', wheel, active);
    for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) target.addEventListener(type, touch, active);
    return () => {
      target.removeEventListener('wheel', wheel);
      for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) target.removeEventListener(type, touch);
    };
  }, [element, onZoom, onDoubleTap]);
}
