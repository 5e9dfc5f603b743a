import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Source } from '@ode/engine/browser';
import { failureOf } from '@ode/viewer/geometry';
import { openDocument } from '../../engine.js';
import { isFirstPageShown, takeEarlyDocument, type EarlyDocument } from '../first-page/first-page.js';
import { addRecent } from '../recent/recent.js';
import { nameOfUrl, type OpenEvent } from './state.js';
import { NO_TABS, tabsReducer } from './tabs.js';

/** What is held of a tab, apart from what is seen. */
interface Held {
  abort: AbortController;
  answer: ((password: string | null) => void) | null;
  document: { close(): Promise<void> } | null;
}

interface OpenOptions {
  early?: EarlyDocument | null;
  /** By which a file of the disk can be opened again. */
  handle?: Promise<FileSystemFileHandle | undefined>;
}

/** The start page's entries in the browser's history. */
const START = 'start';

/** Opens documents, each in a tab of its own; none closes another. */
export function useDocuments() {
  const [tabs, dispatch] = useReducer(tabsReducer, NO_TABS);
  /** A document is on the screen already, and the viewer is to take it over: the start page is not sent for. */
  const [coming, setComing] = useState(isFirstPageShown);
  const held = useRef(new Map<number, Held>());
  const count = useRef(0);
  const latest = useRef(tabs);
  useEffect(() => {
    latest.current = tabs;
  });

  const open = useCallback(async (name: string, source: Source, url: string | null, { early, handle }: OpenOptions = {}) => {
    const id = ++count.current;
    const abort = new AbortController();
    const { signal } = abort;
    const own: Held = { abort, answer: null, document: null };
    held.current.set(id, own);
    if (early) signal.addEventListener('abort', () => early.abort());
    dispatch({ type: 'add', tab: { id, key: url ?? `${id} ${name}`, name, url } });
    const tell = (event: OpenEvent) => {
      setComing(false);
      if (!signal.aborted) dispatch({ type: 'of', id, event });
    };
    let password: string | undefined;
    const onPassword = (retry: boolean) =>
      new Promise<string | null>((resolve) => {
        own.answer = (given) => {
          password = given ?? undefined;
          resolve(given);
        };
        if (signal.aborted) resolve(null);
        else tell({ type: 'ask', retry });
      });
    const onProgress = (fetched: number, total: number) => void tell({ type: 'fetched', fetched, total });
    try {
      early?.follow(onProgress);
      const document = (await early?.document.catch(unlessLocked)) ?? (await openDocument(source, { signal, onPassword, onProgress }));
      // What is there already is not shown in the task that brings the app: to make a viewer takes as long again.
      if (early) await nextTask();
      if (signal.aborted) return void document.close();
      own.document = document;
      // What does not open is nothing to come back to.
      void keep(name, url, handle);
      tell({ type: 'opened', id, document, file: () => document.file(), password });
    } catch (error) {
      tell({ type: 'failed', failure: failureOf(error) });
    }
  }, []);

  /** What is open already is shown; what comes anew is an entry of the browser's history. */
  const openFile = useCallback(
    (file: File, handle?: Promise<FileSystemFileHandle | undefined>) => {
      // What the address says is meant for the first document.
      push(count.current ? '' : location.hash, `${count.current + 1} ${file.name}`);
      void open(file.name, file, null, { handle });
    },
    [open],
  );
  const openUrl = useCallback(
    (url: string) => {
      const there = latest.current.tabs.find((tab) => tab.url === url && tab.state.status === 'open');
      push(`?file=${encodeURIComponent(url)}`, url);
      if (there) {
        void keep(there.name, url);
        dispatch({ type: 'show', id: there.id });
      } else void open(nameOfUrl(url), { url }, url);
    },
    [open],
  );

  const givePassword = useCallback((id: number, password: string) => {
    dispatch({ type: 'of', id, event: { type: 'answer' } });
    held.current.get(id)?.answer?.(password);
  }, []);

  const close = useCallback((id: number) => {
    const own = held.current.get(id);
    held.current.delete(id);
    own?.abort.abort();
    own?.answer?.(null);
    void own?.document?.close();
    dispatch({ type: 'close', id });
  }, []);

  /** Null: the start page. */
  const show = useCallback((id: number | null) => {
    const { tabs, active } = latest.current;
    if (id === active) return;
    const tab = tabs.find((tab) => tab.id === id);
    push(tab?.url ? `?file=${encodeURIComponent(tab.url)}` : '', tab?.key ?? START);
    dispatch({ type: 'show', id });
  }, []);

  useEffect(() => {
    const url = new URLSearchParams(location.search).get('file');
    if (url && count.current === 0) {
      void open(nameOfUrl(url), { url }, url, { early: takeEarlyDocument(url) });
    } else if (!url && !keyOf(history.state)) history.replaceState({ ode: { viewer: START } }, '');
    const back = ({ state }: PopStateEvent) => {
      const key = keyOf(state);
      const tab = latest.current.tabs.find((tab) => tab.key === key);
      if (tab || key === START) dispatch({ type: 'show', id: tab?.id ?? null });
    };
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, [open]);

  // The address is that of what is seen, also when a tab was closed.
  const seen = tabs.tabs.find(({ id }) => id === tabs.active) ?? null;
  const before = useRef(seen);
  useEffect(() => {
    const last = before.current;
    before.current = seen;
    const search = seen?.url ? `?file=${encodeURIComponent(seen.url)}` : '';
    if (!seen && last && tabs.tabs.length === 0) history.replaceState({ ode: { viewer: START } }, '', location.pathname);
    else if (seen && (new URLSearchParams(location.search).get('file') !== seen.url || (keyOf(history.state) ?? seen.key) !== seen.key))
      history.replaceState(null, '', `${location.pathname}${search}`);
  }, [seen, tabs.tabs.length]);

  return { tabs: tabs.tabs, active: seen, coming, openFile, openUrl, givePassword, close, show };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Puts a document among the recent ones, under what it can be opened again by. */
async function keep(name: string, url: string | null, handle?: OpenOptions['handle']): Promise<void> {
  await addRecent(url === null ? { name, handle: await handle } : { name, url });
}

/** `address` is what follows the path; `viewer` is whose entry it is. */
function push(address: string, viewer: string): void {
  history.pushState({ ode: { viewer } }, '', `${location.pathname}${address}`);
}

/** Whose entry of the history it is; see `fragment` of the viewer. */
function keyOf(state: unknown): string | null {
  return (state as { ode?: { viewer?: string } } | null)?.ode?.viewer ?? null;
}

/** What could not be opened early for want of a password, which is asked for now. */
function unlessLocked(error: unknown): null {
  if (failureOf(error).code === 'password-required') return null;
  throw error;
}
