import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';
import type { Place } from '../../core/place.js';

export interface Entry {
  place: Place;
  /** Jumps of one kind that follow one another are one entry: the hits of a text that is still being typed. */
  merge?: string;
}

/** Where the reader has been, and where in that he is. */
export interface Trail {
  readonly entries: readonly Entry[];
  readonly at: number;
}

export interface HistoryState extends Trail {
  /** Keeps the entries where the page's address follows: the browser's own history. */
  browser: { push(from: Place, to: Place, merge: string | undefined): void } | null;
}

/** Older entries than so many are forgotten. */
const MOST = 200;

export const HISTORY: Slice<HistoryState> = {
  name: 'history',
  create: () => createStore(() => ({ entries: [], at: 0, browser: null })),
};

/** A jump: what was left becomes an entry, and so does where it led; what had been gone back from is forgotten. */
export function jumped({ entries, at }: Trail, from: Place, to: Place, merge?: string): Trail {
  const current = entries[at];
  if (merge !== undefined && current?.merge === merge) return { entries: [...entries.slice(0, at), { place: to, merge }], at };
  const kept = [...entries.slice(0, at), { ...current, place: from }, { place: to, merge }].slice(-MOST);
  return { entries: kept, at: kept.length - 1 };
}

/** Some steps back (negative) or on, from a place that is kept to be returned to; null: there is nothing there. */
export function stepped({ entries, at }: Trail, steps: number, from: Place): { trail: Trail; to: Place } | null {
  const target = entries[at + steps];
  if (!target) return null;
  return { trail: { entries: entries.with(at, { ...entries[at]!, place: from }), at: at + steps }, to: target.place };
}
