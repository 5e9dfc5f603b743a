import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { ERRORS, OdeServiceError, type ErrorCode } from '../contract/index.js';
import { refusalOf } from '../refusal.js';
import type { Services } from '../services.js';

/** What every procedure has at hand. `closing` fires when the server shuts down. */
export interface Context extends Services {
  closing: AbortSignal;
}

const t = initTRPC.context<Context>().create({
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
  /** `data.errorCode` is the stable code; nobody outside sees a stack or the message of an unexpected error. */
  errorFormatter({ shape, error }) {
    const { code, message } = publicError(error);
    return {
      ...shape,
      message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, errorCode: code },
    };
  },
});

/** The code and message that a caller gets for what was thrown in a procedure. */
function publicError(error: TRPCError): { code: ErrorCode; message: string } {
  const { cause } = error;
  if (cause instanceof OdeServiceError) return cause;
  if (cause instanceof ZodError) {
    const what = cause.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
    return { code: 'bad-request', message: `The request is not understood: ${what}.` };
  }
  if (error.code === 'NOT_FOUND') return { code: 'not-found', message: ERRORS['not-found'].message };
  if (error.code === 'PAYLOAD_TOO_LARGE') return { code: 'too-large', message: 'The request is too large.' };
  if (error.code === 'INTERNAL_SERVER_ERROR') return { code: 'internal', message: ERRORS.internal.message };
  return { code: 'bad-request', message: ERRORS['bad-request'].message };
}

const TRPC_CODES: Partial<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  499: 'CLIENT_CLOSED_REQUEST',
  503: 'SERVICE_UNAVAILABLE',
  507: 'SERVICE_UNAVAILABLE',
};

function toTrpc(error: unknown): unknown {
  if (!(error instanceof OdeServiceError)) return error;
  return new TRPCError({ code: TRPC_CODES[error.status] ?? 'INTERNAL_SERVER_ERROR', message: error.message, cause: error });
}

/** Gives our own errors the HTTP status of their code, and a database that is away its own. */
const withStatus = t.middleware(async ({ next }) => {
  const result = await next();
  const refusal = result.ok ? null : refusalOf(result.error.cause);
  if (refusal) throw toTrpc(refusal);
  return result;
});

export const router = t.router;
export const procedure = t.procedure.use(withStatus);
