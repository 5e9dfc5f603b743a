import { useCallback, useEffect, useReducer, useRef } from 'react';
import { openDocument } from '../../engine.js';
import { fetchFile, takeEarlyDocument, type EarlyDocument } from '../first-page/first-page.js';
import { nameOfUrl, openReducer } from './state.js';

/** Opens documents, one at a time: a new one closes the last. */
export function useDocument() {
  const [state, dispatch] = useReducer(openReducer, { status: 'empty' });
  const abort = useRef<AbortController | null>(null);
  const answer = useRef<((password: string | null) => void) | null>(null);
  const opened = useRef(0);
  const held = useRef<{ close(): Promise<void> } | null>(null);

  const open = useCallback(async (name: string, load: (signal: AbortSignal) => Promise<Blob>, early: EarlyDocument | null = null) => {
    abort.current?.abort();
    answer.current?.(null);
    const controller = (abort.current = new AbortController());
    const { signal } = controller;
    void held.current?.close();
    held.current = null;
    dispatch({ type: 'start', name });
    let password: string | undefined;
    const onPassword = (retry: boolean) =>
      new Promise<string | null>((resolve) => {
        answer.current = (given) => {
          password = given ?? undefined;
          resolve(given);
        };
        if (!signal.aborted) dispatch({ type: 'ask', retry });
        else resolve(null);
      });
    try {
      const file = await (early?.file ?? load(signal));
      // What could not be opened early may need a password, which is asked for now.
      const document = (await early?.document.catch(() => null)) ?? (await openDocument(file, { signal, onPassword }));
      if (signal.aborted) return void document.close();
      held.current = document;
      dispatch({ type: 'opened', id: ++opened.current, document, file, password });
    } catch (error) {
      if (!signal.aborted) dispatch({ type: 'failed', code: codeOf(error) });
    }
  }, []);

  const openFile = useCallback((file: File) => void open(file.name, async () => file), [open]);

  const openUrl = useCallback(
    (url: string) => void open(nameOfUrl(url), async (signal) => new Blob([await fetchFile(url, signal)]), takeEarlyDocument(url)),
    [open],
  );

  const givePassword = useCallback((password: string) => {
    dispatch({ type: 'answer' });
    answer.current?.(password);
  }, []);

  const close = useCallback(() => {
    abort.current?.abort();
    answer.current?.(null);
    void held.current?.close();
    held.current = null;
    dispatch({ type: 'closed' });
  }, []);

  useEffect(() => {
    const url = new URLSearchParams(location.search).get('file');
    if (url) openUrl(url);
  }, [openUrl]);

  return { state, openFile, openUrl, givePassword, close };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
