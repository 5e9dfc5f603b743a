import { useLayoutEffect, useState, type RefObject } from 'react';
import type { Rgb } from './colors.js';

/** What the panel's entries lie on, also under the pointer, whatever colours the host and the system's scheme have given it. */
export function useGrounds(inside: RefObject<HTMLElement | null>): readonly Rgb[] {
  const [grounds, setGrounds] = useState<readonly Rgb[]>([]);
  useLayoutEffect(() => {
    const panel = inside.current?.closest('.ode-side-panel');
    if (!panel) return;
    const read = () => {
      const style = getComputedStyle(panel);
      setGrounds([painted(style.backgroundColor), painted(style.backgroundColor, style.getPropertyValue('--ode-hover'))]);
    };
    read();
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', read);
    return () => scheme.removeEventListener('change', read);
  }, [inside]);
  return grounds;
}

/** One colour of CSS over the other; the canvas knows every way of writing one. */
function painted(...colors: string[]): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  for (const color of ['#fff', ...colors]) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}
