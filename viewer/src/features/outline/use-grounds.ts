import { useLayoutEffect, useState, type RefObject } from 'react';
import type { Rgb } from './colors.js';
import { groundsOf } from './grounds.js';

/** What the panel's entries lie on, and anew when the system's scheme changes. */
export function useGrounds(inside: RefObject<HTMLElement | null>): readonly Rgb[] {
  const [grounds, setGrounds] = useState<readonly Rgb[]>([]);
  useLayoutEffect(() => {
    const panel = inside.current?.closest('.ode-side-panel');
    if (!panel) return;
    const read = () => setGrounds(groundsOf(panel));
    read();
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', read);
    return () => scheme.removeEventListener('change', read);
  }, [inside]);
  return grounds;
}
