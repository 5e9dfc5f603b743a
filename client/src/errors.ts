/** A refusal of the service. `code` is stable; docs/api.md lists the codes. */
export class OdeApiError extends Error {
  override readonly name = 'OdeApiError';

  constructor(
    readonly code: string,
    message: string,
    /** HTTP; 0: the service was not reached. */
    readonly status: number,
    /** For the service's logs. */
    readonly requestId: string | null,
    /** Seconds, where the service says when to come again. */
    readonly retryAfter: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
