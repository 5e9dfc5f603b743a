import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ViewerContext } from '../core/context.js';
import { parseFragment } from '../features/zoom/state.js';

/** While a document is open, the page's title names it. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return;
    const before = window.document.title;
    window.document.title = title;
    return () => void (window.document.title = before);
  }, [title]);
}

/** The address may ask for a page and a zoom: at the start, and whenever who embeds the viewer changes it. */
export function useFragment(context: ViewerContext, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const heed = () => {
      const wanted = parseFragment(location.hash);
      if (wanted.zoom) context.store.setState({ zoom: wanted.zoom });
      if (wanted.search) context.run('find.search', wanted.search);
      if (wanted.page) requestAnimationFrame(() => context.pages.goTo({ page: wanted.page! - 1 }));
    };
    heed();
    window.addEventListener('hashchange', heed);
    return () => window.removeEventListener('hashchange', heed);
  }, [context, on]);
}

/** Tells the host what text is selected in the viewer; '' when none is any more. */
export function useTellingSelection(context: ViewerContext, root: HTMLElement | null): void {
  useEffect(() => {
    if (!root) return;
    const owner = root.ownerDocument;
    let told = '';
    let frame = 0;
    const tell = () => {
      const selection = owner.getSelection();
      const text = selection && root.contains(selection.anchorNode) ? selection.toString() : '';
      if (text !== told) context.emit('onSelection', (told = text));
    };
    const changed = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(tell);
    };
    owner.addEventListener('selectionchange', changed);
    return () => {
      cancelAnimationFrame(frame);
      owner.removeEventListener('selectionchange', changed);
    };
  }, [context, root]);
}

/** Tells the host what has changed. */
export function useTelling(context: ViewerContext): void {
  const page = useStore(context.store, (state) => state.page);
  const scale = useStore(context.store, (state) => state.scale);
  useEffect(() => context.emit('onLoaded', context.document), [context]);
  useEffect(() => context.emit('onPage', page), [context, page]);
  useEffect(() => context.emit('onZoom', scale), [context, scale]);
}
