import { useSyncExternalStore } from 'react';

/** The device's pixels for one of CSS. It changes when the window moves to another screen, and when the browser zooms. */
export function usePixelRatio(): number {
  return useSyncExternalStore(subscribe, () => window.devicePixelRatio || 1);
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  // Moving between screens need not resize the window: this media query stops matching then.
  const media = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  media.addEventListener('change', changed);
  return () => {
    window.removeEventListener('resize', changed);
    media.removeEventListener('change', changed);
  };
}
