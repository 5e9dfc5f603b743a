import { eventsOf } from './events.js';
import { OdeApiError } from './errors.js';
import { sendParts, sha256Of } from './parts.js';
import { pause, Transport, type Body, type ClientOptions, type RequestOptions } from './transport.js';
import type {
  Batch,
  BatchRequest,
  BinaryFormat,
  ConvertOptions,
  Delivery,
  Document,
  Format,
  Job,
  JobRequest,
  JobStatus,
  Limits,
  LogEntry,
  NewWebhook,
  Page,
  Upload,
  Usage,
  Webhook,
} from './types.js';

const V1 = '/api/v1';
/** How often a batch is looked at while it is waited for, in milliseconds. */
const LOOK_MS = 1000;
/** Every one of them: the compiler looks. */
const BINARY: Record<BinaryFormat, true> = { 'html-folder': true, xlsx: true, epub: true, svg: true, png: true, jpeg: true, webp: true };

interface PageOptions {
  limit?: number;
  cursor?: string;
}

/**
 * The service, as a program sees it. Requests that were not reached or told to come again are sent again, under one
 * Idempotency-Key; what is refused is an `OdeApiError`.
 */
export class OdeClient {
  private readonly transport: Transport;

  constructor(options: ClientOptions = {}) {
    this.transport = new Transport(options);
  }

  readonly documents = {
    /** Uploads a PDF. */
    upload: (body: Body, { name, ...options }: { name?: string } & RequestOptions = {}) =>
      this.transport.json<Document>(`${V1}/documents`, { method: 'POST', query: { name }, body, ...options }),
    /**
     * Puts a PDF into the service's storage itself, in parts, where that is S3: what is large does not pass through the service.
     * A service that keeps files on its own disk refuses (`direct-uploads-unavailable`).
     */
    uploadDirect: async (
      body: Blob | Uint8Array<ArrayBuffer>,
      { name, signal }: { name?: string; signal?: AbortSignal } = {},
    ): Promise<Document> => {
      const file = body instanceof Blob ? body : new Blob([body]);
      const json = { name, size: file.size, sha256: await sha256Of(file) };
      const upload = await this.transport.json<Upload>(`${V1}/uploads`, { method: 'POST', json, signal });
      try {
        const parts = await sendParts(this.transport, upload, file, signal);
        return await this.transport.json<Document>(`${V1}/uploads/${upload.id}/commit`, { method: 'POST', json: { parts }, signal });
      } catch (error) {
        await this.transport.request(`${V1}/uploads/${upload.id}`, { method: 'DELETE' }).catch(() => undefined);
        throw error;
      }
    },
    /** Has the service fetch a PDF itself, from hosts that its operators allow. */
    import: (request: { url: string; name?: string }, options?: RequestOptions) =>
      this.transport.json<Document>(`${V1}/documents/import`, { method: 'POST', json: request, ...options }),
    get: (id: string, options?: RequestOptions) => this.transport.json<Document>(`${V1}/documents/${id}`, options),
    /** The PDF itself: `blob()` or `body` of the response. */
    content: (id: string, options?: RequestOptions) => this.transport.request(`${V1}/documents/${id}/content`, options),
    list: (query: PageOptions = {}, options?: RequestOptions) =>
      this.transport.json<Page<Document>>(`${V1}/documents`, { query: { ...query }, ...options }),
    /** Deletes a document, its jobs and their results. */
    delete: async (id: string, options?: RequestOptions): Promise<void> => {
      await this.transport.request(`${V1}/documents/${id}`, { method: 'DELETE', ...options });
    },
  };

