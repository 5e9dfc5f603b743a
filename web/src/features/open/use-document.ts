import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Source } from '@ode/engine/browser';
import { openDocument } from '../../engine.js';
import { takeEarlyDocument, type EarlyDocument } from '../first-page/first-page.js';
import { nameOfUrl, openReducer } from './state.js';

/** Opens documents, one at a time: a new one closes the last. */
export function useDocument() {
  const [state, dispatch] = useReducer(openReducer, { status: 'empty' });
  const abort = useRef<AbortController | null>(null);
  const answer = useRef<((password: string | null) => void) | null>(null);
  const opened = useRef(0);
  const held = useRef<{ close(): Promise<void> } | null>(null);

  const open = useCallback(async (name: string, source: Source, early: EarlyDocument | null = null) => {
    abort.current?.abort();
    answer.current?.(null);
    const controller = (abort.current = new AbortController());
    const { signal } = controller;
    if (early) signal.addEventListener('abort', () => early.abort());
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
    const onProgress = (fetched: number, total: number) => signal.aborted || dispatch({ type: 'fetched', fetched, total });
    try {
      early?.follow(onProgress);
      const document = (await early?.document.catch(unlessLocked)) ?? (await openDocument(source, { signal, onPassword, onProgress }));
      if (signal.aborted) return void document.close();
      held.current = document;
      dispatch({ type: 'opened', id: ++opened.current, document, file: () => document.file(), password });
    } catch (error) {
      if (!signal.aborted) dispatch({ type: 'failed', code: codeOf(error) });
    }
  }, []);

  const openFile = useCallback((file: File) => void open(file.name, file), [open]);

  const openUrl = useCallback((url: string) => void open(nameOfUrl(url), { url }, takeEarlyDocument(url)), [open]);

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

/** What could not be opened early for want of a password, which is asked for now. */
function unlessLocked(error: unknown): null {
  if (codeOf(error) === 'password-required') return null;
  throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
