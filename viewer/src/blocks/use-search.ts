import type { BrowserDocument, FindHit, FindOptions } from '@ode/engine/browser';
import { useEffect, useState } from 'react';
import { hitFrom, NOTHING, withHits, type Found, type FindProgress } from '../features/find/state.js';

export type SearchOptions = Pick<FindOptions, 'matchCase' | 'wholeWords' | 'diacritics' | 'regularExpression'>;

export interface Search extends Found {
  progress: FindProgress;
  next(): void;
  previous(): void;
  /** Makes a hit the current one. */
  select(hit: FindHit): void;
}

/** Hits are shown as they come, this often, in ms. */
const OFTEN = 50;

/** Looks for a text in the whole document whenever it is another one; '' finds nothing. `document`: null while it is opening. */
export function useSearch(document: BrowserDocument | null, query: string, options: SearchOptions = {}): Search {
  const [state, setState] = useState<Found & { progress: FindProgress }>({ ...NOTHING, progress: 'idle' });
  const { matchCase, wholeWords, diacritics, regularExpression } = options;
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const search = async () => {
      setState({ ...NOTHING, progress: query && document ? 'searching' : 'idle' });
      if (!query || !document) return;
      let found: FindHit[] = [];
      let shown = 0;
      const show = () => {
        const added = found;
        found = [];
        shown = performance.now();
        setState((before) => ({ ...before, ...withHits(before, added) }));
      };
      for await (const hit of document.find(query, { matchCase, wholeWords, diacritics, regularExpression, signal })) {
        found.push(hit);
        if (performance.now() - shown > OFTEN) show();
      }
      show();
      setState((before) => ({ ...before, progress: 'done' }));
    };
    search().catch(() => signal.aborted || setState((before) => ({ ...before, progress: 'invalid' })));
    return () => abort.abort();
  }, [document, query, matchCase, wholeWords, diacritics, regularExpression]);
  const go = (steps: number) => setState((before) => ({ ...before, current: hitFrom(before, steps) }));
  return { ...state, next: () => go(1), previous: () => go(-1), select: (current) => setState((before) => ({ ...before, current })) };
}
