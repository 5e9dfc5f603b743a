import { z } from 'zod';
import { createKey, keyInfo, limitKey, revokeKey, rotateKey } from '../access/keys.js';
import { SCOPES } from '../access/principal.js';
import { nameSchema, pageOf, WHOLE, wholePageSchema } from '../contract/index.js';
import { administers, router } from './trpc.js';

const byId = z.object({ id: z.uuid() });
const keySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The beginning of the key. */
  prefix: z.string(),
  scope: z.enum(SCOPES),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** Requests in a minute; conversions at a time; bytes and pages in a calendar month. null: what the service and the tenant allow. */
  limits: z.object({
    rate: z.number().int().nullable(),
    running: z.number().int().nullable(),
    bytes: z.number().int().nullable(),
    pages: z.number().int().nullable(),
  }),
});
const limit = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable().optional();
const limitsSchema = z.strictObject({
  rate: z.number().int().min(1).max(1_000_000).nullable().optional(),
  running: z.number().int().min(1).max(10_000).nullable().optional(),
  bytes: limit,
  pages: limit,
});
/** The key is told once, here. */
const madeSchema = keySchema.extend({ key: z.string() });

/** A day, in seconds: how long a rotated key stays good unless told otherwise. */
const OVERLAP = 86_400;

export const keys = router({
  list: administers({ method: 'GET', path: '/keys', summary: 'API keys, newest first' })
    .input(wholePageSchema(z.uuid()).default(WHOLE))
    .output(z.object({ items: z.array(keySchema), nextCursor: z.uuid().nullable() }))
    .query(async ({ ctx: { tenant, tenantId }, input: { limit, cursor } }) => {
      const where = { tenantId, ...(cursor && { id: { lt: cursor } }) };
      const rows = await tenant((db) => db.apiKey.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }));
      return pageOf(rows, limit, keyInfo, (row) => row.id);
    }),

  create: administers({ method: 'POST', path: '/keys', summary: 'Make an API key; it is told this once', status: 201 })
    .input(
      z.object({
        name: nameSchema.min(1).max(100),
        scope: z.enum(SCOPES),
        expiresAt: z.iso.datetime().optional(),
        limits: limitsSchema.optional(),
      }),
    )
    .output(madeSchema)
    .mutation(async ({ ctx: { tenant, tenantId }, input: { name, scope, expiresAt, limits } }) => {
      const expires = expiresAt ? new Date(expiresAt) : undefined;
      const { key, info } = await tenant((db) => createKey(db, { tenantId, scope, name, expiresAt: expires, limits }));
      return { ...info, key };
    }),

  rotate: administers({ method: 'POST', path: '/keys/{id}/rotate', summary: 'Make a key in the place of another', status: 201 })
    .input(
      byId.extend({
        overlapSeconds: z
          .number()
          .int()
          .min(0)
          .max(30 * OVERLAP)
          .default(OVERLAP),
      }),
    )
    .output(madeSchema)
    .mutation(async ({ ctx: { tenant, tenantId }, input: { id, overlapSeconds } }) => {
      const { key, info } = await tenant((db) => rotateKey(db, tenantId, id, overlapSeconds * 1000));
      return { ...info, key };
    }),

  limit: administers({ method: 'POST', path: '/keys/{id}', summary: 'Set what a key may use; null takes a limit away' })
    .input(byId.extend({ limits: limitsSchema }))
    .output(keySchema)
    .mutation(({ ctx: { tenant, tenantId }, input: { id, limits } }) => tenant((db) => limitKey(db, tenantId, id, limits))),

  revoke: administers({ method: 'DELETE', path: '/keys/{id}', summary: 'Revoke an API key' })
    .input(byId)
    .output(keySchema)
    .mutation(({ ctx: { tenant, tenantId }, input: { id } }) => tenant((db) => revokeKey(db, tenantId, id))),
});

export const audit = router({
  list: administers({ method: 'GET', path: '/audit', summary: 'Who changed what, newest first' })
    .input(
      z
        .object({
          limit: z.number().int().min(1).max(100).default(50),
          cursor: z
            .string()
            .regex(/^\d{1,18}$/)
            .optional(),
        })
        .default({ limit: 50 }),
    )
    .output(
      z.object({
        items: z.array(
          z.object({
            at: z.iso.datetime(),
            actor: z.string(),
            action: z.string(),
            target: z.string().nullable(),
            requestId: z.string(),
            address: z.string(),
          }),
        ),
        nextCursor: z.string().nullable(),
      }),
    )
    .query(async ({ ctx: { tenant, tenantId }, input: { limit, cursor } }) => {
      const where = { tenantId, ...(cursor && { id: { lt: BigInt(cursor) } }) };
      const rows = await tenant((db) => db.audit.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }));
      return pageOf(
        rows,
        limit,
        ({ at, actor, action, target, requestId, address }) => ({ at: at.toISOString(), actor, action, target, requestId, address }),
        (row) => String(row.id),
      );
    }),
});
