import type { FormWidget } from '@ode/engine/browser';
import type { CSSProperties } from 'react';

/** A length on the page, in CSS: the page's `--scale` is that of a point. */
export const points = (value: number) => `calc(var(--scale) * ${value.toFixed(2)}px)`;

/** In points; the page's `--scale` does the rest. Turned boxes are turned about their middle. */
export function placeOf({ rect: [x0, y0, x1, y1], turn = 0 }: FormWidget): CSSProperties {
  const [width, height] = turn % 180 ? [y1 - y0, x1 - x0] : [x1 - x0, y1 - y0];
  return {
    left: points((x0 + x1 - width) / 2),
    top: points((y0 + y1 - height) / 2),
    width: points(width),
    height: points(height),
    ...(turn && { transform: `rotate(${-turn}deg)` }),
  };
}
