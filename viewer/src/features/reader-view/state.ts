import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

export const PAPERS = ['light', 'sepia', 'dark'] as const;
export type PaperColor = (typeof PAPERS)[number];
/** Letters in a line, about. */
const WIDTHS = [45, 68, 95] as const;
/** CSS pixels. */
const SIZES = [14, 16, 18, 20, 23, 27, 32] as const;

export interface ReaderState {
  open: boolean;
  size: number;
  width: number;
  paper: PaperColor;
}

export const READER: Slice<ReaderState> = {
  name: 'reader-view',
  create() {
    const paper = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    return createStore<ReaderState>(() => ({ open: false, size: 18, width: 68, paper }));
  },
};

/** The next size in a direction; the same at the end. */
export function stepped(size: number, by: 1 | -1): number {
  const at = SIZES.findIndex((one) => one >= size) + by;
  return SIZES[Math.min(SIZES.length - 1, Math.max(0, at))]!;
}

/** The next width; after the widest the narrowest. */
export const widthAfter = (width: number): number => WIDTHS[(WIDTHS.findIndex((one) => one === width) + 1) % WIDTHS.length]!;

/** Pages that are read in one go. */
const BATCH = 8;

/** The pages to begin with, so that `page` is among them: first, and behind the last. */
export function batchAround(page: number, count: number): [first: number, end: number] {
  const first = Math.max(0, Math.min(page - 1, count - BATCH));
  return [first, Math.min(count, first + BATCH)];
}

export const batchBelow = (end: number, count: number): [first: number, end: number] => [end, Math.min(count, end + BATCH)];
export const batchAbove = (first: number): [first: number, end: number] => [Math.max(0, first - BATCH), first];

/** A place in the document: a page, and how far down in it, from 0 to 1. */
export interface Place {
  page: number;
  down: number;
}

/** Where a window that begins at `top` is, among pages from top to bottom. */
export function placeAt(pages: readonly { page: number; top: number; height: number }[], top: number): Place | null {
  const at = pages.findLast((one) => one.top <= top) ?? pages[0];
  return at ? { page: at.page, down: Math.min(1, Math.max(0, (top - at.top) / Math.max(1, at.height))) } : null;
}
