import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { convertOptionsSchema, FORMATS, isErrorCode, isFinal, OdeServiceError, submitSchema } from '../contract/index.js';
import { conversionEnd, submitConversion } from '../conversions.js';
import { jobInfo } from '../db/index.js';
import { receiveDocument, tooLarge } from '../documents.js';
import { callerOf } from './caller.js';
import { deprecated } from './deprecation.js';
import { sendResult } from './download.js';
import type { Services } from '../services.js';

const CONVERT_ROUTE = '/api/v1/convert';
const UPLOAD_ROUTE = '/api/v1/documents';
const OLDER_UPLOAD_ROUTE = '/api/documents';
/** Whose bodies have a pace of their own to keep. */
export const STREAMED = new Set([CONVERT_ROUTE, UPLOAD_ROUTE, OLDER_UPLOAD_ROUTE]);
/** What the query of a conversion may have: a misspelt option is told, and a password has no place in an address. */
const CONVERT_QUERY = new Set(['name', 'title', 'format', 'pages', 'furniture', 'ocr', 'wait']);

/** Of the uploads at a time, what one tenant may have. */
const SHARE = 3 / 4;

/** How much of a refused upload is still taken, so that its sender gets to read why it was refused. */
const DRAINED = 4 << 20;
const DRAINED_MS = 5000;

/**
 * POST /api/v1/documents?name=paper.pdf, with the PDF's bytes as the body: makes a document and answers 201 with it. The
 * body is streamed; it never lies in memory or half in the storage. POST /api/v1/convert takes the same body and answers
 * with the converted document, or with 202 and the job when that takes longer.
 */
export function uploadRoutes(services: Services) {
  let atHand = 0;
  const byTenant = new Map<string, number>();
  const count = (tenantId: string, more: 1 | -1) => {
    atHand += more;
    const now = (byTenant.get(tenantId) ?? 0) + more;
    if (now) byTenant.set(tenantId, now);
    else byTenant.delete(tenantId);
    return now;
  };
  const receive = async (request: FastifyRequest<{ Querystring: { name?: string }; Body: Readable | undefined }>) => {
    const { tenantId } = request.principal;
    const ofTenant = count(tenantId, 1);
    try {
      const { maxUploads } = services.config;
      // Slow uploads of one tenant leave some for the others.
      if (atHand > maxUploads || ofTenant > Math.ceil(maxUploads * SHARE)) throw new OdeServiceError('busy');
      if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
        throw new OdeServiceError('unsupported-media-type', 'Send the bytes of the PDF as they are, without Content-Encoding.');
      if (Number(request.headers['content-length']) > services.config.maxUpload) throw tooLarge(services.config.maxUpload);
      return await receiveDocument({ ...services, ...callerOf(services.db, request) }, request.body ?? request.raw, request.query.name);
    } catch (error) {
      if (!request.raw.readableEnded && !request.raw.destroyed) drain(request.raw);
      throw error;
    } finally {
      count(tenantId, -1);
    }
  };
  return async (app: FastifyInstance): Promise<void> => {
    // Just these types: others are sent by plain forms of other sites, without the browser asking us first.
    app.addContentTypeParser(['application/pdf', 'application/octet-stream'], (_request, payload, done) => done(null, payload));
    app.removeContentTypeParser(['application/json', 'text/plain']);
    app.addHook('onError', async (request, reply) => {
      // What is left of a refused body would be read as the next request.
      if (!request.raw.complete) reply.header('connection', 'close');
    });
    const text = { type: 'string' };
    const config = { access: 'write' as const };
    const bodyLimit = Number.MAX_SAFE_INTEGER;
    const schema = { querystring: { type: 'object', properties: { name: text } } };
    const older = deprecated(({ url }) => url.replace(OLDER_UPLOAD_ROUTE, UPLOAD_ROUTE));
    for (const [url, onRequest] of [
      [OLDER_UPLOAD_ROUTE, older],
      [UPLOAD_ROUTE, undefined],
    ] as const)
      app.post<{ Querystring: { name?: string }; Body: Readable | undefined }>(
        url,
        { bodyLimit, config, schema, onRequest },
        async (request, reply) => reply.status(201).send(await receive(request)),
      );
    app.post<{
      Querystring: { name?: string; title?: string; format: string; pages?: string; furniture?: boolean; ocr?: string; wait: number };
      Body: Readable | undefined;
    }>(
      CONVERT_ROUTE,
      {
        bodyLimit,
        config,
        schema: {
          querystring: {
            type: 'object',
            properties: {
              name: text,
              title: text,
              format: { ...text, default: 'html' },
              pages: text,
              furniture: { type: 'boolean' },
              ocr: text,
              wait: { type: 'integer', minimum: 1, maximum: 60, default: 30 },
            },
          },
        },
      },
      async (request, reply) => {
        const unknown = Object.keys(request.query).find((name) => !CONVERT_QUERY.has(name));
        if (unknown !== undefined)
          throw new OdeServiceError(
            'bad-request',
            `There is no parameter ${JSON.stringify(unknown)}: there are ${[...CONVERT_QUERY].join(', ')}.`,
          );
        const { title, format, pages, furniture, ocr, wait } = request.query;
        const password = passwordIn(request.headers['x-document-password']);
        const options = convertOptionsSchema.safeParse({ title, password, pages, furniture, ocr });
        if (!options.success) {
          const what = options.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
          throw new OdeServiceError('bad-request', `The request is not understood: ${what}.`);
        }
        if (!FORMATS.some((known) => known === format)) throw new OdeServiceError('unsupported-format');
        const { id: documentId } = await receive(request);
        const caller = { ...services, ...callerOf(services.db, request) };
        const submitted = await submitConversion(caller, submitSchema.parse({ documentId, format, options: options.data }));
        const gone = new AbortController();
        request.raw.socket.once('close', () => gone.abort());
        const stop = AbortSignal.any([gone.signal, AbortSignal.timeout(wait * 1000)]);
        const job = await conversionEnd(caller, submitted.id, stop);
        reply.header('location', `/api/v1/jobs/${job.id}`).header('x-job-id', job.id);
        if (!isFinal(job.status)) return reply.status(202).send(jobInfo(job));
        if (job.status === 'failed' && isErrorCode(job.errorCode)) throw new OdeServiceError(job.errorCode, job.errorMessage ?? '');
        return sendResult(services, job, request, reply);
      },
    );
  };
}

/**
 * A password from a header. Node reads headers as Latin-1, and programs send them as UTF-8, as this service says, or as Latin-1:
 * what is no UTF-8 is the latter.
 */
export function passwordIn(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}

/** Reads on for a little: a connection that is closed with bytes unread is reset, and takes the answer with it. */
function drain(request: Readable): void {
  let left = DRAINED;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  const late = setTimeout(() => request.destroy(), DRAINED_MS);
  request.on('close', () => clearTimeout(late));
  request.on('error', () => undefined);
  request.resume();
}
