import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../../server/src/db/embedded.js';
import {
  eventually,
  s3Environment,
  startPostgres,
  startRedis,
  startS3,
  temporaryFolder,
  type Backend,
} from '../../../server/test/backends.js';

const ODE = fileURLToPath(new URL('../../bin/ode.mjs', import.meta.url));
const MIGRATIONS = fileURLToPath(new URL('../../../server/prisma/migrations', import.meta.url));
let postgres: Backend;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

function migrate(url: string, more: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [ODE, 'migrate'], { env: { ...process.env, DATABASE_URL: url, ...more } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

test('applies every migration once, with nothing set but the database', async () => {
  const names = fs.readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const applied = names.map(({ name }) => `${name} applied\n`).sort();
  expect(await migrate(postgres.url)).toEqual({ code: 0, said: applied.join('') });
  expect(await migrate(postgres.url)).toEqual({ code: 0, said: 'The database is up to date.\n' });
});

test('makes a user that may change rows and no tables, and brings it to a new password', async () => {
  const as = (password: string) => Object.assign(new URL(postgres.url), { username: 'ode_service', password }).href;
  for (const password of ['first', "o'second \\"]) {
    const { code, said } = await migrate(postgres.url, { ODE_SERVICE_DATABASE_URL: as(password) });
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('ode_service may read and write rows\n') });
  }
  const client = new pg.Client({ connectionString: as("o'second \\") });
  await client.connect();
  try {
    const name = `INSERT INTO tenant (id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'of the service') RETURNING name`;
    expect((await client.query(name)).rows).toEqual([{ name: 'of the service' }]);
    await expect(client.query('ALTER TABLE job ADD COLUMN more TEXT')).rejects.toThrow(/must be owner/);
    await expect(client.query('CREATE TABLE more (id INT)')).rejects.toThrow(/permission denied/);
    await expect(client.query('DELETE FROM _prisma_migrations')).rejects.toThrow(/permission denied/);
    // In a tenant's role it sees that tenant's rows, in its own all.
    await client.query(
      `INSERT INTO webhook (id, tenant_id, url, sealed_secret) VALUES (gen_random_uuid(), '00000000-0000-4000-8000-0000000000aa', 'https://x', '')`,
    );
    const seenBy = async (tenant: string) => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('role', 'ode_tenant', true), set_config('ode.tenant', $1, true)`, [tenant]);
      const { rowCount } = await client.query('SELECT FROM webhook');
      await client.query('ROLLBACK');
      return rowCount;
    };
    expect(await seenBy('00000000-0000-4000-8000-0000000000aa')).toBe(1);
    expect(await seenBy('00000000-0000-4000-8000-0000000000bb')).toBe(0);
    expect((await client.query('SELECT FROM webhook')).rowCount).toBe(1);
    // What a server does when it starts.
    expect(await migrate(as("o'second \\"))).toEqual({ code: 0, said: 'The database is up to date.\n' });
  } finally {
    await client.end();
  }
});

// As on RDS, and wherever a database is given to somebody: who owns it is no superuser.
test('an owner that may make users, and nothing else of the server, migrates once and once more', async () => {
  const folder = temporaryFolder();
  // Of its own: users are a server's, and of those that are there this one may change none.
  const server = await startEmbeddedPostgres(folder);
  const superuser = new pg.Client({ connectionString: server.url });
  await superuser.connect();
  try {
    await superuser.query(`CREATE ROLE owner LOGIN CREATEROLE PASSWORD 'owner'`);
    await superuser.query('CREATE DATABASE given OWNER owner');
    const as = (username: string) => Object.assign(new URL(server.url), { username, password: username, pathname: '/given' }).href;
    for (const said of ['applied', 'up to date']) {
      const outcome = await migrate(as('owner'), { ODE_SERVICE_DATABASE_URL: as('ode_service') });
      expect(outcome).toEqual({ code: 0, said: expect.stringContaining(said) });
      expect(outcome.said).toContain('ode_service may read and write rows');
    }
    // The tenants' role is taken, and not had all the time.
    const { rows } = await superuser.query(
      `SELECT pg_has_role('ode_service', 'ode_tenant', 'MEMBER') AS may, pg_has_role('ode_service', 'ode_tenant', 'USAGE') AS has`,
    );
    expect(rows).toEqual([{ may: true, has: false }]);
  } finally {
    await superuser.end();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test('asks for a database', async () => {
  expect(await migrate('')).toEqual({ code: 2, said: 'ode: DATABASE_URL must be set to a URL that starts with postgres://\n' });
});

/* Servers that start at the same moment: each a process of its own, on one PostgreSQL, one Redis and one bucket. */
describe('together', () => {
  /** The key of Prisma's migration lock (server/src/db/migrate.ts). */
  const LOCK = 72707369;
  const names = fs.readdirSync(MIGRATIONS).filter((name) => /^\d/.test(name));
  /** The schema of the first release: documents and jobs are nobody's. */
  const FIRST = names.slice(0, 1);
  const OLD = '01900000-0000-7000-8000-0000000000aa';
  const children: ChildProcess[] = [];
  let redis: Backend;
  let s3: Backend;
  beforeAll(async () => {
    [redis, s3] = await Promise.all([startRedis(), startS3()]);
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all([redis.stop(), s3.stop()]);
  });

  /** A database of its own, with the first so many migrations, and what was kept by then. */
  async function database(applied: string[]): Promise<{ url: string; client: pg.Client }> {
    const name = `ode_test_${randomUUID().replaceAll('-', '')}`;
    const server = new pg.Client({ connectionString: postgres.url });
    await server.connect();
    await server.query(`CREATE DATABASE ${name}`).finally(() => server.end());
    const url = Object.assign(new URL(postgres.url), { pathname: name }).href;
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    if (!applied.length) return { url, client };
    await client.query(`CREATE TABLE "_prisma_migrations" (
      id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT,
      rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
    for (const one of applied) {
      const sql = fs.readFileSync(path.join(MIGRATIONS, one, 'migration.sql'), 'utf8');
      await client.query(sql);
      const checksum = createHash('sha256').update(sql).digest('hex');
      await client.query(
        'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES (gen_random_uuid(), $1, $2, now(), 1)',
        [checksum, one],
      );
    }
    await client.query(
      `INSERT INTO document (id, name, size, sha256, storage_key) VALUES ('${OLD}', 'old.pdf', 1, repeat('0', 64), 'documents/old')`,
    );
    await client.query(
      `INSERT INTO job (id, document_id, format) SELECT gen_random_uuid(), '${OLD}', 'html' FROM generate_series(1, 1000)`,
    );
    return { url, client };
  }

  function start(args: string[], env: Record<string, string>): { said: () => string; ended: Promise<number | null>; child: ChildProcess } {
    const child = spawn(process.execPath, [ODE, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return { said: () => said, ended: new Promise((resolve) => child.once('exit', resolve)), child };
  }
  const waiting = async (client: pg.Client, what: string) =>
    (
      await client.query<{ name: string }>(
        `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE NOT granted AND datname = current_database() AND ${what}`,
      )
    ).rows.map(({ name }) => name);
  const done = async (client: pg.Client) =>
    (
      await client.query<{ name: string }>('SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at, migration_name')
    ).rows.map(({ name }) => name);

  test.each([
    ['a database that is empty', []],
    ['a database of an older schema', FIRST],
  ])(
    'servers that start at the same moment on %s all work, and each migration is applied once',
    async (_what, applied) => {
      const { url, client } = await database(applied);
      // The starting gun: each of them has come as far as the first step.
      await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
      const env = { DATABASE_URL: url, REDIS_URL: redis.url, ...s3Environment(s3), ODE_AUTH: 'open', PORT: '0', HOST: '127.0.0.1' };
      const servers = Array.from({ length: 3 }, () => start(['serve'], { ...env, ODE_DRAIN_SECONDS: '0' }));
      await eventually(async () => (await waiting(client, `locktype = 'advisory'`)).length === 3, 90);
      await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
      const urls = await Promise.all(servers.map(({ said }) => eventually(() => /"url":"([^"]+)".*"serving"/.exec(said())?.[1], 90)));
      expect(await done(client)).toEqual(names);
      for (const at of urls) await eventually(async () => (await fetch(`${at}/readyz`)).status === 200, 90);
      // What was kept is there, and is the tenant's that stands for the machine.
      const { items } = (await (await fetch(`${urls[0]}/api/v1/documents`)).json()) as { items: { id: string }[] };
      expect(items.map(({ id }) => id)).toEqual(applied.length ? [OLD] : []);
      const { rows } = await client.query<{ count: string }>(
        `SELECT count(*) FROM job WHERE status = 'queued' AND tenant_id::text LIKE '%1'`,
      );
      expect(Number(rows[0]?.count)).toBe(applied.length ? 1000 : 0);
      for (const { child } of servers) child.kill('SIGTERM');
      expect(await Promise.all(servers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
      await client.end();
    },
    200_000,
  );

  test('one that is killed in the middle leaves nothing half done, and another goes on', async () => {
    const { url, client } = await database(FIRST);
    // Holds the first migration up that changes what documents there are.
    await client.query('BEGIN');
    await client.query('SELECT FROM document');
    const both = ['one', 'two'].map((name) => ({ name, ...start(['migrate'], { DATABASE_URL: url, PGAPPNAME: name }) }));
    const watch = new pg.Client({ connectionString: url });
    await watch.connect();
    const [holder] = await eventually(async () => {
      const there = await waiting(watch, `locktype = 'relation'`);
      return there.length && (await waiting(watch, `locktype = 'advisory'`)).length ? there : null;
    }, 90);
    const killed = both.find(({ name }) => name === holder);
    const heir = both.find(({ name }) => name !== holder);
    killed?.child.kill('SIGKILL');
    await killed?.ended;
    await client.query('COMMIT');
    expect(await heir?.ended).toBe(0);
    expect(await done(client)).toEqual(names);
    expect(heir?.said()).toBe(
      names
        .slice(1)
        .map((name) => `${name} applied\n`)
        .join(''),
    );
    await Promise.all([client.end(), watch.end()]);
  }, 200_000);
});
