/** Every way in which the engine can refuse. The codes are stable; the messages are for people. */
export type ErrorCode =
  | 'not-a-pdf'
  | 'empty-file'
  | 'password-required'
  | 'password-wrong'
  | 'certificate-required'
  | 'encryption-unsupported'
  | 'damaged'
  | 'page-out-of-range'
  | 'format-unknown'
  | 'limit-exceeded'
  | 'source-unreachable'
  | 'query-invalid'
  | 'ocr-unavailable'
  | 'aborted'
  | 'closed';

const MESSAGES: Record<ErrorCode, string> = {
  'not-a-pdf': 'This file is not a PDF.',
  'empty-file': 'This file is empty.',
  'password-required': 'This document is encrypted: open it with its password.',
  'password-wrong': 'The password does not open this document.',
  'certificate-required': 'This document is encrypted for the holders of certificates: open it with one of them and its private key.',
  'encryption-unsupported': 'This document is encrypted in a way that is not supported.',
  damaged: 'This PDF is damaged beyond repair: no page could be found in it.',
  'page-out-of-range': 'There is no such page in this document.',
  'format-unknown': 'Documents cannot be converted to this format.',
  'limit-exceeded': 'The picture is too large: ask for a smaller scale or a tile.',
  'source-unreachable': 'The document could not be fetched.',
  'query-invalid': 'This is no regular expression.',
  'ocr-unavailable': 'What pictures of text are read by is not there.',
  aborted: 'The work was aborted.',
  closed: 'The document is closed.',
};

/**
 * Why the bytes of a document do not come, where that is known: its address is of a kind that nothing is fetched from, its server
 * lets not everybody read it, has nothing there, or fails; the connection broke off; there is another file now.
 */
export type UnreachableReason = 'address-unsupported' | 'forbidden' | 'not-found' | 'server-failed' | 'interrupted' | 'changed';

export class OdeError extends Error {
  override readonly name = 'OdeError';

  constructor(
    readonly code: ErrorCode,
    message: string = MESSAGES[code],
    /** Of `source-unreachable`. */
    readonly reason?: UnreachableReason,
  ) {
    super(message);
  }

  /** Parts of the host that are files of their own have a copy of this class: errors of all copies are of one class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'OdeError';
  }
}

/** Throws `aborted` when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new OdeError('aborted');
}

/** What a promise says, or `aborted` where the signal fires first. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let stop: () => void;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new OdeError('aborted'));
    signal.addEventListener('abort', stop);
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
