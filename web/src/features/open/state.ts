import type { BrowserDocument } from '@ode/engine/browser';

/** Whether a document is open, and what stands in the way of one that is not. */
export type OpenState =
  | { status: 'empty' }
  /** `fetched`: bytes that have come of a file that is fetched as a whole, of `total`; 0: nobody knows. */
  | { status: 'opening'; name: string; fetched?: number; total?: number }
  | { status: 'locked'; name: string; retry: boolean }
  | { status: 'failed'; name: string; code: string }
  /** `id`: another one for every document that is opened; `password`: the one that opened it. */
  | { status: 'open'; id: number; name: string; document: BrowserDocument; file: () => Promise<Blob>; password?: string };

export type OpenEvent =
  | { type: 'start'; name: string }
  | { type: 'fetched'; fetched: number; total: number }
  | { type: 'ask'; retry: boolean }
  | { type: 'answer' }
  | { type: 'opened'; id: number; document: BrowserDocument; file: () => Promise<Blob>; password?: string }
  | { type: 'failed'; code: string }
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
      return event.code === 'aborted' ? { status: 'empty' } : { status: 'failed', name, code: event.code };
    case 'closed':
      return { status: 'empty' };
  }
}

/** What to say, and what can be done about it, for the engine's error codes. */
const MESSAGES: Record<string, [title: string, advice: string]> = {
  'not-a-pdf': ['This is not a PDF', 'The file may have been renamed, or saved as something else. Choose another one.'],
  'empty-file': ['This file is empty', 'Perhaps it has not been downloaded to its end. Fetch it again, and open it then.'],
  damaged: ['This PDF is damaged', 'No page could be found in it. If you have another copy, try that one.'],
  'password-required': ['This document is locked', 'It opens with its password only.'],
  'password-wrong': ['This document is locked', 'The password does not open it.'],
  'certificate-required': ['This document is locked', 'Only those whom it was encrypted for can open it, with their private key.'],
  'encryption-unsupported': ['This lock is not supported', 'The document is encrypted in a way that ODE does not know.'],
  'source-unreachable': ['The document could not be fetched', 'It may have moved, or its server does not let other pages read it.'],
  'limit-exceeded': ['This document is too large', 'It needs more memory than the browser gives.'],
};

export function messageOf(code: string): [title: string, advice: string] {
  return (
    MESSAGES[code] ?? ['The document could not be opened', 'Something went wrong that should not have. Try again, or choose another file.']
  );
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
