import type { BrowserDocument, BrowserOptions, Source } from '@ode/engine/browser';
import type { Failure } from '../failure.js';
import { useOpened } from '../use-opened.js';

export type DocumentState =
  | { status: 'opening'; document: null; error: null }
  | { status: 'open'; document: BrowserDocument; error: null }
  | { status: 'failed'; document: null; error: Failure };

/**
 * Opens a document for as long as the component is there, or until `src` is another one, and closes it then. `options` count
 * when it is opened.
 */
export function useDocument(src: Source, options?: BrowserOptions): DocumentState {
  const opening = useOpened(src, options);
  if (opening.status === 'open') return { status: 'open', document: opening.opened.document, error: null };
  if (opening.status === 'opening') return { status: 'opening', document: null, error: null };
  // Without an `onPassword` nobody can answer.
  if (opening.status === 'locked')
    return { status: 'failed', document: null, error: { code: 'password-required', message: 'It opens with its password only.' } };
  return { status: 'failed', document: null, error: opening.failure };
}
