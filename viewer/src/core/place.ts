/** How large pages are shown. Scales are CSS pixels a point: 96/72 is the size on paper. */
export type Zoom = { mode: 'auto' } | { mode: 'width' } | { mode: 'page' } | { mode: 'custom'; scale: number };

/** A rectangle in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a window shows: told so that it can be found again in another window, layout or rotation. */
export interface Place {
  /** The page that is looked at, from 0. */
  page: number;
  /** The window's upper left corner, in the page's points from its own upper left corner: negative where the page begins later. */
  x: number;
  y: number;
  zoom: Zoom;
}
