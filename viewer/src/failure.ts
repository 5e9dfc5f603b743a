/** Why a document is not open. */
export interface Failure {
  /** The engine's code, see `OdeError`; `unknown` for what should not have happened. */
  code: string;
  /** For developers, in English. */
  message: string;
  /** Of `source-unreachable`: why its bytes do not come, where that is known. */
  reason?: string | undefined;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: 'unknown', message: String(error) };
  // Errors of the browser's own have numbers.
  const { code = 'unknown', reason, message } = error as Error & { code?: string | number; reason?: string };
  return { code: String(code), message, reason };
}
