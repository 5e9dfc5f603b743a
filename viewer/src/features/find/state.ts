import type { FindHit } from '@ode/engine/browser';
import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

/** What counts as the same text. */
export interface FindSettings {
  matchCase: boolean;
  wholeWords: boolean;
  diacritics: boolean;
  regularExpression: boolean;
}

/** `invalid`: the query is no regular expression, or one that takes too long. */
export type FindProgress = 'idle' | 'searching' | 'done' | 'invalid';

/** What has been found, in the document's order. */
export interface Found {
  readonly hits: readonly FindHit[];
  readonly byPage: ReadonlyMap<number, readonly FindHit[]>;
  /** The hit that the reader is at; null: none. */
  readonly current: FindHit | null;
}

export interface FindState extends Found {
  open: boolean;
  /** Whether the hits are listed. */
  list: boolean;
  query: string;
  settings: FindSettings;
  progress: FindProgress;
  /** Counts how often the search box was asked for: each time it takes the keyboard. */
  asked: number;
}

export const NOTHING: Found = { hits: [], byPage: new Map(), current: null };
export const PLAIN: FindSettings = { matchCase: false, wholeWords: false, diacritics: false, regularExpression: false };

/** Hits of which nobody goes through more: the search ends there. */
export const MOST_HITS = 20_000;

export const FIND: Slice<FindState> = {
  name: 'find',
  create: () => createStore(() => ({ open: false, list: false, query: '', settings: PLAIN, progress: 'idle', asked: 0, ...NOTHING })),
};

/**
 * Adds hits to what has been found. They come from the page on that the search began at, then from the first page: what
 * comes is in order, and stands in one piece before or behind what is there. The first that is found is the current one.
 */
export function withHits({ hits, byPage, current }: Found, added: readonly FindHit[]): Found {
  const [first] = added;
  if (!first) return { hits, byPage, current };
  const pages = new Map(byPage);
  const own = new Map<number, FindHit[]>();
  for (const hit of added) {
    let all = own.get(hit.page);
    if (!all) {
      own.set(hit.page, (all = [...(byPage.get(hit.page) ?? [])]));
      pages.set(hit.page, all);
    }
    all.push(hit);
  }
  const at = hits.findIndex((hit) => isBefore(first, hit));
  const turn = added.findIndex((hit) => isBefore(hit, first));
  if (turn > 0) return withHits(withHits({ hits, byPage, current }, added.slice(0, turn)), added.slice(turn));
  return {
    hits: at < 0 ? [...hits, ...added] : [...hits.slice(0, at), ...added, ...hits.slice(at)],
    byPage: pages,
    current: current ?? first,
  };
}

function isBefore(a: FindHit, b: FindHit): boolean {
  return a.page < b.page || (a.page === b.page && a.index < b.index);
}

/** The hit so many places on from the current one, from the end on at the beginning; null: there is none. */
export function hitFrom({ hits, current }: Found, steps: number): FindHit | null {
  if (!hits.length || !current) return hits[0] ?? null;
  const count = hits.length;
  return hits[(((hits.indexOf(current) + steps) % count) + count) % count]!;
}

/** Where the current hit is among all, from 1; 0: there is none. */
export function place({ hits, current }: Found): number {
  return current ? hits.indexOf(current) + 1 : 0;
}

/** The box around a hit, in page points. */
export function boxOf({ quads }: Pick<FindHit, 'quads'>): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const quad of quads)
    for (let i = 0; i < quad.length; i += 2) {
      left = Math.min(left, quad[i]!);
      right = Math.max(right, quad[i]!);
      top = Math.min(top, quad[i + 1]!);
      bottom = Math.max(bottom, quad[i + 1]!);
    }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
