import { OdeApiError } from './errors.js';

/** What a request may be told. */
export interface RequestOptions {
  signal?: AbortSignal;
  /** The same request again makes nothing new. One is made up where none is given, so that retries are safe. */
  idempotencyKey?: string;
}

export interface ClientOptions {
  /** Where the service is, such as `https://pdf.example.org`. In a browser: the page's own origin by default. */
  baseUrl?: string;
  /** `ode_live_…`. A service on one's own machine needs none. */
  apiKey?: string;
  /** How often a request is sent again that was not reached or told to come again; 4 by default. */
  retries?: number;
  fetch?: typeof fetch;
}

export type Body = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>;

interface Request extends RequestOptions {
  method?: string;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  json?: unknown;
  body?: Body;
  /** Answers besides 2xx that are no refusal. */
  accept?: number[];
}

/** Told to come again; the machine's fault, and none of the request's. */
const AGAIN = new Set([429, 502, 503, 504, 507]);
const FIRST_WAIT_MS = 250;
/** Longer than until the next minute, in which a rate limit is counted anew. What is to be waited for longer is told. */
const LONGEST_WAIT_MS = 61_000;

/** Sends requests, and sends them again where that is safe and may help. */
export class Transport {
  private readonly base: string;
  private readonly retries: number;
  private readonly send: typeof fetch;

  constructor(private readonly options: ClientOptions) {
    this.base = (options.baseUrl ?? globalThis.location?.origin ?? '').replace(/\/$/, '');
    if (!this.base) throw new TypeError('baseUrl must be given outside a browser');
    this.retries = options.retries ?? 4;
    this.send = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  /** The answer, or `OdeApiError`. `path` is below the service's address. */
  async request(
    path: string,
    { method = 'GET', query = {}, headers = {}, json, body, signal, idempotencyKey, accept = [] }: Request = {},
  ): Promise<Response> {
    const url = new URL(this.base + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const { apiKey } = this.options;
    const init: RequestInit & { duplex?: 'half' } = {
      method,
      signal,
      headers: {
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(method === 'POST' && { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(body !== undefined && { 'content-type': 'application/pdf' }),
        ...headers,
      },
      body: json !== undefined ? JSON.stringify(json) : body,
    };
    // A stream can be read once.
    const once = body instanceof ReadableStream;
    if (once) init.duplex = 'half';
    for (let tries = 0; ; tries++) {
      const last = once || tries >= this.retries;
      let answer: Response;
      try {
        answer = await this.send(url, init);
      } catch (cause) {
        signal?.throwIfAborted();
        if (last) throw new OdeApiError('unreachable', 'The service cannot be reached.', 0, null, null, { cause });
        await pause(waitFor(tries, null), signal);
        continue;
      }
      if (answer.ok || accept.includes(answer.status)) return answer;
      const refusal = await refusalOf(answer);
      if (last || !AGAIN.has(answer.status) || (refusal.retryAfter ?? 0) * 1000 > LONGEST_WAIT_MS) throw refusal;
      await pause(waitFor(tries, refusal.retryAfter), signal);
    }
  }

  /** Puts bytes at an address of the storage's own; the API key is not for it. */
  async put(url: string, body: Blob, signal?: AbortSignal): Promise<Response> {
    for (let tries = 0; ; tries++) {
      let status = 0;
      try {
        const answer = await this.send(url, { method: 'PUT', body, signal });
        if (answer.ok) return answer;
        status = answer.status;
      } catch {
        signal?.throwIfAborted();
      }
      const passing = status === 0 || status >= 500 || status === 429;
      if (!passing || tries >= this.retries) throw new OdeApiError('unreachable', `The storage answered ${status}.`, status, null);
      await pause(waitFor(tries, null), signal);
    }
  }

  async json<T>(path: string, request?: Request): Promise<T> {
    return (await (await this.request(path, request)).json()) as T;
  }
}

async function refusalOf(answer: Response): Promise<OdeApiError> {
  const body = (await answer.json().catch(() => null)) as { error?: { code?: string; message?: string; requestId?: string } } | null;
  const { code = 'internal', message = `The service answered ${answer.status}.`, requestId } = body?.error ?? {};
  const after = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return new OdeApiError(
    code,
    message,
    answer.status,
    requestId ?? answer.headers.get('x-request-id'),
    Number.isFinite(after) ? after : null,
  );
}

/** Doubling, with a part left to chance so that many do not come again together. */
function waitFor(tries: number, retryAfter: number | null): number {
  if (retryAfter !== null) return retryAfter * 1000;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries) * (0.5 + Math.random() / 2);
}

/** Resolves after so many milliseconds, or throws what the signal was aborted with. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
