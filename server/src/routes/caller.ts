import type { FastifyRequest } from 'fastify';
import { keyIdOf } from '../access/principal.js';
import { OdeServiceError } from '../contract/index.js';
import type { Caller } from '../conversions.js';
import { inTenant, type Database } from '../db/index.js';

/** In whose name a request on a guarded route is done. */
export function callerOf(db: Database, request: Pick<FastifyRequest, 'principal' | 'id' | 'headers'>): Caller {
  const { tenantId } = request.principal;
  const keyId = keyIdOf(request.principal);
  return {
    tenantId,
    keyId,
    tenant: (work) => inTenant(db, tenantId, work),
    requestId: request.id,
    idempotencyKey: idempotencyKeyOf(request),
  };
}

/** The header Idempotency-Key, as far as it is one. */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new OdeServiceError('bad-request', 'An Idempotency-Key has 1 to 255 visible ASCII characters.');
  return key;
}
