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
  const { code = 'unknown', reason } = error instanceof Error ? (error as { code?: string; reason?: string }) : {};
  return { code, message: error instanceof Error ? error.message : String(error), reason };
}
