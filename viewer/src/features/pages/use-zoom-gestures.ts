import { useEffect, type RefObject } from 'react';

interface Point {
  x: number;
  y: number;
}

/** The wheel with Control held (which is also what a touchpad's pinch sends), and two fingers on a screen. `at` is in the element's window. */
export function useZoomGestures(element: RefObject<HTMLElement | null>, onZoom: (factor: number, at: Point) => void): void {
  useEffect(() => {
    const target = element.current!;
    let spread = 0;

    const zoom = (factor: number, clientX: number, clientY: number) => {
      const box = target.getBoundingClientRect();
      onZoom(factor, { x: clientX - box.left, y: clientY - box.top });
    };
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
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
    };

    // React's own listeners are passive: they could not keep the browser from zooming the whole page.
    const active = { passive: false };
    target.addEventListener('wheel', wheel, active);
    for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) target.addEventListener(type, touch, active);
    return () => {
      target.removeEventListener('wheel', wheel);
      for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) target.removeEventListener(type, touch);
    };
  }, [element, onZoom]);
}
