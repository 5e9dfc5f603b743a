import type { Destination, PageSize } from '@ode/engine/browser';
import type { Place, Zoom } from '../../core/place.js';
import { ACTUAL_SIZE, clampScale } from '../zoom/state.js';

/** What the part of an address behind `#` asks for. */
export interface Fragment {
  /** From 1. */
  page?: number;
  zoom?: Zoom;
  /** A point of the page in its user space (ISO 32000-2, 8.3.2.3): points from its lower left corner. */
  left?: number;
  top?: number;
  /** Of `FitR`, the opposite corner. */
  right?: number;
  bottom?: number;
  fit?: Destination['fit'];
  /** A named destination. */
  named?: string;
  search?: string;
  /** A tab of the side panel, or none. */
  panel?: string | null;
}

const ZOOMS: Record<string, Zoom> = {
  auto: { mode: 'auto' },
  width: { mode: 'width' },
  'page-width': { mode: 'width' },
  page: { mode: 'page' },
  'page-fit': { mode: 'page' },
  'page-height': { mode: 'page' },
  'page-actual': { mode: 'custom', scale: ACTUAL_SIZE },
};
const FITS = ['Fit', 'FitB', 'FitH', 'FitBH', 'FitV', 'FitBV', 'FitR'] as const;
const PANELS: Record<string, string | null> = {
  none: null,
  thumbs: 'pages',
  bookmarks: 'outline',
  outline: 'outline',
  attachments: 'attachments',
  layers: 'layers',
};

/**
 * Reads `#page=3&zoom=150,0,400&search=two%20words&nameddest=chapter&pagemode=bookmarks` as pdf.js does: zooms are percent, or
 * `auto`, `page-width`, `page-fit`, `page-actual`, `Fit`, `FitH,400` and so on. What has no `=` is a page or a name. What
 * makes no sense is left out.
 */
export function parseFragment(fragment: string): Fragment {
  const text = fragment.replace(/^#/, '');
  if (text && !text.includes('=')) {
    const named = decoded(text);
    return /^\d+$/.test(named) ? (Number(named) > 0 ? { page: Number(named) } : {}) : { named };
  }
  const parameters = new URLSearchParams(text);
  const page = Number(parameters.get('page'));
  const search = parameters.get('search');
  const named = parameters.get('nameddest');
  const panel = PANELS[parameters.get('pagemode') ?? ''];
  return {
    ...(Number.isInteger(page) && page > 0 && { page }),
    ...parseZoom(parameters.get('zoom') ?? ''),
    ...(named && { named }),
    ...(search && { search }),
    ...(panel !== undefined && { panel }),
  };
}

function parseZoom(text: string): Fragment {
  const [name = '', ...rest] = text.split(',');
  const [a, b, c, d] = rest.map((part) => (part.trim() === '' || !Number.isFinite(Number(part)) ? undefined : Number(part)));
  const fit = FITS.find((known) => known === name);
  if (fit === 'FitR') return { fit, ...given({ left: a, bottom: b, right: c, top: d }) };
  if (fit) return { fit, ...given(fit.endsWith('H') ? { top: a } : fit.endsWith('V') ? { left: a } : {}) };
  const scale = Number(name) / 100;
  const zoom: Zoom | undefined = ZOOMS[name] ?? (scale > 0 ? { mode: 'custom', scale: clampScale(scale * ACTUAL_SIZE) } : undefined);
  return { ...(zoom && { zoom }), ...given({ left: a, top: b }) };
}

function given(values: Record<string, number | undefined>): Fragment {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Size = Pick<PageSize, 'width' | 'height' | 'rotation'>;
interface Point {
  x: number;
  y: number;
}

/** A point of a page's user space as points from its upper left corner; of a page whose box begins at the origin. */
export function fromUserSpace({ width, height, rotation }: Size, { x, y }: Point): Point {
  switch (rotation) {
    case 90:
      return { x: y, y: x };
    case 180:
      return { x: width - x, y };
    case 270:
      return { x: width - y, y: height - x };
    default:
      return { x, y: height - y };
  }
}

/** The reverse of `fromUserSpace`: the same turn, of a page that is turned by 270° with its sides exchanged. */
export function toUserSpace(size: Size, point: Point): Point {
  const { width, height, rotation } = size;
  return fromUserSpace(rotation === 270 ? { width: height, height: width, rotation } : size, point);
}

/** Where a fragment leads; null: to no page. `current` is where one is. */
export function destinationOf(fragment: Fragment, sizes: readonly Size[], current: number): Destination | null {
  const { page, left, top, right, bottom, fit } = fragment;
  const index = page === undefined ? current : Math.min(page, sizes.length) - 1;
  const size = sizes[index];
  const somewhere = page !== undefined || left !== undefined || top !== undefined || fit !== undefined;
  if (!size || !somewhere) return null;
  const lies = size.rotation % 180 !== 0;
  const [x, y] = lies ? [top, left] : [left, top];
  const point = fromUserSpace(size, { x: left ?? 0, y: top ?? 0 });
  const to = fit === 'FitR' ? fromUserSpace(size, { x: right ?? 0, y: bottom ?? 0 }) : undefined;
  return {
    page: index,
    ...(x !== undefined && { x: point.x }),
    ...(y !== undefined && { y: point.y }),
    ...(fit && { fit }),
    ...(to && { to }),
  };
}

/** So near to a page's upper edge, in points, one is at its beginning. */
const BEGINNING = 24;

/** What the address says of a place: the page, and where that is not all, the zoom and the point in the window's corner. */
export function fragmentOf({ page, x, y, zoom }: Place, size: Size): string {
  const atStart = y <= 0 && y > -BEGINNING;
  if (atStart && zoom.mode === 'auto') return `#page=${page + 1}`;
  const name = zoom.mode === 'custom' ? String(Math.round((zoom.scale / ACTUAL_SIZE) * 1000) / 10) : NAMES[zoom.mode];
  if (atStart) return `#page=${page + 1}&zoom=${name}`;
  const point = toUserSpace(size, { x: Math.max(0, x), y });
  return `#page=${page + 1}&zoom=${name},${Math.round(point.x)},${Math.round(point.y)}`;
}

const NAMES = { auto: 'auto', width: 'page-width', page: 'page-fit' };
