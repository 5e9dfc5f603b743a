import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';

export interface ReadingState {
  /** The document's language (BCP 47), '' where it does not say. */
  language: string;
  /** Begins the ids of the text layers' pieces: there may be other documents in the same page. */
  prefix: string;
}

let documents = 0;

export const READING: Slice<ReadingState> = {
  name: 'reading',
  create: () => createStore<ReadingState>(() => ({ language: '', prefix: `ode-run-${++documents}` })),
};

/** The id of a piece of a page's text layer. */
export const runId = (prefix: string, page: number, run: number): string => `${prefix}-${page}-${run}`;
