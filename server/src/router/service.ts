import { z } from 'zod';
import { createKey } from '../access/keys.js';
import { SCOPES } from '../access/principal.js';
import { nameSchema, OdeServiceError, pageOf, WHOLE, wholePageSchema } from '../contract/index.js';
import { SILENCE_MS } from '../db/workers.js';
import { operates, router } from './trpc.js';

const count = z.number().int().nonnegative();
const name = nameSchema.trim().min(1).max(100);
const tenantSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Most conversions at a time; null: as many as there are workers for. */
  maxRunning: z.number().int().positive().nullable(),
  createdAt: z.iso.datetime(),
});

type TenantRow = { id: string; name: string; maxRunning: number | null; createdAt: Date };
const tenantInfo = ({ id, name, maxRunning, createdAt }: TenantRow) => ({ id, name, maxRunning, createdAt: createdAt.toISOString() });

/** Whose documents and jobs are, for those who run the service: counts, never what is in them. */
export const tenants = router({
  list: operates({ method: 'GET', path: '/service/tenants', summary: 'Tenants, by name, with what they have at hand' })
    .input(wholePageSchema(z.string().max(100)).default(WHOLE))
    .output(
      z.object({
        items: z.array(tenantSchema.extend({ queued: count, running: count, documents: count, keys: count, members: count })),
        nextCursor: z.string().nullable(),
      }),
    )
    .query(async ({ ctx: { db }, input: { limit, cursor } }) => {
      const rows = await db.tenant.findMany({
        where: cursor === undefined ? {} : { name: { gt: cursor } },
        orderBy: { name: 'asc' },
        take: limit + 1,
        include: { _count: { select: { documents: true, keys: { where: { revokedAt: null } }, members: true } } },
      });
      const jobs = await db.job.groupBy({ by: ['tenantId', 'status'], where: { status: { in: ['queued', 'running'] } }, _count: true });
      const of = (id: string, status: string) => jobs.find((one) => one.tenantId === id && one.status === status)?._count ?? 0;
      return pageOf(
        rows,
        limit,
        (row) => ({ ...tenantInfo(row), queued: of(row.id, 'queued'), running: of(row.id, 'running'), ...row._count }),
        (row) => row.name,
      );
    }),

  create: operates({ method: 'POST', path: '/service/tenants', summary: 'Make a tenant', status: 201 })
    .input(z.object({ name, maxRunning: tenantSchema.shape.maxRunning.default(null) }))
    .output(tenantSchema)
    .mutation(async ({ ctx: { db }, input }) => {
      if (await db.tenant.findUnique({ where: { name: input.name } }))
        throw new OdeServiceError('bad-request', 'There is a tenant with this name.');
      return tenantInfo(await db.tenant.create({ data: input }));
    }),

  change: operates({ method: 'POST', path: '/service/tenants/{tenantId}', summary: 'Say how many conversions a tenant has at a time' })
    .input(z.object({ tenantId: z.uuid(), maxRunning: tenantSchema.shape.maxRunning }))
    .output(tenantSchema)
    .mutation(async ({ ctx: { db }, input: { tenantId: id, maxRunning } }) => {
      await db.tenant.updateMany({ where: { id }, data: { maxRunning } });
      return tenantInfo(await tenantOf(db, id));
    }),

  /** The first key of a tenant, by which it makes the others. */
  createKey: operates({
    method: 'POST',
    path: '/service/tenants/{tenantId}/keys',
    summary: 'Make a key for a tenant; it is told this once',
    status: 201,
  })
    .input(z.object({ tenantId: z.uuid(), name, scope: z.enum(SCOPES) }))
    .output(z.object({ id: z.uuid(), name: z.string(), prefix: z.string(), scope: z.enum(SCOPES), key: z.string() }))
    .mutation(async ({ ctx: { db }, input: { tenantId, name, scope } }) => {
      await tenantOf(db, tenantId);
      const { key, info } = await createKey(db, { tenantId, name, scope });
      return { id: info.id, name: info.name, prefix: info.prefix, scope: info.scope, key };
    }),
});

async function tenantOf(
  db: { tenant: { findUnique(query: { where: { id: string } }): Promise<TenantRow | null> } },
  id: string,
): Promise<TenantRow> {
  const row = await db.tenant.findUnique({ where: { id } });
  if (!row) throw new OdeServiceError('not-found', 'There is no tenant with this id. Check it.');
  return row;
}

/** The service itself: who works for it, and what it stands on. */
export const service = router({
  health: operates({ method: 'GET', path: '/service/health', summary: 'The service’s workers, parts and versions' })
    .output(
      z.object({
        mode: z.enum(['embedded', 'cluster']),
        versions: z.object({ node: z.string(), postgres: z.string(), migration: z.string().nullable() }),
        /** Of the server that answers, in seconds. */
        uptime: z.number(),
        /** Of the server that answers, in bytes. */
        memory: z.number().int(),
        databaseSize: z.number().int(),
        /** In BullMQ's words; empty when the queue cannot be reached. */
        queue: z.record(z.string(), z.number().int()),
        workers: z.array(
          z.object({
            id: z.uuid(),
            host: z.string(),
            slots: z.number().int(),
            running: count,
            startedAt: z.iso.datetime(),
            silentSeconds: z.number(),
            alive: z.boolean(),
          }),
        ),
        quarantined: count,
        /** Webhooks' messages that are waiting for another try. */
        undelivered: count,
      }),
    )
    .query(async ({ ctx: { db, config, queue } }) => {
      const [workers, [database], migrations, quarantined, undelivered, counts] = await Promise.all([
        db.$queryRaw<{ id: string; host: string; slots: number; running: number; started: Date; silent: number }[]>`
          SELECT w.id, w.host, w.slots, w.started_at AS started, greatest(0, extract(epoch FROM now() - w.seen_at))::float8 AS silent,
            (SELECT count(*)::int FROM job j WHERE j.status = 'running' AND j.worker_id = w.id) AS running
          FROM worker w ORDER BY w.started_at`,
        db.$queryRaw<{ version: string; size: number }[]>`
          SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS size`,
        db.$queryRaw<{ name: string | null }[]>`SELECT max(migration_name) AS name FROM _prisma_migrations`.catch(() => []),
        db.quarantine.count(),
        db.webhookDelivery.count({ where: { nextAt: { not: null }, attempts: { gt: 0 } } }),
        queue.counts().catch(() => ({})),
      ]);
      return {
        mode: config.database.kind === 'embedded' ? ('embedded' as const) : ('cluster' as const),
        versions: { node: process.versions.node, postgres: database?.version ?? '', migration: migrations[0]?.name ?? null },
        uptime: process.uptime(),
        memory: process.memoryUsage.rss(),
        databaseSize: Number(database?.size ?? 0),
        queue: counts,
        workers: workers.map(({ started, silent, ...worker }) => ({
          ...worker,
          startedAt: started.toISOString(),
          silentSeconds: silent,
          alive: silent * 1000 < SILENCE_MS,
        })),
        quarantined,
        undelivered,
      };
    }),
});
