import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, startPostgres, temporaryFolder, type Backend } from '../../test/backends.js';
import { OdeServiceError } from '../contract/index.js';
import { startEmbeddedPostgres } from './embedded.js';
import {
  cancelJob,
  claimJob,
  failJob,
  JobChanges,
  migrate,
  MIGRATIONS,
  MOST_ATTEMPTS,
  openDatabase,
  releaseJob,
  reportProgress,
  succeedJob,
  untouchedJobs,
  type Database,
} from './index.js';

let postgres: Backend;
let db: Database;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await db?.$disconnect();
  await postgres.stop();
});

describe('migrations', () => {
  const all = fs.readdirSync(MIGRATIONS).filter((name) => /^\d/.test(name));

  test('two servers that start together apply each once', async () => {
    const applied = await Promise.all([migrate(postgres.url), migrate(postgres.url)]);
    expect(applied.flat()).toEqual(all);
    expect(await migrate(postgres.url)).toEqual([]);
  });

  test('are recorded the way Prisma records them, and the schema is what they make', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query('SELECT migration_name, applied_steps_count, rolled_back_at FROM _prisma_migrations');
    await client.end();
    expect(rows).toEqual(all.map((migration_name) => ({ migration_name, applied_steps_count: 1, rolled_back_at: null })));
    // Prisma's client reads and writes every column of every model.
    db = openDatabase(postgres.url);
    expect(await db.document.findMany({ include: { jobs: { include: { logs: true } } } })).toEqual([]);
  });

  test('one that fails leaves nothing, and one that was changed is refused', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, '1_bad', 'migration.sql');
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, 'CREATE TABLE half (id INT); SELECT nonsense;');
    await expect(migrate(postgres.url, folder)).rejects.toThrow('Migration 1_bad failed: column "nonsense" does not exist');
    fs.writeFileSync(file, 'CREATE TABLE half (id INT);');
    expect(await migrate(postgres.url, folder)).toEqual(['1_bad']);
    fs.writeFileSync(file, 'CREATE TABLE other (id INT);');
    await expect(migrate(postgres.url, folder)).rejects.toThrow('Migration 1_bad was changed after it was applied');
    fs.rmSync(folder, { recursive: true });
  });
});

describe('the life of a job', () => {
  const submit = async () => {
    const document = await db.document.create({ data: { name: 'a.pdf', size: 1n, sha256: '0'.repeat(64), storageKey: 'documents/a.pdf' } });
    return (await db.job.create({ data: { documentId: document.id, format: 'html' } })).id;
  };
  const claim = async (id: string) => {
    const claimed = await claimJob(db, id);
    if (!claimed) throw new Error('not claimed');
    return claimed;
  };
  const status = async (id: string) => (await db.job.findUniqueOrThrow({ where: { id } })).status;
  const result = { key: 'results/x.html', size: 5, sha256: '1'.repeat(64), pages: 2 };

  test('claimed, in progress, succeeded; every change has a number', async () => {
    const id = await submit();
    const held = await claim(id);
    expect(held).toMatchObject({ attempt: 1, job: { status: 'running', version: 1, document: { name: 'a.pdf' } } });
    expect(await reportProgress(db, held, 1, 2)).toBe(true);
    expect(await succeedJob(db, held, result)).toBe(true);
    expect(await db.job.findUnique({ where: { id } })).toMatchObject({ status: 'succeeded', version: 3, pagesDone: 2, resultSize: 5n });
  });

  test('a worker that was given up for dead is not heard any more', async () => {
    const id = await submit();
    const dead = await claim(id);
    const heir = await claim(id);
    expect(heir.attempt).toBe(2);
    expect(await reportProgress(db, dead, 1, 2)).toBe(false);
    expect(await succeedJob(db, dead, result)).toBe(false);
    expect(await failJob(db, dead, new OdeServiceError('damaged'))).toBe(false);
    expect(await releaseJob(db, dead)).toBe(false);
    expect(await status(id)).toBe('running');
    expect(await succeedJob(db, heir, result)).toBe(true);
  });

  test('a cancelled job cannot be claimed or finished; cancelling twice is cancelling', async () => {
    const id = await submit();
    const held = await claim(id);
    await cancelJob(db, id);
    expect(await succeedJob(db, held, result)).toBe(false);
    expect(await claimJob(db, id)).toBeNull();
    expect((await cancelJob(db, id)).status).toBe('cancelled');
  });

  test('a finished job cannot be cancelled', async () => {
    const id = await submit();
    await failJob(db, await claim(id), new OdeServiceError('damaged'));
    await expect(cancelJob(db, id)).rejects.toMatchObject({ code: 'job-finished' });
    await expect(cancelJob(db, '00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'not-found' });
    expect(await claimJob(db, id)).toBeNull();
  });

  test('a job that loses worker after worker is given up', async () => {
    const id = await submit();
    for (let i = 0; i < MOST_ATTEMPTS; i++) await claim(id);
    expect(await claimJob(db, id)).toBeNull();
    expect(await db.job.findUnique({ where: { id } })).toMatchObject({ status: 'failed', errorCode: 'worker-lost' });
  });

  test('a job that nobody touches is found', async () => {
    const id = await submit();
    expect(await untouchedJobs(db, 60_000)).not.toContain(id);
    await sleep(5);
    expect(await untouchedJobs(db, 0)).toContain(id);
    await cancelJob(db, id);
    expect(await untouchedJobs(db, 0)).not.toContain(id);
  });

  test('whoever listens hears of a change, also after a lost connection', async () => {
    const id = await submit();
    const changes = await JobChanges.listen(postgres.url);
    let heard = 0;
    const stop = changes.on(id, () => heard++);
    const held = await claim(id);
    await eventually(() => heard === 1);
    await db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN ode_job%'`;
    // It is told to look again, since it may have missed something.
    await eventually(() => heard === 2);
    await reportProgress(db, held, 1, 2);
    await eventually(() => heard === 3);
    stop();
    await changes.close();
  });
});

describe('the embedded PostgreSQL', () => {
  test('starts again after its ODE was killed, with all that was written', async () => {
    const folder = temporaryFolder();
    const first = await startEmbeddedPostgres(folder);
    const client = new pg.Client({ connectionString: first.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 42 AS answer');
    // As a kill -9 leaves it: PostgreSQL runs on, and nobody has stopped it.
    const second = await startEmbeddedPostgres(folder);
    const again = new pg.Client({ connectionString: second.url });
    await again.connect();
    expect((await again.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
    await again.end();
    await second.stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('a process number that another program has by now stops nothing', async () => {
    const folder = temporaryFolder();
    await (await startEmbeddedPostgres(folder)).stop();
    fs.writeFileSync(path.join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n${folder}/postgres\n`);
    await (await startEmbeddedPostgres(folder)).stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('asks for a password', async () => {
    const url = new URL(postgres.url);
    url.password = 'wrong';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toThrow('password authentication failed');
  });
});

test('the schema of Prisma is valid', () => {
  const server = fileURLToPath(new URL('../..', import.meta.url));
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false' };
  execFileSync(process.execPath, [cli, 'validate'], { cwd: server, env, stdio: 'pipe' });
});
