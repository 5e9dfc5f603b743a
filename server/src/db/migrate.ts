import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The key of Prisma's own migration lock: its command line and this runner keep each other out. */
const LOCK = 72707369;

/**
 * How long a migration waits for a table that others use, how long until it asks again, and after how long it gives up, in
 * milliseconds. Whoever comes while it waits has to wait behind it (PostgreSQL, 13.3.1): were it to wait for a backup that
 * reads for an hour, the service would stand still for that hour.
 */
const TABLE_MS = 2000;
const AGAIN_MS = 500;
const PATIENCE_MS = 10 * 60_000;
/** PostgreSQL's appendix A: lock_not_available. */
const LOCKED = '55P03';

/** Beside this package's `src/` and `dist/`. */
export const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** As Prisma makes it, so that `prisma migrate status` reads it. */
const BOOKS = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings the database to the newest schema and returns the names of the migrations that it applied. Each is applied
 * whole or not at all. Servers that start together wait for one another, and servers at work are not kept waiting.
 *
 * Prisma's command line would do the same, but it needs a binary that it fetches from the internet.
 */
export async function migrate(url: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  // What was asked last tells of it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    // The user of a service may have rights to rows alone; then there is nothing to make, or it is not for that user to make.
    const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
    if (!rows[0]?.there) await client.query(BOOKS);
    const done = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const checksums = new Map(done.rows.map((row) => [row.migration_name, row.checksum]));
    const entries = await fs.readdir(folder, { withFileTypes: true });
    const applied: string[] = [];
    for (const { name } of entries.filter((e) => e.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const sql = await fs.readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const before = checksums.get(name);
      if (before !== undefined) {
        if (before !== checksum) throw new Error(`Migration ${name} was changed after it was applied. Put it back and add a new one.`);
        continue;
      }
      await apply(client, { name, sql, checksum });
      applied.push(name);
    }
    return applied;
  } finally {
    // The lock goes with the session.
    await client.end();
  }
}

/** Applies one, in a transaction; again and again while a table that it changes is in use. */
async function apply(client: pg.Client, { name, sql, checksum }: { name: string; sql: string; checksum: string }): Promise<void> {
  for (const patience = Date.now() + PATIENCE_MS; ;) {
    await client.query('BEGIN');
    try {
      await client.query(`SET LOCAL lock_timeout = ${TABLE_MS}`);
      await client.query(sql);
      await client.query(
        'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
        [randomUUID(), checksum, name],
      );
      await client.query('COMMIT');
      return;
    } catch (error) {
      await client.query('ROLLBACK');
      if ((error as { code?: unknown }).code !== LOCKED || Date.now() > patience)
        throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
      await sleep(AGAIN_MS);
    }
  }
}
