import type { FastifyError, FastifyInstance } from 'fastify';
import { ERRORS, OdeServiceError, type ErrorCode } from '../contract/index.js';
import { refusalOf } from '../refusal.js';

/** The body of every refusal outside tRPC. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; requestId: string };
}

/** Makes every error of every route an `ErrorBody` with the status of its code. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const told = refusalOf(error) ?? refusalOfFastify(error);
    if (told.status >= 500) request.log.error({ err: error }, told.code);
    if (told.retryAfter !== null) reply.header('retry-after', told.retryAfter);
    if (told.status === 401) reply.header('www-authenticate', 'Bearer realm="ODE"');
    // What was to be said of the answer that there is not, such as for how long it may be kept.
    for (const name of ['etag', 'content-disposition', 'content-length', 'content-encoding']) reply.removeHeader(name);
    reply.header('cache-control', 'no-store');
    return reply.status(told.status).type('application/json; charset=utf-8').send(errorBody(told, request.id));
  });
  const known: { method: string; path: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // What stands for everything says nothing of an address.
    if (url.includes('*')) return;
    const path = new RegExp(`^${url.replace(/[.+]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
    for (const one of [method].flat()) known.push({ method: one, path });
  });
  app.setNotFoundHandler((request, reply) => {
    const at = request.url.replace(/\?.*$/, '');
    const methods = [...new Set(known.filter(({ path }) => path.test(at)).map(({ method }) => method))];
    if (!methods.length || methods.includes(request.method))
      return reply.status(404).send(errorBody(new OdeServiceError('not-found'), request.id));
    return reply
      .status(405)
      .header('allow', methods.join(', '))
      .send(errorBody(new OdeServiceError('method-not-allowed'), request.id));
  });
}

export const errorBody = ({ code, message }: { code: ErrorCode; message: string }, requestId: string): ErrorBody => ({
  error: { code, message, requestId },
});

/** What Fastify refuses by itself. */
function refusalOfFastify(error: FastifyError): OdeServiceError {
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new OdeServiceError('unsupported-media-type');
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new OdeServiceError('too-large', 'The request is too large.');
  if ((error.statusCode ?? 500) < 500) return new OdeServiceError('bad-request');
  return new OdeServiceError('internal', ERRORS.internal.message, { cause: error });
}
