import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ViewerContext } from '../core/context.js';

/** While a document is open, the page's title names it. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return;
    const before = window.document.title;
    window.document.title = title;
    return () => void (window.document.title = before);
  }, [title]);
}

/** Tells the host what has changed. */
export function useTelling(context: ViewerContext): void {
  const page = useStore(context.store, (state) => state.page);
  const scale = useStore(context.store, (state) => state.scale);
  useEffect(() => context.emit('onLoaded', context.document), [context]);
  useEffect(() => context.emit('onPage', page), [context, page]);
  useEffect(() => context.emit('onZoom', scale), [context, scale]);
}
