import type { Document } from '@ode/engine/browser';
import { useEffect, type RefObject } from 'react';

/**
 * Control and A selects the pages, not the toolbar; and what is copied then is the text of all pages, of which only those
 * near the window are there to be selected.
 */
export function useSelectAll(area: RefObject<HTMLElement | null>, document: Document): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'a' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
      event.preventDefault();
      getSelection()?.selectAllChildren(area.current!);
    };
    const copy = () => {
      const selection = getSelection();
      if (!selection || selection.anchorNode !== area.current || selection.focusNode !== area.current || selection.isCollapsed) return;
      const text = async () => new Blob([(await textOf(document)).join('\n\n')], { type: 'text/plain' });
      // Where this is not allowed, in a frame for example, there is what the browser has copied: the pages that were near.
      void navigator.clipboard?.write([new ClipboardItem({ 'text/plain': text() })]).catch(() => undefined);
    };
    window.addEventListener('keydown', key);
    window.addEventListener('copy', copy);
    return () => {
      window.removeEventListener('keydown', key);
      window.removeEventListener('copy', copy);
    };
  }, [area, document]);
}

/** The text of each page; of one that cannot be read, none. */
function textOf(document: Document): Promise<string[]> {
  return Promise.all(
    Array.from({ length: document.pageCount }, (_, i) => document.pageText(i, { priority: 'background' }).catch(() => '')),
  );
}
