import { execFile } from 'node:child_process';
import fs from 'node:fs';
import pg from 'pg';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../../server/src/db/embedded.js';
import { startPostgres, temporaryFolder, type Backend } from '../../../server/test/backends.js';

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
