import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { keyIdOf, permit, type Access, type Principal } from '../access/principal.js';
import { ERRORS, OdeServiceError, type ErrorCode } from '../contract/index.js';
import { inTenant, type Transaction } from '../db/index.js';
import { refusalOf } from '../refusal.js';
import type { Services } from '../services.js';

/** What a request brings to every procedure. */
export interface Context extends Services {
  /** Fires when the server shuts down. */
  closing: AbortSignal;
  /** Who asks; null: nobody that is known. Throws `unauthenticated` for a key that is none. */
  authenticate(): Promise<Principal | null>;
  requestId: string;
  /** The header Idempotency-Key. */
  idempotencyKey?: string;
  address: string;
}

/** How a procedure is reached besides by its name. */
export interface Rest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below /api/v1; `{name}` is a field of the input. */
  path: `/${string}`;
  summary: string;
  /** Of an answer that succeeds; 200 unless told. */
  status?: 201;
}

export interface Meta {
  access: Access;
  rest?: Rest;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
    /** `data.errorCode` is the stable code; nobody outside sees a stack or the message of an unexpected error. */
    errorFormatter({ shape, error, ctx }) {
      const { code, message } = publicError(error);
      return {
        ...shape,
        message,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          errorCode: code,
          requestId: ctx?.requestId,
        },
      };
    },
  });

/** The code and message that a caller gets for what was thrown in a procedure. */
export function publicError(error: TRPCError): { code: ErrorCode; message: string } {
  const { cause } = error;
  if (cause instanceof OdeServiceError) return cause;
  if (cause instanceof ZodError) {
    const what = cause.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
    return { code: 'bad-request', message: `The request is not understood: ${what}.` };
  }
  if (error.code === 'NOT_FOUND') return { code: 'not-found', message: ERRORS['not-found'].message };
  if (error.code === 'PAYLOAD_TOO_LARGE') return { code: 'too-large', message: 'The request is too large.' };
  if (error.code === 'UNSUPPORTED_MEDIA_TYPE')
    return { code: 'unsupported-media-type', message: 'Send JSON, with the header content-type: application/json.' };
  if (error.code === 'METHOD_NOT_SUPPORTED') return { code: 'method-not-allowed', message: ERRORS['method-not-allowed'].message };
  if (error.code === 'INTERNAL_SERVER_ERROR') return { code: 'internal', message: ERRORS.internal.message };
  return { code: 'bad-request', message: ERRORS['bad-request'].message };
}

const TRPC_CODES: Partial<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  499: 'CLIENT_CLOSED_REQUEST',
  503: 'SERVICE_UNAVAILABLE',
  507: 'SERVICE_UNAVAILABLE',
};

function toTrpc(error: OdeServiceError): TRPCError {
  return new TRPCError({ code: TRPC_CODES[error.status] ?? 'INTERNAL_SERVER_ERROR', message: error.message, cause: error });
}

/** Gives our own errors the HTTP status of their code, and a database that is away its own. */
const withStatus = t.middleware(async ({ next }) => {
  const result = await next();
  const refusal = result.ok ? null : refusalOf(result.error.cause);
  if (refusal) throw toTrpc(refusal);
  return result;
});

/**
 * A procedure for those who may. Its context has the caller, and `tenant`, which asks the database in the caller's name.
 * What changes something is written down.
 */
const guarded = (access: Access, rest?: Rest) =>
  t.procedure
    .meta({ access, rest })
    .use(withStatus)
    .use(async ({ ctx, next, type, path, getRawInput }) => {
      const principal = await ctx.authenticate();
      permit(principal, access);
      const caller = principal as Principal;
      const { tenantId, actor } = caller;
      const tenant = <T>(work: (transaction: Transaction) => Promise<T>) => inTenant(ctx.db, tenantId, work);
      const result = await next({ ctx: { ...ctx, principal: caller, tenantId, keyId: keyIdOf(caller), tenant } });
      if (type === 'mutation' && result.ok) {
        const { id: asked } = ((await getRawInput()) ?? {}) as { id?: unknown };
        const { id: made } = (result.data ?? {}) as { id?: unknown };
        const target = typeof made === 'string' ? made : typeof asked === 'string' ? asked : null;
        const line = { tenantId, actor, action: path, target, requestId: ctx.requestId, address: ctx.address };
        await ctx.db.audit.create({ data: line }).catch((error: unknown) => ctx.log.error({ err: error, ...line }, 'not in the audit log'));
      }
      return result;
    });

export const router = t.router;
/** For anybody. */
export const open = (rest?: Rest) => t.procedure.meta({ access: 'public', rest }).use(withStatus);
export const reads = (rest?: Rest) => guarded('read', rest);
export const writes = (rest?: Rest) => guarded('write', rest);
export const administers = (rest?: Rest) => guarded('admin', rest);
export const operates = (rest?: Rest) => guarded('operator', rest);
export const createCaller = t.createCallerFactory;