  readonly jobs = {
    submit: (request: JobRequest, options?: RequestOptions) =>
      this.transport.json<Job>(`${V1}/jobs`, { method: 'POST', json: request, ...options }),
    get: (id: string, options?: RequestOptions) => this.transport.json<Job>(`${V1}/jobs/${id}`, options),
    list: (query: PageOptions & { documentId?: string; batchId?: string; status?: JobStatus } = {}, options?: RequestOptions) =>
      this.transport.json<Page<Job>>(`${V1}/jobs`, { query: { ...query }, ...options }),
    log: (id: string, options?: RequestOptions) => this.transport.json<LogEntry[]>(`${V1}/jobs/${id}/log`, options),
    cancel: (id: string, options?: RequestOptions) => this.transport.json<Job>(`${V1}/jobs/${id}/cancel`, { method: 'POST', ...options }),
    retry: (id: string, options?: RequestOptions) => this.transport.json<Job>(`${V1}/jobs/${id}/retry`, { method: 'POST', ...options }),
    /** The job at once, and at every change until it has ended. A connection that breaks is made again. */
    events: (id: string, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<Job> =>
      eventsOf(this.transport, `${V1}/jobs/${id}/events`, signal),
    /** Resolves when the job has ended, however. */
    wait: async (id: string, options: { signal?: AbortSignal } = {}): Promise<Job> => {
      let last: Job | null = null;
      for await (const job of this.jobs.events(id, options)) last = job;
      return last ?? this.jobs.get(id, options);
    },
    /** The converted document: `text()`, `blob()` or `body` of the response. */
    result: (id: string, options?: RequestOptions) => this.transport.request(`${V1}/jobs/${id}/result`, options),
  };

  readonly batches = {
    create: (request: BatchRequest, options?: RequestOptions) =>
      this.transport.json<Batch>(`${V1}/batches`, { method: 'POST', json: request, ...options }),
    get: (id: string, options?: RequestOptions) => this.transport.json<Batch>(`${V1}/batches/${id}`, options),
    cancel: (id: string, options?: RequestOptions) =>
      this.transport.json<Batch>(`${V1}/batches/${id}/cancel`, { method: 'POST', ...options }),
    /** Resolves when all of its jobs have ended. */
    wait: async (id: string, { onProgress, ...options }: { onProgress?: (batch: Batch) => void } & RequestOptions = {}): Promise<Batch> => {
      for (;;) {
        const batch = await this.batches.get(id, options);
        onProgress?.(batch);
        if (batch.status === 'ended') return batch;
        await pause(LOOK_MS, options.signal);
      }
    },
    /** A zip of all results. */
    result: (id: string, options?: RequestOptions) => this.transport.request(`${V1}/batches/${id}/result`, options),
  };

  /** Addresses that are told of jobs that have ended. For keys of the scope `admin`. */
  readonly webhooks = {
    /** The secret, by which its messages are checked (`verifyWebhook`), is told this once. */
    create: (request: { url: string }, options?: RequestOptions) =>
      this.transport.json<NewWebhook>(`${V1}/webhooks`, { method: 'POST', json: request, ...options }),
    list: (query: PageOptions = {}, options?: RequestOptions) =>
      this.transport.json<Page<Webhook>>(`${V1}/webhooks`, { query: { ...query }, ...options }),
    delete: async (id: string, options?: RequestOptions): Promise<void> => {
      await this.transport.request(`${V1}/webhooks/${id}`, { method: 'DELETE', ...options });
    },
    /** What a webhook was told, newest first. */
    deliveries: (id: string, query: PageOptions = {}, options?: RequestOptions) =>
      this.transport.json<Page<Delivery>>(`${V1}/webhooks/${id}/deliveries`, { query: { ...query }, ...options }),
    /** Tells one again. */
    replay: async (deliveryId: string, options?: RequestOptions): Promise<void> => {
      await this.transport.request(`${V1}/deliveries/${deliveryId}/replay`, { method: 'POST', ...options });
    },
  };

  /** What has been used, by month, and may be. */
  usage(options?: RequestOptions): Promise<Usage> {
    return this.transport.json<Usage>(`${V1}/usage`, options);
  }

  /** What the service takes. */
  limits(options?: RequestOptions): Promise<Limits> {
    return this.transport.json<Limits>(`${V1}/limits`, options);
  }

  /** A PDF in, the converted document out, HTML by default; waits for as long as it takes. What is no text comes as a Blob. */
  async convert<F extends Format = 'html'>(
    body: Body,
    {
      name,
      title,
      format,
      pages,
      furniture,
      ocr,
      password,
      ...options
    }: { name?: string; format?: F } & ConvertOptions & RequestOptions = {},
  ): Promise<F extends BinaryFormat ? Blob : string> {
    const answer = await this.transport.request(`${V1}/convert`, {
      method: 'POST',
      query: { name, title, format, pages, ocr, ...(furniture && { furniture }) },
      headers: password === undefined ? {} : { 'x-document-password': inUtf8(password) },
      body,
      ...options,
    });
    const read = (from: Response) =>
      (format !== undefined && Object.hasOwn(BINARY, format) ? from.blob() : from.text()) as Promise<
        F extends BinaryFormat ? Blob : string
      >;
    if (answer.status !== 202) return read(answer);
    const { id } = (await answer.json()) as Job;
    const job = await this.jobs.wait(id, options);
    if (job.error) throw new OdeApiError(job.error.code, job.error.message, 422, null);
    return read(await this.jobs.result(id, options));
  }

  /** All items of a list, page by page: `for await (const job of ode.all(ode.jobs.list, { status: 'failed' }))`. */
  async *all<T, Q extends PageOptions>(list: (query?: Q) => Promise<Page<T>>, query: NoInfer<Q>): AsyncGenerator<T> {
    // What may be asked for is what the list takes. A query may have none of a page's own fields.
    for (let cursor: string | undefined; ;) {
      const page = await list({ ...query, cursor });
      yield* page.items;
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }
}

/** The bytes of a text as characters, which is how headers are given: they have no others. */
const inUtf8 = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));
