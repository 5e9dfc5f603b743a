import type { TextRun } from '@ode/engine/browser';

/** Where a run's span stands: lengths in page points, the angle in radians, clockwise. */
export interface Placement {
  left: number;
  top: number;
  /** Also the span's height: the line height is 1. */
  fontSize: number;
  angle: number;
  /** By how much the browser's own font is stretched to be as wide as the run is on the page. */
  stretch: number;
}

/** Lays a run's text, which is `natural` em wide in the layer's own font, over its quad. */
export function place({ quad }: Pick<TextRun, 'quad'>, natural: number): Placement {
  const [x0, y0, x1, y1, , , x3, y3] = quad;
  const height = Math.hypot(x3 - x0, y3 - y0) || 1;
  const width = Math.hypot(x1 - x0, y1 - y0);
  return {
    left: x3,
    top: y3,
    fontSize: height,
    angle: Math.atan2(y1 - y0, x1 - x0),
    stretch: natural > 0 ? width / (natural * height) : 1,
  };
}

/** First and last page. */
export type Range = readonly [first: number, last: number];

/** Pages of which a selection holds more are not all kept: each has its picture and all its words. */
const MOST_HELD = 40;

/** The pages that stay because something is selected from one to another; null: no text of pages is, or of too many. */
export function heldPages(anchor: number | null, focus: number | null): Range | null {
  if (anchor === null || focus === null || Math.abs(anchor - focus) >= MOST_HELD) return null;
  return [Math.min(anchor, focus), Math.max(anchor, focus)];
}
