import { openDocument, type BrowserDocument, type BrowserOptions, type Source } from '@ode/engine/browser';
import { useEffect, useRef, useState } from 'react';
import { failureOf, type Failure } from './failure.js';

/** A document that the host has opened, and closes. */
export interface OpenedDocument {
  document: BrowserDocument;
  name: string;
  /** Its bytes, or what fetches them when they are wanted. */
  file: Blob | (() => Promise<Blob>);
  password?: string;
}

export type ViewerSource = Source | OpenedDocument;

export type Opening =
  /** `fetched`: bytes that have come of a file that is fetched as a whole, of `total`; 0: nobody knows. */
  | { status: 'opening'; fetched?: number; total?: number }
  /** `answer` tries a password. */
  | { status: 'locked'; retry: boolean; answer: (password: string) => void }
  | { status: 'open'; opened: OpenedDocument }
  | { status: 'failed'; failure: Failure };

const isOpened = (src: ViewerSource): src is OpenedDocument => typeof src === 'object' && 'document' in src;

/** Opens what it is given, and closes what it has opened. An opened document is there at once. */
export function useOpened(src: ViewerSource, options: BrowserOptions | undefined): Opening {
  const [state, setState] = useState<{ src: ViewerSource; opening: Opening } | null>(null);
  const wanted = useRef(options);
  useEffect(() => {
    wanted.current = options;
  });
  useEffect(() => {
    if (isOpened(src)) return;
    const abort = new AbortController();
    let document: BrowserDocument | null = null;
    const tell = (opening: Opening) => abort.signal.aborted || setState({ src, opening });
    const ask = (retry: boolean) =>
      new Promise<string>((resolve) => {
        const answer = (password: string) => {
          tell({ status: 'opening' });
          resolve(password);
        };
        tell({ status: 'locked', retry, answer });
      });
    const open = async () => {
      let password: string | undefined;
      const { onPassword = ask, onProgress } = wanted.current ?? {};
      document = await openDocument(src, {
        ...wanted.current,
        signal: abort.signal,
        async onPassword(retry: boolean) {
          const given = await onPassword(retry);
          password = given ?? undefined;
          return given;
        },
        onProgress(fetched: number, total: number) {
          onProgress?.(fetched, total);
          tell({ status: 'opening', fetched, total });
        },
      });
      const opened = document;
      if (abort.signal.aborted) return void opened.close();
      setState({ src, opening: { status: 'open', opened: { document: opened, name: nameOf(src), file: () => opened.file(), password } } });
    };
    open().catch((error: unknown) => {
      if (abort.signal.aborted) return;
      setState({ src, opening: { status: 'failed', failure: failureOf(error) } });
    });
    return () => {
      abort.abort();
      void document?.close();
    };
  }, [src]);
  if (isOpened(src)) return { status: 'open', opened: src };
  return state?.src === src ? state.opening : { status: 'opening' };
}

function addressOf(src: Source): string | URL | null {
  if (typeof src === 'string' || src instanceof URL) return src;
  return 'url' in src ? src.url : null;
}

/** What a document is called: a file's name, or the last part of its address. */
export function nameOf(src: ViewerSource): string {
  if (isOpened(src)) return src.name;
  if (src instanceof File) return src.name;
  const last = String(addressOf(src) ?? '')
    .split(/[?#]/)[0]!
    .split('/')
    .filter(Boolean)
    .pop();
  try {
    return decodeURIComponent(last ?? 'document.pdf');
  } catch {
    return last!;
  }
}
