import type { BrowserDocument } from '@ode/engine/browser';
import type { Failure } from '@ode/viewer/geometry';

/** Whether a document is open, and what stands in the way of one that is not. */
export type OpenState =
  | { status: 'empty' }
  /** `fetched`: bytes that have come of a file that is fetched as a whole, of `total`; 0: nobody knows. */
  | { status: 'opening'; name: string; fetched?: number; total?: number }
  | { status: 'locked'; name: string; retry: boolean }
  | { status: 'failed'; name: string; failure: Failure }
  /** `id`: another one for every document that is opened; `password`: the one that opened it. */
  | { status: 'open'; id: number; name: string; document: BrowserDocument; file: () => Promise<Blob>; password?: string };

export type OpenEvent =
  | { type: 'start'; name: string }
  | { type: 'fetched'; fetched: number; total: number }
  | { type: 'ask'; retry: boolean }
  | { type: 'answer' }
  | { type: 'opened'; id: number; document: BrowserDocument; file: () => Promise<Blob>; password?: string }
  | { type: 'failed'; failure: Failure }
  | { type: 'closed' };

export function openReducer(state: OpenState, event: OpenEvent): OpenState {
  const name = 'name' in state ? state.name : '';
  switch (event.type) {
    case 'start':
      return { status: 'opening', name: event.name };
    case 'fetched':
      return state.status === 'opening' ? { ...state, fetched: event.fetched, total: event.total } : state;
    case 'ask':
      return { status: 'locked', name, retry: event.retry };
    case 'answer':
      return { status: 'opening', name };
    case 'opened':
      return { status: 'open', id: event.id, name, document: event.document, file: event.file, password: event.password };
    case 'failed':
      // Who gives up the password is back where he was: that is no failure to tell of.
      return event.failure.code === 'aborted' ? { status: 'empty' } : { status: 'failed', name, failure: event.failure };
    case 'closed':
      return { status: 'empty' };
  }
}

/** A name for what an address leads to: its last part, without what follows the path. */
export function nameOfUrl(url: string): string {
  const last = url.split(/[?#]/)[0]!.split('/').filter(Boolean).pop() ?? 'document.pdf';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
