import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

/** Whether the dialog is open. */
export const PRINT: Slice<{ open: boolean }> = { name: 'print', create: () => createStore(() => ({ open: false })) };

/** What is to be printed. */
export type PageChoice = 'all' | 'current' | 'range';

/** The pages, from 0, of `1-3, 8`, in the order written; null where that names none, or one that there is not. */
export function pagesOf(range: string, count: number): number[] | null {
  const pages: number[] = [];
  const asked = new Set<number>();
  for (const part of range.split(/[,;\s]+(?![-–])/).filter(Boolean)) {
    const found = /^(\d{1,9})(?:\s*[-–]\s*(\d{1,9})?)?$/.exec(part);
    if (!found) return null;
    const from = Number(found[1]);
    const to = found[2] === undefined ? (/[-–]/.test(part) ? count : from) : Number(found[2]);
    if (from < 1 || from > count || to > count || to < from) return null;
    for (let page = from; page <= to; page++)
      if (!asked.has(page)) {
        asked.add(page);
        pages.push(page - 1);
      }
  }
  return pages.length ? pages : null;
}

/** Dots an inch on paper; of many pages fewer, so that they are ready before one has gone for coffee. */
const FINE = 300;
const COARSE = 200;
const FEW = 40;
/** A page has no more pixels than this. */
const MOST_PIXELS = 32e6;

/** Pixels a point for a page of `width` × `height` points, among `pages` that are printed. */
export function printScale(width: number, height: number, pages: number): number {
  const scale = (pages > FEW ? COARSE : FINE) / 72;
  return Math.min(scale, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
}

/** The rules that give each page a sheet of its own size (CSS Paged Media 3, named pages). Sizes are points. */
export function paperRules(sizes: readonly { width: number; height: number }[]): { rules: string; names: string[] } {
  const kinds = new Map<string, string>();
  const names = sizes.map(({ width, height }) => {
    const size = `${+width.toFixed(2)}pt ${+height.toFixed(2)}pt`;
    const name = kinds.get(size) ?? `ode-paper-${kinds.size}`;
    kinds.set(size, name);
    return name;
  });
  return { rules: [...kinds].map(([size, name]) => `@page ${name} { size: ${size}; margin: 0 }`).join('\n'), names };
}
