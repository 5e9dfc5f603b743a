import type { TextRun } from '@ode/engine/browser';
import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

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

/** By so much, in em, letters may move together: more, and narrow ones would overlap. */
const CLOSEST = -0.12;

/**
 * How far apart the letters of a text stand, in em, so that it is stretched without a transform, of which each costs the browser a layer of
 * its own to keep account of. Null: not in scripts whose letters join or combine, and not where they would overlap.
 */
export function spacingOf(text: string, natural: number, stretch: number): number | null {
  const spacing = (natural * (stretch - 1)) / text.length;
  return /^[ -\u024f\u0370-\u03ff\u2010-\u2027]+$/.test(text) && spacing > CLOSEST ? spacing : null;
}

/** A place between two characters. */
export interface TextPoint {
  /** From 0. */
  page: number;
  /** Which of the page's runs, and how many code units of it are before. */
  run: number;
  offset: number;
}

/** What is selected, from where it was begun to where it was drawn. It outlasts the pages that it is on. */
export interface TextSelection {
  anchor: TextPoint;
  focus: TextPoint;
}

export interface TextState {
  selection: TextSelection | null;
  /** All of the document is selected. */
  all: boolean;
}

export const TEXT: Slice<TextState> = { name: 'text', create: () => createStore(() => ({ selection: null, all: false })) };

export function isBefore(a: TextPoint, b: TextPoint): boolean {
  return a.page - b.page < 0 || (a.page === b.page && (a.run < b.run || (a.run === b.run && a.offset < b.offset)));
}

export function isSamePoint(a: TextPoint, b: TextPoint): boolean {
  return a.page === b.page && a.run === b.run && a.offset === b.offset;
}

/** Both ends in reading order; null: nothing is between them. */
export function ordered({ anchor, focus }: TextSelection): { from: TextPoint; to: TextPoint } | null {
  if (isSamePoint(anchor, focus)) return null;
  return isBefore(anchor, focus) ? { from: anchor, to: focus } : { from: focus, to: anchor };
}

const NONE: readonly number[] = [];

/** The pages that have to stay, or what is selected from one to the other would go: those of both ends. */
export function heldPages({ selection }: TextState): readonly number[] {
  if (!selection) return NONE;
  const { anchor, focus } = selection;
  return anchor.page === focus.page ? [anchor.page] : [anchor.page, focus.page].sort((a, b) => a - b);
}
