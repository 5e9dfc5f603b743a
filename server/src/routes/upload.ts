import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { OdeServiceError } from '../contract/index.js';
import { receiveDocument, tooLarge } from '../documents.js';
import type { Services } from '../services.js';

export const UPLOAD_ROUTE = '/api/documents';

/** How much of a refused upload is still taken, so that its sender gets to read why it was refused. */
const DRAINED = 4 << 20;
const DRAINED_MS = 5000;

/**
 * POST /api/documents?name=paper.pdf, with the PDF's bytes as the body: makes a document and answers 201 with it. The
 * body is streamed; it never lies in memory or half in the storage.
 */
export function uploadRoute(services: Services) {
  let atHand = 0;
  return async (app: FastifyInstance): Promise<void> => {
    // Just these types: others are sent by plain forms of other sites, without the browser asking us first.
    app.addContentTypeParser(['application/pdf', 'application/octet-stream'], (_request, payload, done) => done(null, payload));
    app.removeContentTypeParser(['application/json', 'text/plain']);

    app.post<{ Querystring: { name?: string }; Body: Readable | undefined }>(
      UPLOAD_ROUTE,
      { bodyLimit: Number.MAX_SAFE_INTEGER, schema: { querystring: { type: 'object', properties: { name: { type: 'string' } } } } },
      async (request, reply) => {
        atHand++;
        try {
          if (atHand > services.config.maxUploads) throw new OdeServiceError('busy');
          if (Number(request.headers['content-length']) > services.config.maxUpload) throw tooLarge(services.config.maxUpload);
          return reply.status(201).send(await receiveDocument(services, request.body ?? request.raw, request.query.name));
        } catch (error) {
          if (!request.raw.readableEnded && !request.raw.destroyed) {
            reply.header('connection', 'close');
            drain(request.raw);
          }
          throw error;
        } finally {
          atHand--;
        }
      },
    );
  };
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
