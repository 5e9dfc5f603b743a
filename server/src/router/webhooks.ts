import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  OdeServiceError,
  pageOf,
  pageSchema,
  readTimeCursor,
  timeCursorOf,
  timeCursorSchema,
  WHOLE,
  wholePageSchema,
} from '../contract/index.js';
import { newId } from '../db/index.js';
import { isForbidden } from '../outgoing/address.js';
import { administers, router } from './trpc.js';

const byId = z.object({ id: z.uuid() });
const webhookSchema = z.object({ id: z.uuid(), url: z.string(), createdAt: z.iso.datetime() });
const deliverySchema = z.object({
  id: z.uuid(),
  event: z.string(),
  jobId: z.uuid(),
  attempts: z.number().int(),
  deliveredAt: z.iso.datetime().nullable(),
  /** When it is tried next; null: it is told, or given up. */
  nextAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

/** The most webhooks of a tenant: each event is told to all of them. */
const MOST = 20;
const SECRET_BYTES = 32;

export const webhooks = router({
  list: administers({ method: 'GET', path: '/webhooks', summary: 'Who is told of jobs that have ended' })
    .input(wholePageSchema(z.uuid()).default(WHOLE))
    .output(z.object({ items: z.array(webhookSchema), nextCursor: z.uuid().nullable() }))
    .query(async ({ ctx: { tenant, tenantId }, input: { limit, cursor } }) => {
      const where = { tenantId, ...(cursor && { id: { gt: cursor } }) };
      const rows = await tenant((db) => db.webhook.findMany({ where, orderBy: { id: 'asc' }, take: limit + 1 }));
      return pageOf(
        rows,
        limit,
        ({ id, url, createdAt }) => ({ id, url, createdAt: createdAt.toISOString() }),
        (row) => row.id,
      );
    }),

  /** The secret is told once, here. */
  create: administers({ method: 'POST', path: '/webhooks', summary: 'Be told of jobs that have ended, at this address', status: 201 })
    .input(z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2048) }))
    .output(webhookSchema.extend({ secret: z.string() }))
    .mutation(async ({ ctx: { tenant, tenantId, sealer, config }, input: { url } }) => {
      if (!sealer.able)
        throw new OdeServiceError('passwords-disabled', 'This service keeps no secrets. Ask for ODE_SECRET_KEYS to be set.');
      if (isForbidden(new URL(url), config.webhooksAnywhere))
        throw new OdeServiceError(
          'bad-request',
          'A webhook’s address has to begin with https://, name no user and be on the internet. ODE_WEBHOOKS_ANYWHERE allows others.',
        );
      const id = newId();
      const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
      const row = await tenant(async (db) => {
        if ((await db.webhook.count({ where: { tenantId } })) >= MOST)
          throw new OdeServiceError('bad-request', `There are ${MOST} webhooks already.`);
        return db.webhook.create({ data: { id, tenantId, url, sealedSecret: sealer.seal(secret, id) } });
      });
      return { id, url, secret, createdAt: row.createdAt.toISOString() };
    }),

  delete: administers({ method: 'DELETE', path: '/webhooks/{id}', summary: 'Be told no more' })
    .input(byId)
    .output(z.object({ id: z.uuid(), deleted: z.literal(true) }))
    .mutation(async ({ ctx: { tenant, tenantId }, input: { id } }) => {
      const { count } = await tenant((db) => db.webhook.deleteMany({ where: { id, tenantId } }));
      if (!count) throw new OdeServiceError('not-found', 'There is no webhook with this id. Check it.');
      return { id, deleted: true as const };
    }),

  deliveries: administers({ method: 'GET', path: '/webhooks/{id}/deliveries', summary: 'What a webhook was told, newest first' })
    .input(byId.extend({ limit: pageSchema.shape.limit, cursor: timeCursorSchema.optional() }))
    .output(z.object({ items: z.array(deliverySchema), nextCursor: z.string().nullable() }))
    .query(async ({ ctx: { tenant, tenantId }, input: { id, limit, cursor } }) => {
      const rows = await tenant(async (db) => {
        if (!(await db.webhook.findFirst({ where: { id, tenantId } })))
          throw new OdeServiceError('not-found', 'There is no webhook with this id. Check it.');
        const from = cursor === undefined ? null : readTimeCursor(cursor);
        const older = from && { OR: [{ createdAt: { lt: from.at } }, { createdAt: from.at, id: { lt: from.id } }] };
        return db.webhookDelivery.findMany({
          where: { tenantId, webhookId: id, ...older },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        });
      });
      return pageOf(
        rows,
        limit,
        (row) => ({
          id: row.id,
          event: row.event,
          jobId: row.jobId,
          attempts: row.attempts,
          deliveredAt: row.deliveredAt?.toISOString() ?? null,
          nextAt: row.nextAt?.toISOString() ?? null,
          lastError: row.lastError,
          createdAt: row.createdAt.toISOString(),
        }),
        (row) => timeCursorOf(row.createdAt, row.id),
      );
    }),

  replay: administers({ method: 'POST', path: '/deliveries/{id}/replay', summary: 'Tell a webhook again' })
    .input(byId)
    .output(z.object({ id: z.uuid(), nextAt: z.iso.datetime() }))
    .mutation(async ({ ctx: { tenant, tenantId }, input: { id } }) => {
      const nextAt = new Date();
      const data = { nextAt, attempts: 0, deliveredAt: null };
      const { count } = await tenant((db) => db.webhookDelivery.updateMany({ where: { id, tenantId }, data }));
      if (!count) throw new OdeServiceError('not-found', 'There is no delivery with this id. Check it.');
      return { id, nextAt: nextAt.toISOString() };
    }),
});
