import type { FastifyError, FastifyInstance } from 'fastify';
import { ERRORS, type ErrorCode } from '../contract/index.js';
import { refusalOf } from '../refusal.js';

/** The body of every refusal outside tRPC. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string };
}

const body = ({ code, message }: { code: ErrorCode; message: string }): ErrorBody => ({ error: { code, message } });

/** Makes every error of every route an `ErrorBody` with the status of its code. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const told = refusalOf(error);
    if (told) {
      if (told.status >= 500) request.log.error({ err: error }, told.code);
      if (told.retryAfter !== null) reply.header('retry-after', told.retryAfter);
      return reply.status(told.status).send(body(told));
    }
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
      return reply.status(415).send(body({ code: 'unsupported-media-type', message: ERRORS['unsupported-media-type'].message }));
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return reply.status(413).send(body({ code: 'too-large', message: 'The request is too large.' }));
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.status(status).send(body({ code: 'bad-request', message: ERRORS['bad-request'].message }));
    request.log.error({ err: error }, 'unexpected error');
    return reply.status(500).send(body({ code: 'internal', message: ERRORS.internal.message }));
  });
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(body({ code: 'not-found', message: ERRORS['not-found'].message })));
}
