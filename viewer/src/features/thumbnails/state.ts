import type { PageSize } from '@ode/engine/browser';
import type { Rotation } from '../../core/store.js';

/** Thumbnails stand in columns, so that those of 200,000 pages are no longer than a browser lets an element be. */
export const COLUMNS = 2;

/** Size of a page's picture that fits a square with a side of `side` CSS pixels, and its scale in CSS pixels a point. */
export function thumbnailSize(
  { width, height }: Pick<PageSize, 'width' | 'height'>,
  rotation: Rotation,
  side: number,
): { width: number; height: number; scale: number } {
  const scale = side / Math.max(width, height, 1);
  const [w, h] = rotation % 180 ? [height, width] : [width, height];
  return { width: w * scale, height: h * scale, scale };
}

/** The thumbnail that a key leads to from that of `page`; null for other keys. `rtl`: columns run from the right. */
export function thumbnailAt(key: string, page: number, count: number, rtl: boolean): number | null {
  const side = rtl ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowRight: side,
    ArrowLeft: -side,
    ArrowDown: COLUMNS,
    ArrowUp: -COLUMNS,
    PageDown: COLUMNS * 3,
    PageUp: -COLUMNS * 3,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, page + step));
}
